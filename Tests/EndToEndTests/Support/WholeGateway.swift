// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Testing

/// Everything that is tested from end to end. One test at a time: each runs a whole gateway and all that it asks, and some of
/// them measure what the process needs.
@Suite(.serialized) enum `The whole gateway` {}

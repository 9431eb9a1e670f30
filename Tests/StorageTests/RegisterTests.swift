// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Storage

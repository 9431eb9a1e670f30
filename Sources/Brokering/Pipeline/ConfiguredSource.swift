// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// A source with what the gateway's configuration says of when to ask it.
public struct ConfiguredSource: Sendable {
    public let source: any RecordSource
    /// Whether it is asked about everybody, because no locator knows whom it holds.
    public let isAlwaysAsked: Bool

    public init(_ source: any RecordSource, isAlwaysAsked: Bool = false) {
        self.source = source
        self.isAlwaysAsked = isAlwaysAsked
    }
}

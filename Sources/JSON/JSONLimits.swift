// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What a document may cost at most: nothing that comes from outside is read without these limits.
public struct JSONLimits: Sendable, Hashable {
    /// The most bytes a document may have; more than 256 MiB − 1 is taken for that.
    public var bytes: Int
    /// The deepest that arrays and objects may be nested.
    public var depth: Int
    /// The most values, member names counted as values, that a document may hold.
    public var nodes: Int

    /// 64 MiB, 64 levels, 2,000,000 values: several times the largest record seen from a real source.
    public static let standard = JSONLimits()

    /// The tape keeps a length in 28 bits; no limit may be set above what it can hold.
    static let largestDocument = (1 << 28) - 1

    /// Limits of the caller's own.
    public init(bytes: Int = 64 << 20, depth: Int = 64, nodes: Int = 2_000_000) {
        self.bytes = bytes
        self.depth = depth
        self.nodes = nodes
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A value that identifies a person or describes their health. It cannot be printed by accident: its description is redacted,
/// a mirror shows nothing, and the one way to the value is the word `disclosed`, which reviews and tests look for.
public struct Confidential<Value: Sendable>: Sendable {
    /// The value itself.
    public let disclosed: Value

    /// Wraps a value.
    public init(_ value: Value) { disclosed = value }
}

extension Confidential: Equatable where Value: Equatable {}
extension Confidential: Hashable where Value: Hashable {}

extension Confidential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A value that may identify a person or describe their health. However it is turned into text unasked (interpolation,
/// `print`, `dump`, a mirror), the text is only the name of its type.
public protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
    /// The type's name alone.
    public var description: String { "<redacted \(Self.self)>" }
    /// The type's name alone.
    public var debugDescription: String { description }
    /// Without children, so that no mirror shows what the description hides.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

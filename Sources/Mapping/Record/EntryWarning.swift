// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What a reader must be told beside an entry.
public enum EntryWarning: Sendable, Hashable {
    /// The code lost its meaning when the record was moved between practices: what was written stands in the text.
    case degradedCode(originalText: String?)
    /// A value that R4 does not allow stands in an extension `source-value`, not in its place; `path` names the element.
    case illegalValue(path: String)
    /// An element that changes the meaning of the entry, which the gateway does not understand.
    case unknownModifier(name: String)
}

extension EntryWarning: CustomStringConvertible, CustomReflectable {
    /// The kind of warning alone: the original text is clinical.
    public var description: String {
        switch self {
        case .degradedCode: "degraded code"
        case .illegalValue: "illegal value"
        case .unknownModifier: "unknown modifier"
        }
    }
    /// Without children, so that no mirror shows what the description hides.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How R4 defines a resource type, a datatype or a part of a resource: the members that its JSON objects may have.
struct TypeShape: Sendable {
    /// What kind of type this is, which says what its objects inherit.
    enum Kind: String, Sendable {
        case domainResource = "D"
        /// A resource that has no extensions: Bundle, Parameters and Binary.
        case plainResource = "R"
        case backbone = "B"
        case datatype = "E"

        var isResource: Bool { self == .domainResource || self == .plainResource }
        var hasExtensions: Bool { self != .plainResource }
    }

    /// One name that an object of the type may have as a member.
    struct Member: Sendable {
        let element: ElementShape
        /// Whether this is the `_name` that holds id and extensions of the primitive `name`.
        let isCompanion: Bool
    }

    /// The type's name, that of a part of a resource being its path (`Observation.component`).
    let name: String
    let kind: Kind
    let members: [String: Member]
    /// The required elements in the order of their definition, all datatypes of a choice.
    let required: [ElementShape]
    /// The slots of all required elements.
    let requiredSlots: UInt64

    var isExtension: Bool { name == "Extension" }
}

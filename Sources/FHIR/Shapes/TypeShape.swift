// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// How R4 defines a resource type, a datatype or a part of a resource: the members that its JSON objects may have.
final class TypeShape: Sendable {
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
    /// The members by their names.
    let members: [String: Member]
    private let definitions: [Member]
    private let names: JSONNames
    /// The members by their places among the names, for a quick look.
    let outlines: [ElementOutline]
    /// The required elements in the order of their definition, all datatypes of a choice.
    let required: [ElementShape]
    /// The slots of all required elements.
    let requiredSlots: UInt64

    let isExtension: Bool

    init(name: String, kind: Kind, members: [String: Member], required: [ElementShape]) {
        self.name = name
        self.kind = kind
        names = JSONNames(Array(members.keys))
        self.members = members
        definitions = Array(members.values)
        outlines = definitions.map { ElementOutline($0) }
        self.required = required
        requiredSlots = required.reduce(0) { $0 | $1.slot }
        isExtension = name == "Extension"
    }

    /// What the type says of a member of an object; `nil` where it has none of that name.
    func definition(of member: JSONValue.Member) -> Member? { names.place(of: member).map { definitions[$0] } }

    /// The place of the member with this name; `nil` where the type has none.
    func place(of name: Span<UInt8>) -> Int? { names.place(of: name) }

    /// Whether a text is one of the codes that the member at a place is bound to.
    func isCode(_ text: Span<UInt8>, ofMemberAt place: Int) -> Bool {
        definitions[place].element.codes?.place(of: text) != nil
    }

    private static let typeName = JSONNames(["resourceType"])

    /// Whether this is the name of the member that says of which type a resource is.
    static func isResourceType(_ name: Span<UInt8>) -> Bool { typeName.place(of: name) != nil }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// How R4 defines one element of a type, a choice of datatypes being one element for each (`valueQuantity`).
final class ElementShape: Sendable {
    /// What may stand in an element.
    enum Content: Sendable {
        case primitive(R4Primitive)
        /// An object of the type with this place in the table.
        case object(Int)
        case resource
    }

    /// The element's name in JSON.
    let name: String
    let content: Content
    let isList: Bool
    let isRequired: Bool
    /// Whether the element can turn the meaning of the object it stands in.
    let isModifier: Bool
    /// Whether the element is one of several that exclude each other.
    let isChoice: Bool
    /// A bit of its own for each required element and each choice of a type; 0 for other elements.
    let slot: UInt64
    /// The codes that the element is bound to; `nil` where any will do.
    let codes: JSONNames?
    let isId: Bool
    let isExtension: Bool

    init(
        name: String, content: Content, isList: Bool, isRequired: Bool, isModifier: Bool, isChoice: Bool, slot: UInt64,
        codes: JSONNames?
    ) {
        self.name = name
        self.content = content
        self.isList = isList
        self.isRequired = isRequired
        self.isModifier = isModifier
        self.isChoice = isChoice
        self.slot = slot
        self.codes = codes
        isId = name == "id"
        isExtension = name == "extension"
    }
}

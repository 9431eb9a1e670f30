// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// One element of a type of FHIR R4; a choice (`value[x]`) is an element for each of its types.
final class R4Element: Sendable {
    /// What an element holds.
    enum Content: Sendable {
        case primitive(PrimitiveType)
        /// An object, by its type's place in ``R4Definitions/types``.
        case complex(Int)
        /// A whole resource (`contained`).
        case resource
    }

    /// The element's name in JSON (`valueQuantity`).
    let name: String
    /// The name of the choice that the element belongs to (`value`).
    let choice: String?
    let content: Content
    let isRepeating: Bool
    /// The only codes that the element may hold, where R4 fixes them.
    let codes: Set<String>?

    init(name: String, choice: String?, content: Content, isRepeating: Bool, codes: Set<String>?) {
        self.name = name
        self.choice = choice
        self.content = content
        self.isRepeating = isRepeating
        self.codes = codes
    }
}

/// A data type, a resource or a part of a resource (`AllergyIntolerance.reaction`) of FHIR R4.
final class R4Type: Sendable {
    let name: String
    /// The type's elements by their names in JSON.
    let elements: [String: R4Element]
    /// The elements that must be there; for a choice, the one that stands for it where it is absent.
    let required: [R4Element]
    /// The type's place in ``R4Definitions/types``.
    let index: Int
    /// Whether the type is a part of a resource or data type, without a name that other types use.
    let isPart: Bool
    private let names: JSONNames
    /// The elements in the order of their names, to be found by the bytes of a document.
    private let named: [R4Element]

    init(name: String, elements: [String: R4Element], required: [R4Element], index: Int) {
        self.name = name
        self.elements = elements
        self.required = required
        self.index = index
        isPart = name.contains(".")
        names = JSONNames(Array(elements.keys))
        named = Array(elements.values)
    }

    /// The element that a member is; `nil` where the type has none of that name.
    func element(of member: JSONValue.Member) -> R4Element? { names.place(of: member).map { named[$0] } }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The element definitions of FHIR R4 4.0.1: every resource type, every datatype that is an object, and the code lists that
/// bind codes.
struct R4ElementTable: Sendable {
    /// The table, read once from its text when it is first needed.
    static let shared = R4ElementTable(
        definitions: [datatypes, resourcesAtoE, resourcesFtoO, resourcesPtoZ], codeLists: codeLists)

    /// All types; an element names the type of its objects by the place here.
    let types: [TypeShape]
    private let placeByName: [String: Int]

    /// The resource type with this name.
    func resourceType(_ name: String) -> TypeShape? {
        placeByName[name].map { types[$0] }.flatMap { $0.kind.isResource ? $0 : nil }
    }

    /// The place of the type of the objects that hold a primitive's id and extensions.
    let companion: Int

    /// Reads the table from its text, whose grammar `scripts/generate-r4-shapes` says.
    init(definitions: [String], codeLists: String) {
        var reader = R4ElementTableReader(codeLists: codeLists)
        for text in definitions { reader.collectTypes(text) }
        types = reader.shapes()
        placeByName = reader.placeByName
        companion = reader.placeByName["Element"] ?? 0
    }
}

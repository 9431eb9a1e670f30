// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What FHIR R4 allows in the resources that records are mapped to, read from the table built into the module.
struct R4Definitions: Sendable {
    /// The definitions of R4 4.0.1.
    static let standard = R4Definitions(table: String(decoding: PackageResources.r4_elements_tsv, as: UTF8.self))

    let types: [R4Type]
    private let places: [String: Int]

    /// The type with this name.
    subscript(name: String) -> R4Type? { places[name].map { types[$0] } }

    private struct Row {
        let element: String
        let isRequired: Bool
        let isRepeating: Bool
        let types: [Substring]
        let codes: Set<String>?
    }

    init(table: String) {
        var order: [String] = []
        var rows: [String: [Row]] = [:]
        for line in table.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 7 else { continue }
            let type = String(fields[0])
            if rows[type] == nil { order.append(type) }
            let codes = fields[6].split(separator: " ").map(String.init)
            rows[type, default: []].append(
                Row(
                    element: String(fields[1]), isRequired: fields[2] != "0", isRepeating: fields[3] == "*",
                    types: fields[4].split(separator: " "), codes: codes.isEmpty ? nil : Set(codes)))
        }
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        types = order.enumerated().map { Self.type($1, at: $0, rows[$1] ?? [], places) }
        self.places = places
    }

    private static func type(_ name: String, at index: Int, _ rows: [Row], _ places: [String: Int]) -> R4Type {
        var elements: [String: R4Element] = [:]
        var required: [R4Element] = []
        for row in rows {
            let alternatives = row.types.compactMap { element(row, of: $0, places) }
            for element in alternatives { elements[element.name] = element }
            if row.isRequired, let first = stand(for: alternatives) { required.append(first) }
        }
        return R4Type(name: name, elements: elements, required: required, index: index)
    }

    private static func element(_ row: Row, of type: Substring, _ places: [String: Int]) -> R4Element? {
        let isChoice = row.element.hasSuffix("[x]")
        let stem = isChoice ? String(row.element.dropLast(3)) : row.element
        let content: R4Element.Content
        if type == "Resource" {
            content = .resource
        } else if let primitive = PrimitiveType(rawValue: String(type)) {
            content = .primitive(primitive)
        } else if let place = places[String(type)] {
            content = .complex(place)
        } else {
            return nil
        }
        return R4Element(
            name: isChoice ? stem + type.prefix(1).uppercased() + type.dropFirst() : stem,
            choice: isChoice ? stem : nil,
            content: content, isRepeating: row.isRepeating, codes: row.codes)
    }

    /// The alternative that says that a required choice is absent: an object where there is one, as it can hold the reason
    /// alone, else a text.
    private static func stand(for alternatives: [R4Element]) -> R4Element? {
        let objects = alternatives.filter { element in
            if case .complex = element.content { element.choice != nil } else { false }
        }
        return objects.first { $0.name.hasSuffix("CodeableConcept") }
            ?? alternatives.first { $0.choice != nil && $0.name.hasSuffix("String") }
            ?? objects.first ?? alternatives.first
    }

    /// The element `value[x]` of an extension that holds this type (`CodeableConcept`, `string`).
    func extensionValue(_ type: String) -> R4Element? {
        self["Extension"]?.elements["value" + type.prefix(1).uppercased() + type.dropFirst()]
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Reads the table of element definitions from its text.
struct R4ElementTableReader {
    private struct Definition {
        let name: String
        let kind: TypeShape.Kind
        var lines: [Substring]
    }

    private(set) var placeByName: [String: Int] = [:]
    private var definitions: [Definition] = []
    private var codeLists: [Substring: [Substring]] = [:]
    private var codeSets: [Substring: JSONNames] = [:]

    private static let inherited: [TypeShape.Kind: [Substring]] = [
        .domainResource: [
            "id id", "meta Meta", "implicitRules? uri", "language code", "text Narrative", "contained* Resource",
            "extension* Extension", "modifierExtension*? Extension",
        ],
        .plainResource: ["id id", "meta Meta", "implicitRules? uri", "language code"],
        .backbone: ["id string", "extension* Extension", "modifierExtension*? Extension"],
        .datatype: ["id string", "extension* Extension"],
    ]

    init(codeLists text: String) {
        var name: Substring = ""
        for line in text.split(separator: "\n") {
            var words = line.split(separator: " ")
            if !line.hasPrefix(" ") { name = words.removeFirst() }
            codeLists[name, default: []] += words
        }
        codeSets = codeLists.mapValues { JSONNames(Set($0).map(String.init)) }
    }

    mutating func collectTypes(_ text: String) {
        for line in text.split(separator: "\n") {
            if line.hasPrefix(" ") {
                definitions[definitions.count - 1].lines.append(line.dropFirst())
                continue
            }
            let words = line.split(separator: " ")
            let name = String(words[0])
            placeByName[name] = definitions.count
            definitions.append(
                Definition(name: name, kind: TypeShape.Kind(rawValue: String(words[1])) ?? .datatype, lines: []))
        }
    }

    func shapes() -> [TypeShape] { definitions.map(shape) }

    private func shape(of definition: Definition) -> TypeShape {
        var elements: [ElementShape] = []
        var usedSlots: UInt64 = 0
        for line in Self.inherited[definition.kind, default: []] + definition.lines {
            let isBound = line.contains("!") || line.contains("[x]")
            let slot: UInt64 = isBound ? usedSlots + 1 : 0
            usedSlots |= slot
            elements += self.elements(line, slot: slot)
        }
        var members: [String: TypeShape.Member] = [:]
        for element in elements {
            members[element.name] = TypeShape.Member(element: element, isCompanion: false)
            if Self.hasCompanion(element, in: definition.name) {
                members["_" + element.name] = TypeShape.Member(element: element, isCompanion: true)
            }
        }
        let required = elements.filter(\.isRequired)
        return TypeShape(
            name: definition.name, kind: definition.kind, members: members, required: required)
    }

    /// Whether a primitive may have an id and extensions: not where XML writes it as an attribute, nor a narrative's XHTML.
    private static func hasCompanion(_ element: ElementShape, in type: String) -> Bool {
        guard element.isPrimitive, !element.isXHTML else { return false }
        return element.name != "id" && !(type == "Extension" && element.name == "url")
    }

    /// The elements of one line: one, or one for each datatype of a choice.
    private func elements(_ line: Substring, slot: UInt64) -> [ElementShape] {
        let words = line.split(separator: " ")
        let isChoice = words[0].contains("[x]")
        let stem = words[0].prefix { !"[*!?".contains($0) }
        let types = words[1] == "open" ? codeLists["open", default: []] : words[1].split(separator: "|")
        return types.map { type in
            ElementShape(
                name: isChoice ? stem + type.prefix(1).uppercased() + type.dropFirst() : String(stem),
                content: content(type), isList: words[0].contains("*"), isRequired: words[0].contains("!"),
                isModifier: words[0].contains("?"), isChoice: isChoice, slot: slot,
                codes: words.count > 2 ? codeSets[words[2]] : nil)
        }
    }

    private func content(_ type: Substring) -> ElementShape.Content {
        if type == "Resource" { return .resource }
        if let primitive = R4Primitive(rawValue: String(type)) { return .primitive(primitive) }
        return .object(placeByName[String(type)] ?? 0)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Finds what can pass byte for byte: objects that are legal in R4 as they stand, with nothing in them to rename or rewrite.
struct ConformanceCheck {
    let definitions: R4Definitions
    /// Whether types have rules, by their place in ``R4Definitions/types``.
    let hasRules: [Bool]
    let identities: RecordIdentities
    private let referenceType: Int?
    private let extensionType: Int?

    init(_ definitions: R4Definitions, rules: [String: [String: ElementRule]], identities: RecordIdentities) {
        self.definitions = definitions
        hasRules = definitions.types.map { rules[$0.name] != nil }
        self.identities = identities
        referenceType = definitions["Reference"]?.index
        extensionType = definitions["Extension"]?.index
    }

    /// How many values the object holds; `nil` where something in it has to change.
    func valueCount(of value: JSONValue, as type: R4Type) -> Int? {
        guard value.kind == .object, !hasRules[type.index] else { return nil }
        var total = 0
        var requiredCount = 0
        var choices: [String] = []
        var isEmpty = true
        for member in value.members {
            isEmpty = false
            guard let element = type.element(of: member), element.name != "modifierExtension" else { return nil }
            if let choice = element.choice {
                guard !choices.contains(choice) else { return nil }
                choices.append(choice)
            }
            guard let count = valueCount(of: member.value, as: element) else { return nil }
            if type.index == referenceType, element.name == "reference" {
                guard let text = member.value.string, !text.hasPrefix("#"), identities.rewritten(text) == nil else {
                    return nil
                }
            }
            total += count
            if !type.required.isEmpty, type.required.contains(where: { $0.isSameElement(as: element) }) {
                requiredCount += 1
            }
        }
        return isEmpty || requiredCount < type.required.count ? nil : total
    }

    private func valueCount(of value: JSONValue, as element: R4Element) -> Int? {
        guard element.isRepeating else { return singleValueCount(of: value, as: element) }
        guard value.kind == .array, value.count > 0 else { return nil }
        var total = 0
        for item in value.elements {
            guard let count = singleValueCount(of: item, as: element) else { return nil }
            total += count
        }
        return total
    }

    func singleValueCount(of value: JSONValue, as element: R4Element) -> Int? {
        switch element.content {
        case .primitive(let primitive):
            guard primitive.isLegal(value) else { return nil }
            if let codes = element.codes { guard let code = value.string, codes.contains(code) else { return nil } }
            return 1
        case .complex(let index): return valueCount(of: value, as: definitions.types[index])
        case .resource: return nil
        }
    }
}

extension R4Element {
    /// Whether both are one element, or alternatives of one choice.
    func isSameElement(as other: R4Element) -> Bool {
        self === other || (choice != nil && choice == other.choice)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// An R4 object under construction. It holds elements of its type alone; what has no place among them goes to its extensions.
struct R4Object {
    let type: R4Type
    private(set) var members = JSONObject()
    /// What is appended to the object's `extension`.
    var extensions: [JSONTree] = []
    /// Parts that several source elements fill (`doseAndRate`).
    var parts: [String: R4Object] = [:]
    private var filledChoices: Set<String> = []
    /// Values of elements that repeat, gathered apart so that one more does not copy those before it.
    private var repeated: [String: [JSONTree]] = [:]

    init(_ type: R4Type) { self.type = type }

    /// Whether nothing has been put in.
    var isEmpty: Bool { members.isEmpty && extensions.isEmpty && parts.isEmpty }

    /// Whether the element takes no further value.
    func isOccupied(_ element: R4Element) -> Bool {
        if let choice = element.choice { return filledChoices.contains(choice) }
        return !element.isRepeating && members[element.name] != nil
    }

    /// Whether the element, or one of its choice, has a value or says why it has none.
    func holds(_ element: R4Element) -> Bool {
        if let choice = element.choice { return filledChoices.contains(choice) }
        return members[element.name] != nil || members["_" + element.name] != nil || parts[element.name] != nil
    }

    /// Puts in the values of an element: one, or an array where R4 has an array.
    mutating func put(_ values: [JSONTree], in element: R4Element) {
        guard let first = values.first else { return }
        if let choice = element.choice { filledChoices.insert(choice) }
        guard element.isRepeating else {
            members[element.name] = first
            return
        }
        if element.name == "extension" {
            extensions += values
        } else {
            if members[element.name] == nil { members[element.name] = [] }
            repeated[element.name, default: Self.elements(of: members[element.name])] += values
        }
    }

    private static func elements(of tree: JSONTree?) -> [JSONTree] {
        switch tree {
        case .array(let elements)?: elements
        case .value(let value)?: value.elements.map { .value($0) }
        default: []
        }
    }

    /// Puts in an array of a document as it is; `false` where the element has values already.
    mutating func splice(_ array: JSONValue, in element: R4Element) -> Bool {
        guard element.name != "extension", members[element.name] == nil else { return false }
        members[element.name] = .value(array)
        return true
    }

    /// Puts in a member by its name in JSON (`_status`, `resourceType`).
    mutating func put(_ value: JSONTree, member name: String, of element: R4Element? = nil) {
        if let choice = element?.choice { filledChoices.insert(choice) }
        members[name] = value
    }

    /// The finished object. Required elements that are absent say so.
    func finished(_ definitions: R4Definitions) -> JSONTree {
        var result = self
        for name in parts.keys.sorted() {
            guard let part = parts[name], let element = type.elements[name] else { continue }
            result.put([part.finished(definitions)], in: element)
        }
        for element in type.required where !result.holds(element) { result.putAbsent(element, definitions) }
        var object = result.members
        for (name, values) in result.repeated { object[name] = .array(values) }
        if result.extensions.isEmpty { return .object(object) }
        if type.elements["extension"] != nil {
            object["extension"] = .array(result.extensions)
        } else {
            object["meta"] = .object(Self.appending(result.extensions, to: object["meta"]))
        }
        return .object(object)
    }

    /// The metadata of a resource that has no extensions of its own (Binary), with extensions.
    private static func appending(_ extensions: [JSONTree], to meta: JSONTree?) -> JSONObject {
        var result = JSONObject()
        if case .object(let own)? = meta { result = own }
        if case .value(let own)? = meta { result = JSONObject(own) }
        result["extension"] = .array(elements(of: result["extension"]) + extensions)
        return result
    }

    private mutating func putAbsent(_ element: R4Element, _ definitions: R4Definitions) {
        switch element.content {
        case .primitive(let primitive):
            // A required choice must have one of its values: a text is the one that can say that it is not known.
            if element.choice != nil, primitive == .string { members[element.name] = "unknown" }
            let reason: JSONTree = ["extension": [GatewayExtension.absent]]
            members["_" + element.name] = element.isRepeating ? [reason] : reason
        case .complex(let index):
            let type = definitions.types[index]
            var object = R4Object(type)
            if !type.isPart || type.required.isEmpty { object.extensions = [GatewayExtension.absent] }
            put([object.finished(definitions, withoutRequired: !type.isPart)], in: element)
        case .resource: break
        }
    }

    private func finished(_ definitions: R4Definitions, withoutRequired: Bool) -> JSONTree {
        guard withoutRequired else { return finished(definitions) }
        return ["extension": .array(extensions)]
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// What becomes of one object as its members are examined.
struct ObjectDraft {
    let original: JSONValue
    /// The slots of the elements that the object keeps.
    private(set) var seen: UInt64 = 0
    /// Whether the object keeps a member other than its id.
    private(set) var hasContent = false
    private(set) var hasId = false
    private(set) var hasExtensions = false
    private(set) var sourceValues: [JSONTree] = []
    private var changes: [(name: String, tree: JSONTree?)] = []

    init(_ original: JSONValue) { self.original = original }

    var isUnchanged: Bool { changes.isEmpty && sourceValues.isEmpty }

    /// Notes that the object keeps a value of this element.
    mutating func keep(_ element: ElementShape) {
        seen |= element.slot
        if element.isId {
            hasId = true
        } else {
            hasContent = true
            if element.isExtension { hasExtensions = true }
        }
    }

    /// Notes that the object is a resource that names its type.
    mutating func keepResourceType() { hasContent = true }

    /// Gives a member another value, or takes it away.
    mutating func change(_ name: String, to tree: JSONTree?) { changes.append((name, tree)) }

    /// Keeps a value that has left its place.
    mutating func append(sourceValue: JSONTree) { sourceValues.append(sourceValue) }

    /// Whether a member with this name is to be taken away.
    func hasLost(_ name: String) -> Bool { changes.contains { $0.name == name && $0.tree == nil } }

    /// Whether another datatype of the same choice stands, and stays, before the member with this name.
    func hasRival(of element: ElementShape, before name: String, _ type: TypeShape) -> Bool {
        for other in original.members {
            if other.name == name { return false }
            guard let rival = type.definition(of: other)?.element, rival.slot == element.slot else { continue }
            if rival.name != element.name, !hasLost(other.name) { return true }
        }
        return false
    }

    /// Whether the object, which is an extension, has an address and either a value or extensions.
    func isWholeExtension(of type: TypeShape) -> Bool {
        let hasAddress = seen & type.requiredSlots == type.requiredSlots
        let hasValue = seen & ~type.requiredSlots != 0
        return hasAddress && hasValue != hasExtensions
    }

    /// The object as it has become.
    var tree: JSONTree {
        var changed: [String: JSONTree?] = [:]
        for change in changes { changed.updateValue(change.tree, forKey: change.name) }
        var object = JSONObject()
        for member in original.members {
            if let change = changed.removeValue(forKey: member.name) {
                if let tree = change { object[member.name] = tree }
            } else {
                object[member.name] = .value(member.value)
            }
        }
        for change in changes {
            if let added = changed.removeValue(forKey: change.name), let tree = added { object[change.name] = tree }
        }
        if !sourceValues.isEmpty { object["extension"] = .array(elements(of: object["extension"]) + sourceValues) }
        return .object(object)
    }

    private func elements(of list: JSONTree?) -> [JSONTree] {
        switch list {
        case .array(let elements): elements
        case .value(let value): value.elements.map { .value($0) }
        default: []
        }
    }
}

extension JSONValue {
    /// Whether this is `null`, `{}` or `[]`, which FHIR does not allow and which have no meaning.
    var saysNothing: Bool {
        switch kind {
        case .null: true
        case .object, .array: count == 0
        case .string, .number, .boolean: false
        }
    }
}

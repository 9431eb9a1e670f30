// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension ShapeExamination {
    /// Examines a list of objects or resources; false where the object it stands in has to go.
    mutating func list(
        _ member: JSONValue.Member, _ element: ElementShape, _ type: TypeShape, _ draft: inout ObjectDraft
    ) throws(ShapeFault) -> Bool {
        guard member.value.kind == .array, member.value.count > 0 else {
            return try items(member.value, at: member.name, element, type, &draft) != nil
        }
        // What is kept of the list, once that is not all of it as it came.
        var changed: [JSONTree]?
        for (index, item) in member.value.elements.enumerated() {
            steps.append(.index(index))
            defer { steps.removeLast() }
            let outcome = try complex(item, element)
            if case .sound = outcome {
                changed?.append(.value(item))
                continue
            }
            var kept = changed ?? member.value.elements.prefix(index).map { .value($0) }
            switch outcome {
            case .sound: break
            case .repaired(let tree): kept.append(tree)
            case .empty where element.name != "modifierExtension":
                moved.append(MovedValue(path: path, reason: .empty))
            case .empty:
                throw .illegalModifier(path: path)
            case .illegal(let reason):
                guard try keepAside(item, reason, element, type, &draft) else { return false }
            }
            changed = kept
        }
        if let changed { draft.change(member.name, to: changed.isEmpty ? nil : .array(changed)) }
        if changed?.isEmpty != true { draft.keep(element) }
        return true
    }

    /// Examines a list of primitives together with the list of their ids and extensions, as a place in the one says what the
    /// same place in the other belongs to; false where the object they stand in has to go.
    mutating func primitives(
        _ member: JSONValue.Member, _ primitive: R4Primitive, _ element: ElementShape, _ type: TypeShape,
        _ draft: inout ObjectDraft
    ) throws(ShapeFault) -> Bool {
        let companionName = "_" + element.name
        let values = draft.original[element.name]
        let companions = draft.original[companionName]
        if values != nil, member.name != element.name { return true }
        if let values, companions == nil, isSoundList(values, primitive, element) {
            draft.keep(element)
            return true
        }
        let name = steps.removeLast()
        defer { steps.append(name) }
        guard let valueItems = try items(values, named: element.name, element, type, &draft),
            let companionItems = try items(companions, named: companionName, element, type, &draft)
        else { return false }
        var pairs = PrimitivePairs()
        for index in 0..<max(valueItems.count, companionItems.count) {
            let mark = moved.count
            var value: JSONTree?
            var companion: JSONTree?
            if index < valueItems.count {
                let item = valueItems[index]
                let outcome = scalar(item, primitive, element)
                guard try take(outcome, item, element.name, index, element, type, &draft, into: &value) else {
                    return false
                }
                if value == nil, item.kind != .null { pairs.isChanged = true }
            }
            if index < companionItems.count {
                let item = companionItems[index]
                let outcome = try self.companion(item, mayHaveIdAlone: value != nil, element)
                guard try take(outcome, item, companionName, index, element, type, &draft, into: &companion) else {
                    return false
                }
                if case .sound = outcome {} else if item.kind != .null { pairs.isChanged = true }
            }
            if value == nil, companion == nil, moved.count == mark {
                moved.append(MovedValue(path: "\(path).\(element.name)[\(index)]", reason: .empty))
            }
            pairs.append(value, companion)
        }
        pairs.settle(element, &draft)
        return true
    }

    /// Takes one item of a list of primitives, or of their companions, for what its outcome says; false where the object
    /// it stands in has to go.
    private mutating func take(
        _ outcome: Outcome, _ item: JSONValue, _ name: String, _ index: Int, _ element: ElementShape, _ type: TypeShape,
        _ draft: inout ObjectDraft, into result: inout JSONTree?
    ) throws(ShapeFault) -> Bool {
        steps.append(.name(name))
        steps.append(.index(index))
        defer { steps.removeLast(2) }
        switch outcome {
        case .sound: result = .value(item)
        case .repaired(let tree): result = tree
        case .empty: break
        case .illegal(let reason): return try keepAside(item, reason, element, type, &draft)
        }
        return true
    }

    private func isSoundList(_ values: JSONValue, _ primitive: R4Primitive, _ element: ElementShape) -> Bool {
        guard values.kind == .array, values.count > 0 else { return false }
        for value in values.elements {
            guard case .sound = scalar(value, primitive, element) else { return false }
        }
        return true
    }

    private mutating func items(
        _ value: JSONValue?, named name: String, _ element: ElementShape, _ type: TypeShape, _ draft: inout ObjectDraft
    ) throws(ShapeFault) -> [JSONValue]? {
        guard let value else { return [] }
        steps.append(.name(name))
        defer { steps.removeLast() }
        return try items(value, at: name, element, type, &draft)
    }

    /// The items of a list; none where it says nothing or is no list, and `nil` where the object it stands in has to go.
    private mutating func items(
        _ value: JSONValue, at name: String, _ element: ElementShape, _ type: TypeShape, _ draft: inout ObjectDraft
    ) throws(ShapeFault) -> [JSONValue]? {
        if value.saysNothing {
            drop(name, &draft)
            return []
        }
        guard value.kind == .array else {
            return try dispose(of: value, at: name, .wrongKind, element, type, &draft) ? [] : nil
        }
        return Array(value.elements)
    }
}

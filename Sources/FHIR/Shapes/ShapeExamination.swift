// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// One walk over a resource, which decides about each value where it stands.
struct ShapeExamination {
    /// What came of a value.
    enum Outcome {
        case sound
        case repaired(JSONTree)
        /// It cannot stay where it stands.
        case illegal(MovedValue.Reason)
        /// It says nothing.
        case empty
    }

    /// A step on the way from the resource to a value.
    enum Step {
        case name(String)
        case member(JSONValue.Member)
        case index(Int)
    }

    let table: R4ElementTable
    var moved: [MovedValue] = []
    var steps: [Step]
    /// How many of the objects around the present place stand in a modifier.
    var modifierDepth = 0
    private var isInsideContained = false
    /// New names for resources inside the present one whose ids are illegal; `nil` where there are none.
    private var containedNames: ContainedNames?

    init(of type: TypeShape, _ resource: JSONValue, table: R4ElementTable) {
        self.table = table
        containedNames = ContainedNames(resource)
        steps = [.name(type.name)]
    }

    /// The present place, as in `Patient.name[0].given[1]`.
    var path: String {
        var result = ""
        for step in steps {
            switch step {
            case .member(let member): result += "." + member.name
            case .name(let name): result += result.isEmpty ? name : "." + name
            case .index(let index): result += "[\(index)]"
            }
        }
        return result
    }

    /// Examines an object against its type.
    /// - Parameter mayHaveIdAlone: whether an id is enough to make the object one that says something.
    mutating func object(
        _ value: JSONValue, as type: TypeShape, mayHaveIdAlone: Bool = false
    ) throws(ShapeFault) -> Outcome {
        if value.saysNothing { return .empty }
        guard value.kind == .object else { return .illegal(.wrongKind) }
        let mark = moved.count
        var draft = ObjectDraft(value)
        for member in value.members {
            steps.append(.member(member))
            defer { steps.removeLast() }
            guard try examine(member, of: type, &draft) else { return givenUp(since: mark, type) }
        }
        if type.isExtension, !draft.isWholeExtension(of: type) { return givenUp(since: mark, type) }
        guard fillRequired(of: type, &draft) else { return givenUp(since: mark, type) }
        if !draft.hasContent, draft.sourceValues.isEmpty, !mayHaveIdAlone || !draft.hasId {
            if !draft.hasId {
                moved.removeSubrange(mark...)
                return .empty
            }
            return givenUp(since: mark, type)
        }
        return draft.isUnchanged ? .sound : .repaired(draft.tree)
    }

    /// The object goes as a whole, and with it whatever was already decided about its parts.
    private mutating func givenUp(since mark: Int, _ type: TypeShape) -> Outcome {
        moved.removeSubrange(mark...)
        return .illegal(type.isExtension ? .illegalExtension : .illegalPart)
    }

    /// Examines one member of an object; false where the whole object has to go.
    private mutating func examine(
        _ member: JSONValue.Member, of type: TypeShape, _ draft: inout ObjectDraft
    ) throws(ShapeFault) -> Bool {
        guard let found = type.definition(of: member) else { return try unknown(member, of: type, &draft) }
        let element = found.element
        if element.isChoice, draft.seen & element.slot != 0, draft.hasRival(of: element, before: member.name, type) {
            return try dispose(of: member.value, at: member.name, .secondChoice, element, type, &draft)
        }
        if isInsideContained, member.isNamed("contained") {
            return try dispose(of: member.value, at: member.name, .unknownElement, element, type, &draft)
        }
        if case .primitive(let primitive) = element.content {
            if element.isList { return try primitives(member, primitive, element, type, &draft) }
            if !found.isCompanion, let name = containedNames?.name(for: member, element, in: type, isInsideContained) {
                return try rename(member, to: name, element, type, &draft)
            }
            let outcome =
                found.isCompanion
                ? try companion(member.value, of: element, primitive, in: draft.original)
                : scalar(member.value, primitive, element)
            return try settle(outcome, member, element, type, &draft)
        }
        if element.isModifier { modifierDepth += 1 }
        defer { if element.isModifier { modifierDepth -= 1 } }
        if element.isList { return try list(member, element, type, &draft) }
        return try settle(try complex(member.value, element), member, element, type, &draft)
    }

    /// Does what an outcome says; false where the whole object has to go.
    private mutating func settle(
        _ outcome: Outcome, _ member: JSONValue.Member, _ element: ElementShape, _ type: TypeShape,
        _ draft: inout ObjectDraft
    ) throws(ShapeFault) -> Bool {
        switch outcome {
        case .sound: draft.keep(element)
        case .repaired(let tree):
            draft.change(member.name, to: tree)
            draft.keep(element)
        case .empty: drop(member.name, &draft)
        case .illegal(let reason): return try dispose(of: member.value, at: member.name, reason, element, type, &draft)
        }
        return true
    }

    /// Keeps an illegal id of a resource inside this one, or a reference to it, aside and puts a legal one in its place, so
    /// that the reference still leads there.
    private mutating func rename(
        _ member: JSONValue.Member, to name: String, _ element: ElementShape, _ type: TypeShape,
        _ draft: inout ObjectDraft
    ) throws(ShapeFault) -> Bool {
        guard try keepAside(member.value, .illegalFormat, element, type, &draft) else { return false }
        draft.change(member.name, to: .string(name))
        draft.keep(element)
        return true
    }

    /// Notes that a member says nothing, and leaves it out.
    mutating func drop(_ name: String, _ draft: inout ObjectDraft) {
        moved.append(MovedValue(path: path, reason: .empty))
        draft.change(name, to: nil)
    }

    /// Examines a value that is an object or a resource.
    mutating func complex(_ value: JSONValue, _ element: ElementShape) throws(ShapeFault) -> Outcome {
        guard case .object(let place) = element.content else { return resource(value, element) }
        return try object(value, as: table.types[place])
    }

    /// Examines a resource inside another. One that cannot be read does not make the other unreadable.
    private mutating func resource(_ value: JSONValue, _ element: ElementShape) -> Outcome {
        if value.saysNothing { return .empty }
        guard value.kind == .object, let type = value["resourceType"]?.string.flatMap(table.resourceType) else {
            return .illegal(.unreadableResource)
        }
        let mark = moved.count
        let wasInsideContained = isInsideContained
        let outerNames = containedNames
        isInsideContained = element.name == "contained"
        if !isInsideContained { containedNames = ContainedNames(value) }
        defer { (isInsideContained, containedNames) = (wasInsideContained, outerNames) }
        do {
            return try object(value, as: type)
        } catch {
            moved.removeSubrange(mark...)
            return .illegal(.unreadableResource)
        }
    }

    /// Whether the present place is the id of the resource that is examined, which may be of any form.
    var isAtOwnId: Bool { steps.count == 2 }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension ShapeExamination {
    /// Elements by which an earlier release of FHIR said that the rest did not happen; R4 does not know them.
    private static let retiredModifiers: Set<String> = [
        "notGiven", "notDone", "notTaken", "wasNotGiven", "wasNotTaken", "notPerformed", "prohibited", "taken",
        "doNotPerform", "negationInd",
    ]
    /// Codes that turn a statement into its opposite wherever they stand.
    private static let retractions: Set<String> = ["entered-in-error", "refuted", "not-done", "not-taken"]

    /// Examines a member that the type does not have; false where the whole object has to go.
    mutating func unknown(
        _ member: JSONValue.Member, of type: TypeShape, _ draft: inout ObjectDraft
    ) throws(ShapeFault) -> Bool {
        if type.kind.isResource, member.isNamed("resourceType") {
            draft.keepResourceType()
            return true
        }
        if member.value.saysNothing {
            drop(member.name, &draft)
            return true
        }
        if Self.retiredModifiers.contains(member.name), member.value.boolean != false, member.value.string != "y" {
            throw .retiredModifier(path: path)
        }
        if Self.retracts(member.value) {
            let name = steps.removeLast()
            defer { steps.append(name) }
            throw .retiredModifier(path: path)
        }
        return try dispose(of: member.value, at: member.name, .unknownElement, nil, type, &draft)
    }

    private static func retracts(_ value: JSONValue) -> Bool {
        if let text = value.string { return retractions.contains(text) }
        return value.members.contains { retracts($0.value) } || value.elements.contains { retracts($0) }
    }

    /// Takes an illegal value from its place; false where the whole object has to go.
    mutating func dispose(
        of value: JSONValue, at name: String, _ reason: MovedValue.Reason, _ element: ElementShape?, _ type: TypeShape,
        _ draft: inout ObjectDraft
    ) throws(ShapeFault) -> Bool {
        guard try keepAside(value, reason, element, type, &draft) else { return false }
        draft.change(name, to: nil)
        return true
    }

    /// Keeps an illegal value in the object it stands in; false where the object cannot do without it, or cannot hold it.
    mutating func keepAside(
        _ value: JSONValue, _ reason: MovedValue.Reason, _ element: ElementShape?, _ type: TypeShape,
        _ draft: inout ObjectDraft
    ) throws(ShapeFault) -> Bool {
        if let element {
            let isInDatatype = type.kind == .datatype
            if element.isModifier, !isInDatatype { throw .illegalModifier(path: path) }
            let surroundings = element.isModifier && !element.isPrimitive ? modifierDepth - 1 : modifierDepth
            let saysNothing = reason == .blank && !element.isModifier
            if surroundings > 0, !saysNothing { throw .illegalModifier(path: path) }
            if element.isModifier || element.isXHTML { return false }
        }
        if type.isExtension { return false }
        guard type.kind.hasExtensions else { throw .noPlaceForIllegalValue(path: element == nil ? type.name : path) }
        let path = self.path
        moved.append(MovedValue(path: path, reason: reason))
        draft.append(sourceValue: SourceValue.tree(path: path, value: value))
        return true
    }

    /// Says of each required element that is not there that it is unknown; false where the element cannot say so.
    mutating func fillRequired(of type: TypeShape, _ draft: inout ObjectDraft) -> Bool {
        var missing = type.requiredSlots & ~draft.seen
        while missing != 0 {
            let slot = missing & (~missing + 1)
            missing &= ~slot
            let choices = type.required.filter { $0.slot == slot }
            let lost = choices.filter { draft.hasLost($0.name) || draft.hasLost("_" + $0.name) }
            guard let element = Absence.element(among: choices, preferring: lost), !element.isXHTML else {
                return false
            }
            if lost.isEmpty {
                steps.append(.name(element.name))
                moved.append(MovedValue(path: path, reason: .absent))
                steps.removeLast()
            }
            for absent in Absence.members(of: element, in: table) { draft.change(absent.name, to: absent.tree) }
            draft.keep(element)
        }
        return true
    }
}

extension ElementShape {
    /// Whether the element's values are JSON scalars.
    var isPrimitive: Bool { if case .primitive = content { true } else { false } }
    /// Whether the element is the XHTML of a narrative, which can have no extension.
    var isXHTML: Bool { if case .primitive(.xhtml) = content { true } else { false } }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension ResourceMapper {
    /// Maps a text to a note of its own, marked with the element that it was.
    mutating func mapNote(_ member: SourceMember, into object: inout R4Object) throws(ShapeFault) {
        guard let note = object.type.elements["note"], let annotation = definitions["Annotation"] else {
            return spill(member, .unmapped, into: &object.extensions)
        }
        var part = R4Object(annotation)
        enter(target: "note")
        defer { leaveTarget() }
        try map(member, toElement: "text", into: &part)
        guard part.type.elements["text"].map({ part.holds($0) }) ?? false else {
            object.extensions += part.extensions
            return
        }
        let origin = member.parentType + "." + member.name
        part.extensions.append(
            ["url": .string(GatewayExtension.sourceElement), "valueString": .string(origin)])
        object.put([part.finished(definitions)], in: note)
    }

    /// Maps a status that another element of STU3 negates; a record entered in error stays that.
    mutating func mapStatus(
        _ member: SourceMember, into object: inout R4Object, negatedAs negation: String?,
        renamed: [String: String] = [:]
    ) throws(ShapeFault) {
        var renamed = renamed
        if let negation, let status = member.value?.string, status != "entered-in-error",
            renamed[status] != nil || Self.isLegal(status, as: object.type.elements["status"])
        {
            renamed[status] = negation
        }
        try mapCode(member, to: "status", renamed: renamed, into: &object)
    }

    /// Lets the status say a negation where no legal status of the source takes it.
    mutating func putNegatedStatus(_ negation: String, for member: SourceMember, into object: inout R4Object) {
        guard let status = object.type.elements["status"], Self.isLegal(negation, as: status),
            !Self.isLegal(member.parent["status"]?.string, as: status), !object.isOccupied(status)
        else { return }
        object.put([.string(negation)], in: status)
    }

    private static func isLegal(_ code: String?, as element: R4Element?) -> Bool {
        guard let code, let codes = element?.codes else { return false }
        return codes.contains(code)
    }

    /// Maps an element that says that something was not done. `false` is what the status says already; `true` stands in the
    /// status, where the type's status can say it, and always in an extension too.
    mutating func mapNegation(_ member: SourceMember, into object: inout R4Object) throws(ShapeFault) {
        guard let value = member.value else { return spill(member, .unmapped, into: &object.extensions) }
        guard value.kind != .object, value.kind != .array else { throw fault() }
        guard let isNegated = value.boolean else {
            warn(.unknownModifier(name: member.name))
            return spill(member, .illegal, into: &object.extensions)
        }
        guard isNegated || member.primitiveExtension != nil else {
            enter(target: "status")
            noteMapped(.translated)
            leaveTarget()
            return
        }
        try mapNamed(.type("boolean"), [value], member, into: &object)
        guard isNegated else { return }
        if Self.isLegal("not-done", as: object.type.elements["status"]) {
            putNegatedStatus("not-done", for: member, into: &object)
        } else {
            warn(.unknownModifier(name: member.name))
        }
    }

    /// Maps one member of `value`, itself a value of the member that is being mapped, to an element.
    mutating func mapChild(
        _ name: String, of value: JSONValue, type: String, to place: String, into object: inout R4Object
    ) throws(ShapeFault) {
        guard let child = value[name], child.kind != .null else { return }
        enter(source: name)
        defer { leaveSource() }
        let member = SourceMember(
            name: name, value: child, primitiveExtension: value["_" + name], parent: value, parentType: type)
        try map(member, toElement: place, into: &object)
    }

    /// Maps an object that R4 has only the reference `inner` of: its other members become extensions of the reference.
    mutating func mapWrapped(
        _ value: JSONValue, inner: String, beside: [String: String], of member: SourceMember, to place: String,
        into object: inout R4Object
    ) throws(ShapeFault) {
        guard let reference = definitions["Reference"], let element = object.type.elements[place] else {
            return spill(value, .unmapped, into: &object.extensions)
        }
        let type = member.parentType + "." + member.name
        var result = R4Object(reference)
        enter(target: place)
        defer { leaveTarget() }
        if let target = value[inner], target.kind != .null {
            guard target.kind == .object else { throw fault() }
            enter(source: inner)
            try mapMembers(of: target, type: "Reference", into: &result)
            leaveSource()
        }
        for part in value.members where part.name != inner && part.value.kind != .null {
            enter(source: part.name)
            defer { leaveSource() }
            let own = SourceMember(
                name: part.name, value: part.value, primitiveExtension: nil, parent: value, parentType: type)
            if let shape = beside[part.name] {
                try mapNamed(.type(shape), [part.value], own, into: &result)
            } else if part.name == "identifier", result.members["identifier"] != nil {
                try mapNamed(.type("Identifier"), [part.value], own, into: &result)
            } else if ["extension", "identifier"].contains(part.name) {
                try map(own, toElement: part.name, into: &result)
            } else {
                spill(part.value, .unmapped, into: &result.extensions)
            }
        }
        if !result.isEmpty { object.put([result.finished(definitions)], in: element) }
    }
}

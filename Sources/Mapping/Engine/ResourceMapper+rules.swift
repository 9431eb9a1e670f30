// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension ResourceMapper {
    mutating func apply(
        _ rule: ElementRule, to member: SourceMember, into object: inout R4Object
    ) throws(ShapeFault) {
        switch rule {
        case .element(let name): try map(member, toElement: name, into: &object)
        case .firstElement(let name, let others):
            try mapFirst(member, to: name, others: others, into: &object)
        case .code(let name, let renamed): try mapCode(member, to: name, renamed: renamed, into: &object)
        case .concept(let name, let system, let codes):
            try mapConcept(member, to: name, system: system, codes: codes, into: &object)
        case .named(let shape):
            let values = member.value.map { $0.kind == .array ? Array($0.elements) : [$0] } ?? []
            try mapNamed(shape, values, member, into: &object)
        case .part(let outer, let inner): try mapPart(member, outer, inner, into: &object)
        case .flattened:
            guard let value = member.value, value.kind == .object else { throw fault() }
            try mapMembers(
                of: value, type: member.parentType + "." + member.name, into: &object, byRulesAlone: true)
        case .custom(let function): try function(&self, member, &object)
        }
    }

    /// Maps a member to the R4 element with this name.
    mutating func map(
        _ member: SourceMember, toElement name: String, into object: inout R4Object
    ) throws(ShapeFault) {
        guard let element = object.type.elements[name] else {
            return spill(member, .unmapped, into: &object.extensions)
        }
        try map(member, to: element, into: &object)
    }

    private mutating func mapFirst(
        _ member: SourceMember, to name: String, others: String, into object: inout R4Object
    ) throws(ShapeFault) {
        guard let value = member.value, value.kind == .array else {
            return try map(member, toElement: name, into: &object)
        }
        let items = Array(value.elements)
        if let first = items.first {
            try map(member.replacing(first), toElement: name, into: &object)
        }
        try mapNamed(.type(others), Array(items.dropFirst()), member, into: &object)
    }

    /// Maps a code whose name may be another in R4; the code as it came stays beside it.
    mutating func mapCode(
        _ member: SourceMember, to name: String, renamed: [String: String], into object: inout R4Object
    ) throws(ShapeFault) {
        guard let code = member.value?.string, let other = renamed[code], other != code,
            let element = object.type.elements[name], !object.isOccupied(element)
        else { return try map(member, toElement: name, into: &object) }
        var beside = JSONObject()
        if let own = member.primitiveExtension {
            guard own.kind == .object else { throw fault() }
            if case .object(let kept)? = try mapPrimitiveExtension(own, spillingInto: &object.extensions) {
                beside = kept
            } else {
                beside = JSONObject(own)
            }
        }
        beside.append(["url": .string(GatewayExtension.sourceCode), "valueCode": .string(code)], to: "extension")
        object.put([.string(other)], in: element)
        object.put(.object(beside), member: "_" + name, of: element)
        enter(target: name)
        noteMapped(.translated)
        leaveTarget()
    }

    private mutating func mapConcept(
        _ member: SourceMember, to name: String, system: String, codes: Set<String>, into object: inout R4Object
    ) throws(ShapeFault) {
        guard let element = object.type.elements[name], !object.isOccupied(element) else {
            return spill(member, .illegal, into: &object.extensions)
        }
        if member.value?.kind == .object { return try map(member, to: element, into: &object) }
        if member.value?.kind == .array { throw fault() }
        var coding = JSONObject(["system": .string(system)])
        enter(target: name + ".coding.code")
        defer { leaveTarget() }
        if let value = member.value {
            if let code = value.string, codes.contains(code) {
                coding["code"] = .value(value)
                noteMapped()
            } else {
                spill(value, .illegal, into: &object.extensions)
                if member.primitiveExtension == nil { return }
            }
        }
        if let own = member.primitiveExtension {
            guard own.kind == .object else { throw fault() }
            coding["_code"] = try mapPrimitiveExtension(own, spillingInto: &object.extensions)
        }
        object.put([["coding": [.object(coding)]]], in: element)
    }

    private mutating func mapPart(
        _ member: SourceMember, _ outer: String, _ inner: String, into object: inout R4Object
    ) throws(ShapeFault) {
        guard let element = object.type.elements[outer], case .complex(let index) = element.content else {
            return spill(member, .unmapped, into: &object.extensions)
        }
        if member.value?.kind == .object, inner == "value" || member.value?.kind == .array {
            return try map(member, to: element, into: &object)
        }
        var part = object.parts[outer] ?? R4Object(definitions.types[index])
        enter(target: outer)
        defer { leaveTarget() }
        try map(member, toElement: inner, into: &part)
        if !part.isEmpty { object.parts[outer] = part }
    }

    /// The objects that a member holds, one or several.
    func objects(_ member: SourceMember) throws(ShapeFault) -> [JSONValue] {
        guard let value = member.value else { throw fault() }
        let values = value.kind == .array ? value.elements.filter { $0.kind != .null } : [value]
        guard values.allSatisfy({ $0.kind == .object }) else { throw fault() }
        return values
    }
}

extension SourceMember {
    /// `not-done` where another member of the same object says that it was not.
    func negation(_ name: String) -> String? { parent[name]?.boolean == true ? "not-done" : nil }

    /// The same member with one of its values.
    func replacing(_ value: JSONValue) -> SourceMember {
        SourceMember(
            name: name, value: value, primitiveExtension: nil, parent: parent, parentType: parentType)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension ResourceMapper {
    /// Maps a member to an element of R4, wrapping one value in an array where R4 has an array.
    mutating func map(
        _ member: SourceMember, to element: R4Element, into object: inout R4Object
    ) throws(ShapeFault) {
        if let value = member.value, value.count == 0, value.kind == .array || value.kind == .object,
            member.primitiveExtension == nil
        {
            return try checkShape(of: value, as: element)
        }
        guard !object.isOccupied(element) else { return spill(member, .illegal, into: &object.extensions) }
        enter(target: element.name)
        defer { leaveTarget() }
        switch element.content {
        case .primitive: try mapPrimitive(member, to: element, into: &object)
        case .complex(let index): try mapComplex(member, to: element, definitions.types[index], into: &object)
        case .resource: try mapContained(member, to: element, into: &object)
        }
    }

    /// An empty array or object has no value to keep, but may still be of the wrong kind.
    private func checkShape(of value: JSONValue, as element: R4Element) throws(ShapeFault) {
        if case .primitive = element.content, value.kind == .object { throw fault() }
        if value.kind == .array, !element.isRepeating { throw fault() }
    }

    private mutating func mapComplex(
        _ member: SourceMember, to element: R4Element, _ type: R4Type, into object: inout R4Object
    ) throws(ShapeFault) {
        if let own = member.primitiveExtension { spill(own, .unmapped, into: &object.extensions) }
        guard let value = member.value else { return }
        let sourceType = sourceType(of: member, as: type)
        if value.kind == .array {
            guard element.isRepeating else { throw fault() }
            if trace == nil, rules[sourceType] == nil, element.name != "modifierExtension",
                let count = spliceableCount(value, element), object.splice(value, in: element)
            {
                return noteMapped(count: count)
            }
            var values: [JSONTree] = []
            values.reserveCapacity(value.count)
            for item in value.elements where item.kind != .null {
                if let tree = try mapObject(item, type, sourceType, spillingInto: &object.extensions) {
                    values.append(tree)
                }
            }
            object.put(values, in: element)
        } else if let tree = try mapObject(value, type, sourceType, spillingInto: &object.extensions) {
            object.put([tree], in: element)
        }
    }

    private func spliceableCount(_ array: JSONValue, _ element: R4Element) -> Int? {
        var total = 0
        for item in array.elements {
            guard let count = check.singleValueCount(of: item, as: element) else { return nil }
            total += count
        }
        return total
    }

    /// The STU3 type whose rules hold for a member that R4 holds as `type`.
    func sourceType(of member: SourceMember, as type: R4Type) -> String {
        guard type.isPart else { return type.name }
        let own = member.parentType + "." + member.name
        return rules[own] == nil && rules[type.name] != nil ? type.name : own
    }

    /// Maps an object to an object of an R4 type; `nil` where it has no values.
    mutating func mapObject(
        _ value: JSONValue, _ type: R4Type, _ sourceType: String, spillingInto extensions: inout [JSONTree]
    ) throws(ShapeFault) -> JSONTree? {
        guard value.kind == .object else { throw fault() }
        if trace == nil, rules[sourceType] == nil, let count = check.valueCount(of: value, as: type) {
            noteMapped(count: count)
            return .value(value)
        }
        if type.name == "Extension", !(value["url"].map { PrimitiveType.uri.isLegal($0) } ?? false) {
            // An extension without its address cannot be written at all.
            spill(value, .illegal, into: &extensions)
            return nil
        }
        var object = R4Object(type)
        try mapMembers(of: value, type: sourceType, into: &object)
        return object.isEmpty ? nil : object.finished(definitions)
    }

    private mutating func mapContained(
        _ member: SourceMember, to element: R4Element, into object: inout R4Object
    ) throws(ShapeFault) {
        guard let value = member.value, value.kind == .array else { throw fault() }
        var resources: [JSONTree] = []
        for item in value.elements where item.kind != .null {
            guard item.kind == .object else { throw fault() }
            if promotedOffsets.contains(item.byteRange.lowerBound) { continue }
            if let resource = try map(resource: item, id: nil) {
                resources.append(resource)
            } else {
                spill(item, .unmapped, into: &object.extensions)
            }
        }
        object.put(resources, in: element)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension ResourceMapper {
    /// Puts values into extensions named for their STU3 type and element.
    mutating func mapNamed(
        _ shape: ElementRule.NamedValue, _ values: [JSONValue], _ member: SourceMember, into object: inout R4Object
    ) throws(ShapeFault) {
        let url = GatewayExtension.url(member.parentType, member.name)
        enter(target: "extension(" + GatewayExtension.name(member.parentType, member.name) + ")")
        enterNamed()
        defer {
            leaveTarget()
            leaveNamed()
        }
        for value in values where value.kind != .null {
            object.extensions.append(try named(url, shape, value, member.primitiveExtension, in: member.parent))
        }
        if values.isEmpty, member.value == nil, member.primitiveExtension != nil {
            object.extensions.append(try named(url, shape, nil, member.primitiveExtension, in: member.parent))
        }
    }

    private mutating func named(
        _ url: String, _ shape: ElementRule.NamedValue, _ value: JSONValue?, _ own: JSONValue?, in holder: JSONValue
    ) throws(ShapeFault) -> JSONTree {
        guard let type = definitions["Extension"] else { throw fault() }
        var result = R4Object(type)
        result.put(.string(url), member: "url")
        switch shape {
        case .type(let name):
            guard let element = definitions.extensionValue(name) else { throw fault() }
            let source = SourceMember(
                name: element.name, value: value, primitiveExtension: own?.kind == .object ? own : nil,
                parent: holder, parentType: "Extension")
            try map(source, to: element, into: &result)
        case .members(let shapes):
            guard let value else { break }
            guard value.kind == .object else { throw fault() }
            for member in value.members where member.value.kind != .null {
                enter(source: member.name)
                defer { leaveSource() }
                if member.name == "extension" {
                    try mapExtensions(member.value, into: &result)
                } else if let shape = shapes[member.name] {
                    let items = member.value.kind == .array ? Array(member.value.elements) : [member.value]
                    for item in items { result.extensions.append(try named(member.name, shape, item, nil, in: value)) }
                } else {
                    spill(member.value, .unmapped, into: &result.extensions)
                }
            }
        }
        return result.finished(definitions)
    }

    private mutating func mapExtensions(_ value: JSONValue, into object: inout R4Object) throws(ShapeFault) {
        guard let type = definitions["Extension"] else { return }
        guard value.kind == .array else { throw fault() }
        for item in value.elements where item.kind != .null {
            if let tree = try mapObject(item, type, type.name, spillingInto: &object.extensions) {
                object.extensions.append(tree)
            }
        }
    }

    /// The extensions of an object whose members went where the object itself would: they stay together, under its name.
    mutating func mapFlattenedExtensions(
        _ member: SourceMember, into object: inout R4Object
    ) throws(ShapeFault) {
        guard let value = member.value, let type = definitions["Extension"] else { return }
        var holder = R4Object(type)
        holder.put(.string(GatewayExtension.url(member.parentType, "extension")), member: "url")
        enter(target: "extension(" + GatewayExtension.name(member.parentType, "extension") + ")")
        defer { leaveTarget() }
        try mapExtensions(value, into: &holder)
        if !holder.extensions.isEmpty { object.extensions.append(holder.finished(definitions)) }
    }
}

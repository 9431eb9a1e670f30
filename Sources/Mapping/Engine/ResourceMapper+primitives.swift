// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension ResourceMapper {
    mutating func mapPrimitive(
        _ member: SourceMember, to element: R4Element, into object: inout R4Object
    ) throws(ShapeFault) {
        if element.isRepeating {
            return try mapPrimitives(member, to: element, into: &object)
        }
        if let own = member.primitiveExtension {
            guard own.kind == .object else { throw fault() }
            if let tree = try mapPrimitiveExtension(own, spillingInto: &object.extensions) {
                object.put(tree, member: "_" + element.name, of: element)
            }
        }
        guard let value = member.value else { return }
        guard value.kind != .object, value.kind != .array else { throw fault() }
        if let tree = legal(value, as: element) {
            object.put([tree], in: element)
        } else {
            spill(value, .illegal, into: &object.extensions)
        }
    }

    /// The value as it is to be written; `nil` where R4 does not allow it.
    private mutating func legal(_ value: JSONValue, as element: R4Element) -> JSONTree? {
        guard case .primitive(let primitive) = element.content, primitive.isLegal(value) else { return nil }
        if let codes = element.codes { guard let code = value.string, codes.contains(code) else { return nil } }
        if element.name == "reference" || primitive == .canonical, let text = value.string,
            let rewritten = rewritten(text)
        {
            noteMapped(.translated)
            return .string(rewritten)
        }
        noteMapped()
        return .value(value)
    }

    /// What a reference becomes where its target has another type or id in R4; `nil` where it stays.
    func rewritten(_ text: String) -> String? { localReferences[text] ?? check.identities.rewritten(text) }

    private mutating func mapPrimitives(
        _ member: SourceMember, to element: R4Element, into object: inout R4Object
    ) throws(ShapeFault) {
        let values: [JSONValue]
        switch member.value?.kind {
        case nil: values = []
        case .array: values = member.value.map { Array($0.elements) } ?? []
        case .object: throw fault()
        default: values = [member.value].compactMap { $0 }
        }
        guard let own = member.primitiveExtension else {
            var trees: [JSONTree] = []
            for value in values where value.kind != .null {
                guard value.kind != .object, value.kind != .array else { throw fault() }
                if let tree = legal(value, as: element) {
                    trees.append(tree)
                } else {
                    spill(value, .illegal, into: &object.extensions)
                }
            }
            return object.put(trees, in: element)
        }
        try mapPrimitives(values, with: own, to: element, into: &object)
    }

    /// Values that have ids or extensions keep their places beside them, an illegal one leaving `null`.
    private mutating func mapPrimitives(
        _ values: [JSONValue], with own: JSONValue, to element: R4Element, into object: inout R4Object
    ) throws(ShapeFault) {
        let extensions: [JSONValue] = own.kind == .array ? Array(own.elements) : [own]
        var places: [(value: JSONTree, extension: JSONTree)] = []
        for index in 0..<max(values.count, extensions.count) {
            var tree = JSONTree.null
            if index < values.count, values[index].kind != .null {
                guard values[index].kind != .object, values[index].kind != .array else { throw fault() }
                tree = legal(values[index], as: element) ?? .null
                if case .null = tree { spill(values[index], .illegal, into: &object.extensions) }
            }
            var beside = JSONTree.null
            if index < extensions.count, extensions[index].kind != .null {
                guard extensions[index].kind == .object else { throw fault() }
                beside =
                    try mapPrimitiveExtension(extensions[index], spillingInto: &object.extensions) ?? .null
            }
            if case .null = tree, case .null = beside { continue }
            places.append((tree, beside))
        }
        guard !places.isEmpty else { return }
        object.put(.array(places.map(\.value)), member: element.name, of: element)
        object.put(.array(places.map(\.extension)), member: "_" + element.name, of: element)
    }

    /// The id and extensions of a primitive.
    mutating func mapPrimitiveExtension(
        _ own: JSONValue, spillingInto extensions: inout [JSONTree]
    ) throws(ShapeFault) -> JSONTree? {
        guard let type = definitions["Element"] else { return nil }
        return try mapObject(own, type, type.name, spillingInto: &extensions)
    }
}

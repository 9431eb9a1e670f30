// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// New ids for the resources inside another whose own ids are illegal, as a reference (`#med_1`) may hang on each.
struct ContainedNames {
    private var byOldId: [String: String] = [:]

    /// `nil` where each resource inside `resource` has a legal id, or none.
    init?(_ resource: JSONValue) {
        guard let contained = resource["contained"] else { return nil }
        var used: Set<String> = []
        var illegal: [String] = []
        for inner in contained.elements {
            guard let id = inner["id"], let text = id.string else { continue }
            switch R4Primitive.id.fault(of: id) {
            case nil: used.insert(text)
            case .blank: continue
            default: illegal.append(text)
            }
        }
        guard !illegal.isEmpty else { return nil }
        var number = 0
        for old in illegal where byOldId[old] == nil {
            repeat { number += 1 } while used.contains("contained-\(number)")
            byOldId[old] = "contained-\(number)"
        }
    }

    /// What a member is to say instead; `nil` where it is neither such an id nor a reference to one.
    func name(
        for member: JSONValue.Member, _ element: ElementShape, in type: TypeShape, _ isInsideContained: Bool
    ) -> String? {
        guard let text = member.value.string else { return nil }
        if isInsideContained, type.kind.isResource, element.name == "id" { return byOldId[text] }
        guard text.hasPrefix("#"), element.canRefer(in: type) else { return nil }
        return byOldId[String(text.dropFirst())].map { "#" + $0 }
    }
}

extension ElementShape {
    /// Whether the element's value can be the address of a resource.
    fileprivate func canRefer(in type: TypeShape) -> Bool {
        guard case .primitive(let primitive) = content, !type.isExtension else { return false }
        return [.uri, .url, .canonical].contains(primitive) || type.name == "Reference" && name == "reference"
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// Maps one resource. It walks the source's elements: those with a rule go where the rule says, those that R4 has too keep
/// their place, and what has no place goes to an extension `source-value` of the nearest object.
struct ResourceMapper {
    let check: ConformanceCheck
    let rules: [String: [String: ElementRule]]
    /// What references to contained resources become, where those are resources of their own now.
    let localReferences: [String: String]
    /// Where, in the source's bytes, the contained resources begin that are resources of their own now.
    let promotedOffsets: Set<Int>
    /// How many values may go to extensions `source-value`: more is an attack, or no record.
    let sourceValueLimit: Int
    private(set) var warnings: [EntryWarning] = []
    private var warned: Set<EntryWarning> = []
    private(set) var mappedCount = 0
    private(set) var unmappedCount = 0
    private(set) var illegalCount = 0
    /// Whether values had to be left out, so that the result must not be used.
    private(set) var isOverLimit = false
    /// What became of every value; kept only where somebody wants to know.
    private(set) var trace: MappingTrace?
    private var path: [String] = []
    private var target: [String] = []
    private var namedDepth = 0

    var definitions: R4Definitions { check.definitions }

    init(
        _ check: ConformanceCheck, rules: [String: [String: ElementRule]], localReferences: [String: String] = [:],
        promotedOffsets: Set<Int> = [], sourceValueLimit: Int = .max, isTracing: Bool = false
    ) {
        self.check = check
        self.rules = rules
        self.localReferences = localReferences
        self.promotedOffsets = promotedOffsets
        self.sourceValueLimit = sourceValueLimit
        trace = isTracing ? MappingTrace() : nil
    }

    /// The R4 form of a resource; `nil` where its type has none.
    /// - Parameter id: the id that the resource has in R4, where that is not its own.
    mutating func map(resource value: JSONValue, id: String?) throws(ShapeFault) -> JSONTree? {
        guard let name = value["resourceType"]?.string,
            let type = definitions[RuleTable.renamedTypes[name] ?? name], type.elements["implicitRules"] != nil
        else { return nil }
        let isInner = !path.isEmpty
        path.append(name)
        target.append(type.name)
        defer {
            path.removeLast()
            target.removeLast()
        }
        var object = R4Object(type)
        object.put(.string(type.name), member: "resourceType")
        noteMapped(at: "resourceType", type.name == name ? .native : .translated)
        let ownID = isInner ? value["id"]?.string : id ?? value["id"]?.string
        if let ownID { object.put(.string(ownID), member: "id") }
        if let written = value["id"], written.kind != .null {
            mapID(written, as: ownID, into: &object)
        }
        try mapMembers(of: value, type: name, into: &object, skipping: ["resourceType", "id"])
        return object.finished(definitions)
    }

    /// Notes an id that stays, and keeps one that does not.
    private mutating func mapID(_ written: JSONValue, as id: String?, into object: inout R4Object) {
        path.append("id")
        target.append("id")
        defer {
            path.removeLast()
            target.removeLast()
        }
        if written.string == id {
            noteMapped(.native)
        } else if PrimitiveType.id.isLegal(written) {
            object.extensions.append(["url": .string(GatewayExtension.sourceID), "valueId": .value(written)])
            target[target.count - 1] = "extension(source-id)"
            noteMapped(.named)
        } else {
            spill(written, .illegal, into: &object.extensions)
        }
    }

    /// Maps every member of `value`, an object of the STU3 type `type`.
    mutating func mapMembers(
        of value: JSONValue, type: String, into object: inout R4Object, skipping skipped: Set<String> = [],
        byRulesAlone: Bool = false
    ) throws(ShapeFault) {
        let rules = rules[type]
        var primitiveExtensions: [String: JSONValue] = [:]
        for member in value.members where member.value.kind != .null {
            guard let name = Self.companion(member) else { continue }
            primitiveExtensions[name] = member.value
        }
        for member in value.members {
            let name = member.name
            if name.utf8.first == UInt8(ascii: "_") || (!skipped.isEmpty && skipped.contains(name)) { continue }
            let own = primitiveExtensions.isEmpty ? nil : primitiveExtensions.removeValue(forKey: name)
            guard member.value.kind != .null || own != nil else { continue }
            let source = SourceMember(
                name: name, value: member.value.kind == .null ? nil : member.value, primitiveExtension: own,
                parent: value, parentType: type)
            try mapMember(source, rules?[name], into: &object, byRulesAlone: byRulesAlone)
        }
        guard !primitiveExtensions.isEmpty else { return }
        for member in value.members {
            guard let name = Self.companion(member), let own = primitiveExtensions[name] else { continue }
            let source = SourceMember(
                name: name, value: nil, primitiveExtension: own, parent: value, parentType: type)
            try mapMember(source, rules?[name], into: &object, byRulesAlone: byRulesAlone)
        }
    }

    /// The name of the element whose id and extensions a member holds; `nil` for any other member, of which no text is made.
    private static func companion(_ member: JSONValue.Member) -> String? {
        guard member.mayBegin(with: "_") else { return nil }
        let name = member.name
        return name.hasPrefix("_") ? String(name.dropFirst()) : nil
    }

    private mutating func mapMember(
        _ member: SourceMember, _ rule: ElementRule?, into object: inout R4Object, byRulesAlone: Bool
    ) throws(ShapeFault) {
        path.append(member.name)
        defer { path.removeLast() }
        if let rule {
            try apply(rule, to: member, into: &object)
        } else if member.name == "extension", byRulesAlone {
            try mapFlattenedExtensions(member, into: &object)
        } else if let element = object.type.elements[member.name],
            !byRulesAlone || member.name == "modifierExtension"
        {
            try map(member, to: element, into: &object)
            noteModifiers(member)
        } else {
            spill(member, .unmapped, into: &object.extensions)
        }
    }

    private mutating func noteModifiers(_ member: SourceMember) {
        if member.name == "implicitRules" { warn(.unknownModifier(name: member.name)) }
        guard member.name == "modifierExtension", let value = member.value else { return }
        for one in value.elements {
            warn(.unknownModifier(name: one["url"]?.string ?? "modifierExtension"))
        }
    }
}

extension ResourceMapper {
    /// The path of the element being mapped, in the source.
    var sourcePath: String { path.joined(separator: ".") }

    /// The fault of an element whose JSON kind is not FHIR's.
    func fault() -> ShapeFault { ShapeFault(path: sourcePath) }

    mutating func enter(source name: String) { path.append(name) }
    mutating func leaveSource() { path.removeLast() }
    mutating func enter(target name: String) { target.append(name) }
    mutating func leaveTarget() { target.removeLast() }
    mutating func enterNamed() { namedDepth += 1 }
    mutating func leaveNamed() { namedDepth -= 1 }

    mutating func warn(_ warning: EntryWarning) {
        if warned.insert(warning).inserted { warnings.append(warning) }
    }

    /// Counts a value that has its place.
    mutating func noteMapped(_ destination: MappingTrace.Destination = .native, count: Int = 1) {
        mappedCount += count
        guard trace != nil else { return }
        let isNamed = destination == .native && (namedDepth > 0 || target.contains { $0.hasSuffix("xtension") })
        let (source, place) = (sourcePath, target.joined(separator: "."))
        trace?.note(source, isNamed ? .named : destination, place, count: count)
    }

    private mutating func noteMapped(at name: String, _ destination: MappingTrace.Destination) {
        path.append(name)
        target.append(name)
        noteMapped(destination)
        path.removeLast()
        target.removeLast()
    }

    /// Counts a value that the name of another element of R4 stands for.
    mutating func noteTranslated(_ name: String, as place: String) {
        path.append(name)
        target.append(place)
        noteMapped(.translated)
        path.removeLast()
        target.removeLast()
    }

    /// Takes a member out of its place, with its id and extensions.
    mutating func spill(
        _ member: SourceMember, _ reason: MappingTrace.Destination, into extensions: inout [JSONTree]
    ) {
        if let value = member.value { spill(value, reason, into: &extensions) }
        guard let own = member.primitiveExtension, let last = path.popLast() else { return }
        path.append("_" + last)
        spill(own, reason, into: &extensions)
        path[path.count - 1] = last
    }

    /// Writes every value in `value` into extensions `source-value`, with its path and its text.
    mutating func spill(
        _ value: JSONValue, _ reason: MappingTrace.Destination, into extensions: inout [JSONTree]
    ) {
        switch value.kind {
        case .object:
            for member in value.members {
                path.append(member.name)
                spill(member.value, reason, into: &extensions)
                path.removeLast()
            }
        case .array:
            for element in value.elements { spill(element, reason, into: &extensions) }
        case .null: break
        default:
            guard unmappedCount + illegalCount < sourceValueLimit else {
                isOverLimit = true
                return
            }
            extensions.append(GatewayExtension.sourceValue(path: sourcePath, text: value.scalarText ?? ""))
            if reason == .illegal {
                illegalCount += 1
                warn(.illegalValue(path: sourcePath))
            } else {
                unmappedCount += 1
            }
            guard trace != nil else { return }
            let (source, place) = (sourcePath, target.joined(separator: ".") + ".source-value")
            trace?.note(source, reason, place)
        }
    }
}

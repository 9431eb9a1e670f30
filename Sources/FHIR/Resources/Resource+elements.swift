// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension Resource {
    /// The version of the resource at its server.
    public var versionID: String? { value["meta"]?["versionId"]?.string }

    /// When the resource last changed at its server, as written.
    public var lastUpdated: String? { value["meta"]?["lastUpdated"]?.string }

    /// The names of a person; of an organisation, whose `name` is a text, none.
    public var names: [HumanName] { HumanName.all(in: value["name"]) }

    /// The postal addresses.
    public var addresses: [Address] { Address.all(in: value["address"]) }

    /// The telephone numbers and the like.
    public var contactPoints: [ContactPoint] { ContactPoint.all(in: value["telecom"]) }

    /// The reference that an element of the resource is, or the first of those that it has.
    public func reference(_ element: String) -> Reference? {
        guard let value = value[element] else { return nil }
        return value.kind == .array ? value[0].flatMap { Reference($0) } : Reference(value)
    }

    /// Every reference in the resource and in what it contains, in the order in which they are written.
    public var references: [Reference] {
        var found: [Reference] = []
        Self.collectReferences(in: value, into: &found)
        return found
    }

    private static func collectReferences(in value: JSONValue, into found: inout [Reference]) {
        if value["reference"]?.kind == .string, let reference = Reference(value) { found.append(reference) }
        for member in value.members { collectReferences(in: member.value, into: &found) }
        for element in value.elements { collectReferences(in: element, into: &found) }
    }
}

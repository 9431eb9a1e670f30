// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// What a FHIR R4 server holds of one person.
public struct FHIRR4Record: Sendable {
    struct Entry: Sendable {
        let type: String
        let id: String
        /// The address that the resource had in its file, which references may use.
        let fullURL: String?
        let resource: JSONValue
    }

    let entries: [Entry]
    let patientId: String?

    /// What `_include` asks for: the resources to which an element of the found ones refers.
    func entries(referredToFrom found: [Entry], _ request: SimulatedRequest) -> [Entry] {
        let elements = ["medication": "medicationReference", "device": "device"]
        let wanted = request.parameters.filter { $0.name == "_include" }.compactMap { parameter in
            parameter.value.split(separator: ":").last.flatMap { elements[String($0)] }
        }
        guard !wanted.isEmpty else { return [] }
        let named = Set(
            found.flatMap { entry in wanted.compactMap { entry.resource[$0]?["reference"]?.string } })
        return entries.filter { named.contains($0.fullURL ?? "\($0.type)/\($0.id)") }
    }

    /// The resources of a bundle; `nil` where it is none.
    public init?(bundle: JSONValue) {
        guard bundle["resourceType"]?.string == "Bundle" else { return nil }
        let all = bundle["entry"].map { Array($0.elements) } ?? []
        entries = all.compactMap { entry in
            guard let resource = entry["resource"], let type = resource["resourceType"]?.string else { return nil }
            return Entry(
                type: type, id: resource["id"]?.string ?? "", fullURL: entry["fullUrl"]?.string, resource: resource)
        }
        patientId = entries.first { $0.type == "Patient" }?.id
    }
}

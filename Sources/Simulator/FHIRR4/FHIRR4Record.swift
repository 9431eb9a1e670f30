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

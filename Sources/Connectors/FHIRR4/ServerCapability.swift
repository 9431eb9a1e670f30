// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// What a server says of itself (FHIR R4 `capabilitystatement.html`). It is believed only where believing it loses nothing.
struct ServerCapability: Sendable {
    /// The types that it says it holds.
    let types: Set<String>
    /// Whether it says that it has `Patient/$everything`.
    let offersEverything: Bool

    /// `nil` for anything that is not a CapabilityStatement of a server that has patients.
    init?(_ value: JSONValue) {
        guard value["resourceType"]?.string == "CapabilityStatement" else { return nil }
        let rest = value["rest"]?.elements.map { $0 } ?? []
        let resources = rest.flatMap { $0["resource"]?.elements.map { $0 } ?? [] }
        types = Set(resources.compactMap { $0["type"]?.string })
        guard types.contains("Patient") else { return nil }
        let patient = resources.filter { $0["type"]?.string == "Patient" }
        let operations = (rest + patient).flatMap { $0["operation"]?.elements.map { $0 } ?? [] }
        offersEverything = operations.contains { operation in
            operation["name"]?.string.map { $0 == "everything" || $0 == "$everything" } == true
                || operation["definition"]?.string?.hasSuffix("Patient-everything") == true
        }
    }
}

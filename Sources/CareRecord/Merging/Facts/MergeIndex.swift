// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// What the statements of a record refer to, found by source and reference: people, places, products, specimens, and the
/// reports that results belong to.
struct MergeIndex: Sendable {
    /// A resource of one source.
    private struct Address: Hashable {
        let source: SourceID
        let reference: String
    }

    private var resources: [Address: Resource<R4>] = [:]
    /// The business identifiers of the reports that name a result.
    private var reportIdentifiers: [Address: [String]] = [:]

    private static let supportingTypes: Set<String> = [
        "Medication", "Practitioner", "PractitionerRole", "Organization", "Location", "Device", "HealthcareService",
    ]

    init(_ entries: [RecordEntry], supporting: [SupportingResource]) {
        for item in supporting where Self.supportingTypes.contains(item.resource.type) {
            add(item.resource, of: item.source.id)
        }
        for entry in entries where entry.resource.type == "Specimen" { add(entry.resource, of: entry.source.id) }
        for entry in entries where entry.resource.type == "DiagnosticReport" { addResults(of: entry) }
        addMembers(of: entries)
    }

    private mutating func add(_ resource: Resource<R4>, of source: SourceID) {
        guard let reference = resource.localReference else { return }
        resources[Address(source: source, reference: reference)] = resource
    }

    private mutating func addResults(of entry: RecordEntry) {
        let identifiers = MergeFacts.businessIdentifiers(of: entry.resource)
        guard !identifiers.isEmpty, let results = entry.resource["result"] else { return }
        for result in results.elements {
            guard let text = result["reference"]?.string else { continue }
            reportIdentifiers[Address(source: entry.source.id, reference: text), default: []] += identifiers
        }
    }

    /// The tests of a group of tests belong to the report that names the group.
    private mutating func addMembers(of entries: [RecordEntry]) {
        guard !reportIdentifiers.isEmpty else { return }
        for entry in entries where entry.resource.type == "Observation" {
            guard let members = entry.resource["hasMember"], let own = entry.resource.localReference,
                let identifiers = reportIdentifiers[Address(source: entry.source.id, reference: own)]
            else { continue }
            for member in members.elements {
                guard let text = member["reference"]?.string else { continue }
                reportIdentifiers[Address(source: entry.source.id, reference: text), default: []] += identifiers
            }
        }
    }

    /// The identifiers of the reports that name this entry as their result.
    func reportIdentifiers(of entry: RecordEntry) -> [String] {
        guard !reportIdentifiers.isEmpty, let own = entry.resource.localReference else { return [] }
        return reportIdentifiers[Address(source: entry.source.id, reference: own)] ?? []
    }

    /// The resource that a reference of an entry means, where it is one that merging reads.
    func resource(for reference: Reference, of entry: RecordEntry) -> Resource<R4>? {
        if case .contained(let id) = reference.target {
            return id.isEmpty ? nil : entry.resource.contained.first { $0.id == id }
        }
        guard let text = reference.text else { return nil }
        if let exact = resources[Address(source: entry.source.id, reference: text)] { return exact }
        switch reference.target {
        case .relative(let type, let id, _), .absolute(_, let type, let id, _):
            return resources[Address(source: entry.source.id, reference: "\(type)/\(id)")]
        default: return nil
        }
    }
}

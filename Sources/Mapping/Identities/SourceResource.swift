// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// One resource of the source's bundle, or one that a resource of the bundle contains and that becomes a resource of its own.
struct SourceResource {
    /// The entry's place in the bundle.
    let position: Int
    let value: JSONValue
    /// The STU3 type.
    let type: String
    let fullURL: String?
    /// The place, among the source's resources, of the one that contains this one.
    let holder: Int?

    /// The id as written.
    var id: String? { value["id"]?.string.flatMap { $0.isEmpty ? nil : $0 } }
    /// The R4 type.
    var mappedType: String { RuleTable.renamedTypes[type] ?? type }

    /// The resources of a bundle in order, each followed by those that it contains and that stand for themselves in R4: all
    /// that a list contains, and clinical statements wherever they are.
    static func all(in entries: [JSONValue]) -> (resources: [SourceResource], unreadable: [UnreadableResource]) {
        var resources: [SourceResource] = []
        var unreadable: [UnreadableResource] = []
        for (position, entry) in entries.enumerated() {
            guard let value = entry["resource"], let type = value["resourceType"]?.string, !type.isEmpty else {
                unreadable.append(UnreadableResource(position: position, type: nil, reason: .noResource))
                continue
            }
            let holder = resources.count
            resources.append(
                SourceResource(
                    position: position, value: value, type: type, fullURL: entry["fullUrl"]?.string, holder: nil))
            guard let contained = value["contained"], contained.kind == .array else { continue }
            for item in contained.elements {
                guard let innerType = item["resourceType"]?.string, !innerType.isEmpty,
                    type == "List" || clinicalStatements.contains(innerType)
                else { continue }
                resources.append(
                    SourceResource(position: position, value: item, type: innerType, fullURL: nil, holder: holder))
            }
        }
        return (resources, unreadable)
    }

    private static let clinicalStatements: Set<String> = [
        "AllergyIntolerance", "Condition", "MedicationStatement", "MedicationRequest", "Immunization", "Observation",
        "DiagnosticReport", "Procedure", "ProcedureRequest", "ReferralRequest", "Encounter", "DocumentReference",
        "Flag",
    ]
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// Which datasets the scopes of a token leave. Scopes open nothing by themselves: they only narrow what sharing agreements permit.
enum ScopeGrant {
    /// The most scopes that are read; a token with more is not taken.
    static let mostScopes = 256

    /// The types of resources that each dataset holds. A dataset is left only where all of its types are granted, so that a scope for one
    /// type never opens another through a dataset that mixes them: `Observation` alone opens *Examinations*, which holds nothing else.
    /// What falls in no dataset can be of any type, and needs them all (`*`).
    static let resourceTypes: [Dataset: Set<String>] = [
        .demographics: ["Patient", "RelatedPerson"],
        .problems: ["Condition"],
        .diagnoses: ["Condition", "Observation"],
        .medication: [
            "MedicationStatement", "MedicationRequest", "MedicationAdministration", "MedicationDispense", "Medication",
        ],
        .risks: ["AllergyIntolerance", "Flag", "Consent", "Observation"],
        .procedures: ["Procedure", "Immunization"],
        .investigations: ["DiagnosticReport", "Observation", "Specimen"],
        .examinations: ["Observation"],
        .events: ["Encounter", "ServiceRequest", "Appointment", "DocumentReference"],
    ]

    /// Datasets that are nothing, or not safe, without others: whoever sees medicines sees all allergies and alerts, and the summary is
    /// made of others.
    private static let needed: [Dataset: Set<Dataset>] = [
        .medication: [.medication, .risks],
        .summary: [.problems, .medication, .risks, .investigations, .events],
    ]

    /// - Parameter context: whose scopes count for this requester; `nil` for nobody's.
    static func datasets(_ scope: String?, for context: SmartScope.Context?) throws(TokenFault) -> Set<Dataset> {
        let texts = (scope ?? "").split(separator: " ")
        guard texts.count <= mostScopes else { throw TokenFault(.malformedClaim) }
        var scopes: [SmartScope] = []
        for text in texts {
            if let scope = try SmartScope(text) { scopes.append(scope) }
        }
        return datasets(scopes.filter { $0.context == context && $0.allowsReading })
    }

    private static func datasets(_ scopes: [SmartScope]) -> Set<Dataset> {
        if scopes.contains(where: { $0.resourceType == nil }) { return Set(Dataset.allCases) }
        let types = Set(scopes.compactMap(\.resourceType))
        let whole = Set(resourceTypes.filter { $0.value.isSubset(of: types) }.keys)
        return Set(
            Dataset.allCases.filter { dataset in
                (needed[dataset] ?? [dataset]).isSubset(of: whole)
            })
    }
}

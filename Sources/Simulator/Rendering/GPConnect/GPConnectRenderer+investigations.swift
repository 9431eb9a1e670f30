// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Laboratory reports: a DiagnosticReport, its Specimen, a test group, and the results as its members.
extension GPConnectRenderer {
    mutating func addInvestigations() {
        for panel in record.panels {
            let report = id(panel.key)
            let specimen = manner == .emisLike ? report + "-SPEC-0" : id("specimen-\(panel.key)")
            let group = id("group-\(panel.key)")
            var members: [String] = []
            for result in panel.results {
                let resourceId = id(result.key)
                members.append(resourceId)
                resources.append(resource(result, resourceId, panel, specimen))
                references[result.key] = "Observation/\(resourceId)"
                if let note = result.note, manner == .systmOneLike {
                    let comment = id("comment-\(result.key)")
                    members.append(comment)
                    resources.append(observation(comment, .commentNote, panel.issued, comment: note))
                }
            }
            resources.append(testGroup(panel, group, members, specimen))
            resources.append(specimenResource(panel, specimen))
            add(
                reportResource(panel, report, specimen, group), "DiagnosticReport", report, to: .investigations,
                key: panel.key)
        }
    }

    private func reportResource(
        _ panel: SimulatedPanel, _ resourceId: String, _ specimen: String, _ group: String
    ) -> JSONTree {
        .element([
            "resourceType": "DiagnosticReport", "id": .string(resourceId),
            "meta": GPConnectSystem.meta("DiagnosticReport"),
            "identifier": .array([
                .element(["system": "https://tools.ietf.org/html/rfc4122", "value": .string(panel.report)])
            ]),
            "status": .string(manner == .emisLike ? "unknown" : "final"),
            "category": manner == .emisLike
                ? .concept("http://hl7.org/fhir/v2/0074", "PAT", "Pathology (gross & histopath, not surgical)") : nil,
            "code": .concept(FHIRSystem.snomed, "721981007", "Diagnostic studies report"),
            "subject": patientReference, "issued": .string(panel.issued.at(panel.issuedTime)),
            "performer": manner == .systmOneLike ? .array([.element(["actor": organisationReference])]) : nil,
            "specimen": .array([.reference("Specimen/\(specimen)")]),
            "result": .array([.reference("Observation/\(group)")]),
        ])
    }

    private func specimenResource(_ panel: SimulatedPanel, _ resourceId: String) -> JSONTree {
        .element([
            "resourceType": "Specimen", "id": .string(resourceId), "meta": GPConnectSystem.meta("Specimen"),
            "identifier": identifiers(resourceId),
            "accessionIdentifier": manner == .emisLike ? .element(["value": .string(panel.report)]) : nil,
            "status": manner == .systmOneLike ? "available" : nil,
            "type": manner == .emisLike
                ? .element(["text": "VENOUS BLOOD"])
                : .concept(FHIRSystem.snomed, "122555007", "Venous blood specimen"),
            "subject": patientReference, "receivedTime": .string(panel.collected.at("12:10:00")),
            "collection": .element(["collectedDateTime": .string(panel.collected.at(panel.time))]),
        ])
    }

    private func testGroup(
        _ panel: SimulatedPanel, _ resourceId: String, _ members: [String], _ specimen: String
    ) -> JSONTree {
        .element([
            "resourceType": "Observation", "id": .string(resourceId), "meta": GPConnectSystem.meta("Observation"),
            "identifier": identifiers(resourceId), "status": .string(manner == .emisLike ? "unknown" : "final"),
            "code": concept(panel.term), "subject": patientReference,
            "issued": .string(panel.issued.at(panel.issuedTime)), "performer": .array([clinicianReference]),
            "comment": .text(panel.comment.map { "Clinical Information: \($0)" }),
            "specimen": .reference("Specimen/\(specimen)"),
            "related": .list(
                members.map {
                    .element(["type": "has-member", "target": .reference("Observation/\($0)")])
                }),
        ])
    }

    private func resource(
        _ result: SimulatedPanel.Result, _ resourceId: String, _ panel: SimulatedPanel, _ specimen: String
    ) -> JSONTree {
        let bound = { (value: String?) -> JSONTree? in
            value.map { value in
                .element([
                    "value": .number(value),
                    "unit": manner == .emisLike ? .string(result.amount.unit) : nil,
                ])
            }
        }
        let interpretation = result.flag.map { flag in
            JSONTree.element([
                "coding": .array([
                    .coding("http://hl7.org/fhir/v2/0078", "A", "Abnormal")
                ]), "text": manner == .systmOneLike ? .string(flag == "H" ? "Above range" : "Below range") : nil,
            ])
        }
        let hasRange = result.low != nil || result.high != nil
        return .element([
            "resourceType": "Observation", "id": .string(resourceId), "meta": GPConnectSystem.meta("Observation"),
            "identifier": identifiers(resourceId), "status": .string(manner == .emisLike ? "unknown" : "final"),
            "code": concept(result.term), "subject": patientReference,
            "effectiveDateTime": .string(panel.collected.at(panel.time)),
            "issued": .string(panel.issued.at(panel.issuedTime)), "performer": .array([clinicianReference]),
            "valueQuantity": quantity(result.amount), "interpretation": interpretation,
            "comment": manner == .emisLike ? .text(result.note) : nil,
            "specimen": .reference("Specimen/\(specimen)"),
            "referenceRange": hasRange
                ? .array([.element(["low": bound(result.low), "high": bound(result.high)])]) : nil,
        ])
    }
}

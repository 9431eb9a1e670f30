// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension FHIRR4Renderer {
    var measurements: [JSONTree] {
        record.measurements.map { measurement in
            .element([
                "resourceType": "Observation", "id": .string(id("observation-\(measurement.key)")),
                "meta": meta("Observation", measurement.day),
                "identifier": identifier("observation-\(measurement.key)"),
                "status": "final", "category": .array([hl7("observation-category", measurement.category)]),
                "code": concept(measurement.term), "subject": patientReference,
                "effectiveDateTime": .string(
                    measurement.time.map { moment(measurement.day, $0, offset: measurement.offset) }
                        ?? measurement.day.iso),
                "performer": .array([clinicianReference]), "valueString": .text(measurement.words),
                "valueQuantity": measurement.amount.map { quantity($0) },
                "note": notes(measurement.note),
                "component": .list(
                    measurement.components.map {
                        .element(["code": concept($0.term), "valueQuantity": quantity($0.amount)])
                    }),
            ])
        }
    }

    /// Each laboratory report with its specimen and results.
    var reports: [JSONTree] {
        let own = record.panels.flatMap { panel in
            [report(panel, patientReference), specimen(panel, patientReference)]
                + panel.results.map { result($0, panel, patientReference) }
        }
        // A report about somebody else names that person; the server that holds it does not send who it is.
        let other = reference("Patient", "somebody-else")
        return own
            + record.panelsOfOthers.flatMap { panel in
                [report(panel, other), specimen(panel, other)] + panel.results.map { result($0, panel, other) }
            }
    }

    private func reportIdentifier(_ panel: SimulatedPanel) -> JSONTree {
        .array([
            .element([
                "system": "https://tools.ietf.org/html/rfc4122", "value": .string(panel.report),
            ])
        ])
    }

    private func report(_ panel: SimulatedPanel, _ subject: JSONTree) -> JSONTree {
        .element([
            "resourceType": "DiagnosticReport", "id": .string(id("report-\(panel.key)")),
            "meta": meta("DiagnosticReport", panel.issued), "identifier": reportIdentifier(panel),
            "status": .string(panel.status),
            "category": .array([hl7("v2-0074", "LAB", "Laboratory")]), "code": concept(panel.term),
            "subject": subject, "effectiveDateTime": .string(moment(panel.collected, panel.time)),
            "issued": .string(moment(panel.issued, panel.issuedTime)), "performer": .array([organisationReference]),
            "specimen": .array([reference("Specimen", "specimen-\(panel.key)")]),
            "result": .array(panel.results.map { reference("Observation", "result-\($0.key)") }),
            "conclusion": .text(panel.comment),
        ])
    }

    private func specimen(_ panel: SimulatedPanel, _ subject: JSONTree) -> JSONTree {
        .element([
            "resourceType": "Specimen", "id": .string(id("specimen-\(panel.key)")),
            "meta": meta("Specimen", panel.issued), "status": "available",
            "type": .concept(FHIRSystem.snomed, "122555007", "Venous blood specimen"), "subject": subject,
            "receivedTime": .string(moment(panel.collected, panel.time)),
            "collection": .element(["collectedDateTime": .string(moment(panel.collected, panel.time))]),
        ])
    }

    private func result(
        _ result: SimulatedPanel.Result, _ panel: SimulatedPanel, _ subject: JSONTree
    ) -> JSONTree {
        let bound = { (value: String?) -> JSONTree? in
            value.map {
                quantity(SimulatedMeasurement.Amount(value: $0, unit: result.amount.unit, ucum: result.amount.ucum))
            }
        }
        let hasRange = result.low != nil || result.high != nil
        let words = ["H": "High", "L": "Low"]
        return .element([
            "resourceType": "Observation", "id": .string(id("result-\(result.key)")),
            "meta": meta("Observation-Lab", panel.issued), "identifier": identifier("result-\(result.key)"),
            "status": .string(panel.status),
            "category": .array([hl7("observation-category", "laboratory", "Laboratory")]),
            "code": concept(result.term), "subject": subject,
            "effectiveDateTime": .string(moment(panel.collected, panel.time)),
            "issued": .string(moment(panel.issued, panel.issuedTime)), "performer": .array([organisationReference]),
            "valueQuantity": quantity(result.amount, comparator: result.comparator),
            "interpretation": result.flag.map { .array([hl7("v3-ObservationInterpretation", $0, words[$0])]) },
            "note": notes(result.note), "specimen": reference("Specimen", "specimen-\(panel.key)"),
            "referenceRange": hasRange
                ? .array([.element(["low": bound(result.low), "high": bound(result.high)])]) : nil,
        ])
    }
}

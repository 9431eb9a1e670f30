// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension FHIRR4Renderer {
    /// Allergies, flags and plans.
    var risks: [JSONTree] {
        record.allergies.map(allergy) + record.flags.map(flag) + record.carePlans.map(carePlan)
    }

    private func allergy(_ allergy: SimulatedAllergy) -> JSONTree {
        let reaction = allergy.reaction.map { reaction in
            JSONTree.array([
                .element(["manifestation": .array([concept(reaction)]), "severity": .text(allergy.severity)])
            ])
        }
        return .element([
            "resourceType": "AllergyIntolerance", "id": .string(id("allergy-\(allergy.key)")),
            "meta": meta("AllergyIntolerance", allergy.recorded), "identifier": identifier("allergy-\(allergy.key)"),
            "clinicalStatus": hl7(
                "allergyintolerance-clinical", allergy.ended == nil ? "active" : "resolved"),
            "verificationStatus": hl7("allergyintolerance-verification", "confirmed"), "type": "allergy",
            "category": .array([.string(allergy.category)]),
            "criticality": .string(allergy.severity == "severe" ? "high" : "low"), "code": concept(allergy.term),
            "patient": patientReference, "onsetDateTime": .text(allergy.onset?.iso),
            "recordedDate": .string(allergy.recorded.at("09:41:00")), "recorder": clinicianReference,
            "note": notes(allergy.note), "reaction": reaction,
        ])
    }

    private func flag(_ flag: SimulatedFlag) -> JSONTree {
        let words = flag.note.map { "\(flag.term.display): \($0)" } ?? flag.term.display
        let code = JSONTree.element([
            "coding": flag.term.snomed.map { .array([.coding(FHIRSystem.snomed, $0, flag.term.display)]) },
            "text": .string(words),
        ])
        return .element([
            "resourceType": "Flag", "id": .string(id("flag-\(flag.key)")), "meta": meta("Flag", flag.start),
            "identifier": identifier("flag-\(flag.key)"), "status": "active",
            "category": .array([hl7("flag-category", flag.category)]), "code": code, "subject": patientReference,
            "period": .element(["start": .string(flag.start.iso)]), "author": organisationReference,
        ])
    }

    private func carePlan(_ plan: SimulatedCarePlan) -> JSONTree {
        .element([
            "resourceType": "CarePlan", "id": .string(id("plan-\(plan.key)")), "meta": meta("CarePlan", plan.start),
            "identifier": identifier("plan-\(plan.key)"), "status": "active", "intent": "plan",
            "category": .array([concept(plan.category)]), "title": .string(plan.title),
            "description": .string(plan.words), "subject": patientReference,
            "period": .element(["start": .string(plan.start.iso), "end": .text(plan.review?.iso)]),
            "created": .string(plan.start.iso), "author": clinicianReference,
        ])
    }

    var conditions: [JSONTree] {
        record.problems.map { problem in
            .element([
                "resourceType": "Condition", "id": .string(id("condition-\(problem.key)")),
                "meta": meta("Condition", problem.onset), "identifier": identifier("condition-\(problem.key)"),
                "clinicalStatus": hl7("condition-clinical", problem.ended == nil ? "active" : "resolved"),
                "verificationStatus": hl7("condition-ver-status", "confirmed"),
                "category": .array([hl7("condition-category", "problem-list-item", "Problem List Item")]),
                "code": concept(problem.term), "subject": patientReference,
                "onsetDateTime": .string(problem.onset.iso), "abatementDateTime": .text(problem.ended?.iso),
                "recordedDate": .string(problem.onset.iso), "recorder": clinicianReference,
                "note": notes(problem.note),
            ])
        }
    }

    /// A MedicationRequest for each course, and for what the hospital alone supplies a MedicationStatement too.
    var medicines: [JSONTree] { record.medicines.flatMap { [order($0), statement($0)].compactMap { $0 } } }

    private func order(_ medicine: SimulatedMedicine) -> JSONTree {
        .element([
            "resourceType": "MedicationRequest", "id": .string(id("order-\(medicine.key)")),
            "meta": meta("MedicationRequest", medicine.issues.max() ?? medicine.start),
            "identifier": identifier("order-\(medicine.key)"), "status": .string(status(medicine)),
            "intent": "order", "category": .array([hl7("medicationrequest-category", "outpatient", "Outpatient")]),
            "medicationCodeableConcept": concept(medicine.product), "subject": patientReference,
            "authoredOn": .string((medicine.issues.max() ?? medicine.start).at("11:00:00")),
            "requester": clinicianReference, "reasonReference": reason(medicine), "note": notes(medicine.note),
            "dosageInstruction": .array([.element(["text": .string(medicine.dosage)])]),
            "dispenseRequest": .element([
                "quantity": .element(["value": .number(medicine.quantity), "unit": .string(medicine.unit)])
            ]),
        ])
    }

    private func statement(_ medicine: SimulatedMedicine) -> JSONTree? {
        guard medicine.kind == .hospitalOnly else { return nil }
        let start = RecordDay(number: medicine.start.number)
        return .element([
            "resourceType": "MedicationStatement", "id": .string(id("statement-\(medicine.key)")),
            "meta": meta("MedicationStatement", medicine.issues.max() ?? start),
            "identifier": identifier("statement-\(medicine.key)"),
            "basedOn": .array([.reference("MedicationRequest/\(id("order-\(medicine.key)"))")]),
            "status": .string(status(medicine)), "medicationCodeableConcept": concept(medicine.product),
            "subject": patientReference, "effectivePeriod": .element(["start": .string(start.iso)]),
            "dateAsserted": .string((medicine.issues.max() ?? start).iso), "note": notes(medicine.note),
            "dosage": .array([.element(["text": .string(medicine.dosage)])]),
        ])
    }

    private func reason(_ medicine: SimulatedMedicine) -> JSONTree? {
        medicine.problem.map { .array([.reference("Condition/\(id("condition-\($0)"))")]) }
    }

    private func status(_ medicine: SimulatedMedicine) -> String {
        switch medicine.state {
        case .current: "active"
        case .completed: "completed"
        case .stopped: "stopped"
        }
    }
}

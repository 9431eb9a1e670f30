// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension FHIRR4Renderer {
    /// A MedicationRequest for each course, for what the hospital alone supplies a MedicationStatement too; and what was given.
    var medicines: [JSONTree] {
        record.medicines.flatMap {
            [product("order-\($0.key)", $0.product), order($0), statement($0)].compactMap { $0 }
        }
            + record.administrations.flatMap {
                [product("given-\($0.key)", $0.product), administration($0)].compactMap { $0 }
            }
    }

    /// The medicine as a resource of its own, where the supplier writes it so.
    private func product(_ key: String, _ term: Term) -> JSONTree? {
        guard manner.refersToMedication else { return nil }
        return .element([
            "resourceType": "Medication", "id": .string(id("product-\(key)")), "meta": meta("Medication", today),
            "code": concept(term), "status": "active",
        ])
    }

    private func productReference(_ key: String) -> JSONTree? {
        manner.refersToMedication ? reference("Medication", "product-\(key)") : nil
    }

    private func productConcept(_ term: Term) -> JSONTree? { manner.refersToMedication ? nil : concept(term) }

    private func order(_ medicine: SimulatedMedicine) -> JSONTree {
        let day = medicine.issues.max() ?? medicine.start
        return .element([
            "resourceType": "MedicationRequest", "id": .string(id("order-\(medicine.key)")),
            "meta": meta("MedicationRequest", day), "identifier": identifier("order-\(medicine.key)"),
            "status": .string(status(medicine)), "intent": "order",
            "category": .array([hl7("medicationrequest-category", "outpatient", "Outpatient")]),
            "medicationCodeableConcept": productConcept(medicine.product),
            "medicationReference": productReference("order-\(medicine.key)"), "subject": patientReference,
            "authoredOn": .string(moment(day, "11:00:00")), "requester": clinicianReference,
            "reasonReference": reason(medicine), "note": notes(medicine.note),
            "dosageInstruction": .array([dosage(medicine)]),
            "dispenseRequest": .element([
                "quantity": .element(["value": .number(medicine.quantity), "unit": .string(medicine.unit)])
            ]),
        ])
    }

    private func statement(_ medicine: SimulatedMedicine) -> JSONTree? {
        guard medicine.kind == .hospitalOnly else { return nil }
        let day = medicine.issues.max() ?? medicine.start
        return .element([
            "resourceType": "MedicationStatement", "id": .string(id("statement-\(medicine.key)")),
            "meta": meta("MedicationStatement", day), "identifier": identifier("statement-\(medicine.key)"),
            "basedOn": .array([reference("MedicationRequest", "order-\(medicine.key)")]),
            "status": .string(status(medicine)), "medicationCodeableConcept": productConcept(medicine.product),
            "medicationReference": productReference("order-\(medicine.key)"), "subject": patientReference,
            "effectiveDateTime": .string(medicine.start.iso),
            "dateAsserted": .string(day.iso), "note": notes(medicine.note), "dosage": .array([dosage(medicine)]),
        ])
    }

    private func dosage(_ medicine: SimulatedMedicine) -> JSONTree {
        let repetition = medicine.dose.map { dose in
            JSONTree.element([
                "repeat": .element([
                    "frequency": .number("\(dose.times)"), "period": .number("\(dose.every)"),
                    "periodUnit": .string(dose.unit),
                ])
            ])
        }
        return .element([
            "text": .string(medicine.dosage), "timing": repetition,
            "doseAndRate": medicine.dose.map { .array([.element(["doseQuantity": quantity($0.amount)])]) },
        ])
    }

    private func administration(_ given: SimulatedAdministration) -> JSONTree {
        .element([
            "resourceType": "MedicationAdministration", "id": .string(id("given-\(given.key)")),
            "meta": meta("MedicationAdministration", given.day), "identifier": identifier("given-\(given.key)"),
            "status": "completed", "medicationCodeableConcept": productConcept(given.product),
            "medicationReference": productReference("given-\(given.key)"), "subject": patientReference,
            "effectiveDateTime": .string(moment(given.day, given.time)),
            "performer": .array([.element(["actor": clinicianReference])]), "note": notes(given.note),
            "dosage": .element(["route": given.route.map { concept($0) }, "dose": quantity(given.dose)]),
        ])
    }

    private func reason(_ medicine: SimulatedMedicine) -> JSONTree? {
        medicine.problem.map { .array([reference("Condition", "condition-\($0)")]) }
    }

    private func status(_ medicine: SimulatedMedicine) -> String {
        switch medicine.state {
        case .current: "active"
        case .completed: "completed"
        case .stopped: "stopped"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Medicines: a MedicationStatement for the course, a MedicationRequest `plan` for the authorisation and an `order` for each
/// issue, each with the Medication.
extension GPConnectRenderer {
    mutating func addMedicines() {
        for medicine in record.medicines where medicine.kind != .hospitalOnly {
            let product = id("product-\(medicine.key)")
            let plan = id(medicine.key)
            let statement = manner == .emisLike ? plan + "-MS" : id("statement-\(medicine.key)")
            resources.append(productResource(medicine, product))
            resources.append(request(medicine, plan, product, issue: nil, basedOn: nil))
            for issue in medicine.issues {
                let order = id("\(medicine.key)-issue-\(issue.number - medicine.start.number)")
                resources.append(request(medicine, order, product, issue: issue, basedOn: plan))
                note("MedicationRequest/\(order)", for: medicine)
            }
            add(
                course(medicine, statement, plan, product), "MedicationStatement", statement, to: .medication,
                key: medicine.key)
            note("MedicationRequest/\(plan)", for: medicine)
            note("MedicationStatement/\(statement)", for: medicine)
        }
    }

    private mutating func note(_ reference: String, for medicine: SimulatedMedicine) {
        if let problem = medicine.problem { related[problem, default: []].append(reference) }
    }

    private func productResource(_ medicine: SimulatedMedicine, _ product: String) -> JSONTree {
        let term = medicine.product
        var codings: [JSONTree] = term.snomed.map { [.coding(FHIRSystem.snomed, $0, term.display)] } ?? []
        if let code = medicine.supplierCode {
            let system = manner == .emisLike ? GPConnectSystem.emisDrugs : GPConnectSystem.multilexDrugs
            let own = JSONTree.element([
                "system": .string(system), "code": .string(code), "display": .string(term.display),
                "userSelected": true,
            ])
            codings.insert(own, at: manner == .emisLike ? 0 : codings.endIndex)
        }
        return .element([
            "resourceType": "Medication", "id": .string(product), "meta": GPConnectSystem.meta("Medication"),
            "code": .element([
                "coding": .list(codings),
                "text": manner == .emisLike || codings.isEmpty ? .string(term.display) : nil,
            ]),
        ])
    }

    private func request(
        _ medicine: SimulatedMedicine, _ resourceId: String, _ product: String, issue: RecordDay?, basedOn: String?
    ) -> JSONTree {
        let start = issue ?? medicine.start
        return .element([
            "resourceType": "MedicationRequest", "id": .string(resourceId),
            "meta": GPConnectSystem.meta("MedicationRequest"), "extension": .list(requestExtensions(medicine, issue)),
            "identifier": identifiers(resourceId),
            "basedOn": basedOn.map { .array([.reference("MedicationRequest/\($0)")]) },
            "status": .string(issue == nil ? status(medicine) : "completed"),
            "intent": .string(issue == nil ? "plan" : "order"),
            "medicationReference": .reference("Medication/\(product)"), "subject": patientReference,
            "authoredOn": .string(manner == .emisLike ? start.at("11:04:13.023") : start.iso),
            "requester": manner == .emisLike ? .element(["agent": clinicianReference]) : nil,
            "recorder": clinicianReference, "note": requestNote(medicine, issue),
            "dosageInstruction": .array([dosage(medicine)]),
            "dispenseRequest": .element([
                "validityPeriod": period(start, issue.map { $0.adding(days: medicine.days) } ?? medicine.end),
                "quantity": quantity(medicine),
                "expectedSupplyDuration": .element([
                    "value": .number("\(medicine.days)"), "unit": "day", "system": .string(FHIRSystem.ucum),
                    "code": "d",
                ]),
            ]),
        ])
    }

    private func requestExtensions(_ medicine: SimulatedMedicine, _ issue: RecordDay?) -> [JSONTree] {
        var result: [JSONTree] = []
        if case .stopped(let day, let reason) = medicine.state, issue == nil {
            result.append(
                .element([
                    "url": .string(GPConnectSystem.extensions + "MedicationStatusReason-1"),
                    "extension": .array([
                        .element(["url": "statusReason", "valueCodeableConcept": .element(["text": .string(reason)])]),
                        .element(["url": "statusChangeDate", "valueDateTime": .string(day.at("16:20:00"))]),
                    ]),
                ]))
        }
        if medicine.kind != .acute, issue == nil {
            let number = manner == .emisLike ? "valueUnsignedInt" : "valuePositiveInt"
            var parts: [JSONTree] = []
            if let allowed = medicine.issuesAllowed {
                parts.append(.object(JSONObject(["url": "numberOfRepeatPrescriptionsAllowed"]).with(number, allowed)))
            }
            parts.append(
                .object(JSONObject(["url": "numberOfRepeatPrescriptionsIssued"]).with(number, medicine.issues.count)))
            result.append(
                .element([
                    "url": .string(GPConnectSystem.extensions + "MedicationRepeatInformation-1"),
                    "extension": .array(parts),
                ]))
        }
        let words = ["acute": "Acute", "repeat": "Repeat", "repeat-dispensing": "Repeat dispensing"]
        result.append(
            .element([
                "url": .string(GPConnectSystem.extensions + "PrescriptionType-1"),
                "valueCodeableConcept": .concept(
                    GPConnectSystem.codes + "CareConnect-PrescriptionType-1", medicine.kind.rawValue,
                    words[medicine.kind.rawValue]),
            ]))
        return result
    }

    private func requestNote(_ medicine: SimulatedMedicine, _ issue: RecordDay?) -> JSONTree? {
        guard manner == .emisLike, issue == nil, let note = medicine.note else { return nil }
        return .array([.element(["text": .string("Patient Notes:\(note)")])])
    }

    private func dosage(_ medicine: SimulatedMedicine) -> JSONTree {
        .element(["text": .string(medicine.dosage), "patientInstruction": .text(medicine.patientInstruction)])
    }

    private func quantity(_ medicine: SimulatedMedicine) -> JSONTree {
        guard manner == .systmOneLike else {
            return .element(["value": .number(medicine.quantity), "unit": .string(medicine.unit)])
        }
        return .element([
            "extension": .array([
                .element([
                    "url": .string(GPConnectSystem.extensions + "MedicationQuantityText-1"),
                    "valueString": .string("\(medicine.quantity) \(medicine.unit)"),
                ])
            ])
        ])
    }

    private func period(_ start: RecordDay, _ end: RecordDay?) -> JSONTree {
        let write = { (day: RecordDay) in JSONTree.string(manner == .emisLike ? day.iso : day.at("00:00:00")) }
        return .element(["start": write(start), "end": end.map(write)])
    }

    private func status(_ medicine: SimulatedMedicine) -> String {
        switch medicine.state {
        case .current: "active"
        case .completed: "completed"
        case .stopped: "stopped"
        }
    }

    private func course(
        _ medicine: SimulatedMedicine, _ resourceId: String, _ plan: String, _ product: String
    ) -> JSONTree {
        let agency = GPConnectSystem.codes + "CareConnect-PrescribingAgency-1"
        let lastIssue = medicine.issues.max().map { day in
            JSONTree.element([
                "url": .string(GPConnectSystem.extensions + "MedicationStatementLastIssueDate-1"),
                "valueDateTime": .string(manner == .emisLike ? day.at("00:00:00") : day.iso),
            ])
        }
        let changed = medicine.changed.map { day in
            JSONTree.element([
                "url": .string(GPConnectSystem.extensions + "MedicationStatementDosageLastChanged-1"),
                "valueDateTime": .string(manner == .emisLike ? day.at("00:00:00") : day.iso),
            ])
        }
        let prescribed = JSONTree.element([
            "url": .string(GPConnectSystem.extensions + "PrescribingAgency-1"),
            "valueCodeableConcept": .concept(agency, "prescribed-at-gp-practice", "Prescribed at GP practice"),
        ])
        return .element([
            "resourceType": "MedicationStatement", "id": .string(resourceId),
            "meta": GPConnectSystem.meta("MedicationStatement"),
            "extension": .array([lastIssue, changed, prescribed].compactMap { $0 }),
            "identifier": identifiers(resourceId), "basedOn": .array([.reference("MedicationRequest/\(plan)")]),
            "status": .string(status(medicine)), "medicationReference": .reference("Medication/\(product)"),
            "effectivePeriod": period(medicine.start, medicine.end),
            "dateAsserted": .string(medicine.start.at("11:04:13.023")), "subject": patientReference, "taken": "unk",
            "note": manner == .systmOneLike
                ? .list(medicine.note.map { [.element(["text": .string($0)])] } ?? []) : nil,
            "dosage": .array([dosage(medicine)]),
        ])
    }
}

extension JSONObject {
    fileprivate func with(_ name: String, _ number: Int) -> JSONObject {
        var copy = self
        copy[name] = .number(String(number))
        return copy
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Coded entries: GP systems send measurements, findings, decisions and operations alike as Observations.
extension GPConnectRenderer {
    mutating func addMeasurements() {
        for measurement in record.measurements {
            let resourceId = id(measurement.key)
            let value = measurement.amount.map(quantity)
            let resource = observation(
                resourceId, measurement.term, measurement.day, time: measurement.time, value: value,
                components: measurement.components, comment: measurement.note)
            add(resource, "Observation", resourceId, to: .uncategorised, key: measurement.key)
        }
        for procedure in record.procedures {
            let resourceId = id(procedure.key)
            let resource = observation(resourceId, procedure.term, procedure.day, comment: procedure.note)
            add(resource, "Observation", resourceId, to: .uncategorised, key: procedure.key)
        }
    }

    /// An entry as an Observation.
    func observation(
        _ resourceId: String, _ term: Term, _ day: RecordDay, time: String? = nil, value: JSONTree? = nil,
        components: [(term: Term, amount: SimulatedMeasurement.Amount)] = [], comment: String? = nil,
        encounter: String? = nil
    ) -> JSONTree {
        .element([
            "resourceType": "Observation", "id": .string(resourceId), "meta": GPConnectSystem.meta("Observation"),
            "identifier": identifiers(resourceId), "status": "final", "code": concept(term),
            "subject": patientReference, "context": encounter.map { .reference($0) },
            "effectiveDateTime": .string(
                time.map { day.at($0) } ?? (manner == .emisLike ? day.iso : day.at("10:00:00"))),
            "issued": .string(day.at("10:22:41.23")), "performer": .array([clinicianReference]),
            "valueQuantity": value, "comment": .text(comment),
            "component": .list(
                components.map { component in
                    .element([
                        "code": concept(component.term, text: component.term.display),
                        "valueQuantity": quantity(component.amount),
                    ])
                }),
        ])
    }

    func quantity(_ amount: SimulatedMeasurement.Amount) -> JSONTree {
        .element(["value": .number(amount.value), "unit": .string(amount.unit)])
    }

    mutating func addImmunisations() {
        for immunisation in record.immunisations {
            let resourceId = id(immunisation.key)
            // One supplier records a vaccination that was declined as a coded entry, the other as an Immunization.
            if !immunisation.isGiven, manner == .emisLike {
                let resource = observation(
                    resourceId, immunisation.procedure, immunisation.day, comment: immunisation.note)
                add(resource, "Observation", resourceId, to: .uncategorised, key: immunisation.key)
                continue
            }
            add(
                resource(immunisation, resourceId), "Immunization", resourceId, to: .immunisations,
                key: immunisation.key)
        }
    }

    private func resource(_ immunisation: SimulatedImmunisation, _ resourceId: String) -> JSONTree {
        .element([
            "resourceType": "Immunization", "id": .string(resourceId), "meta": GPConnectSystem.meta("Immunization"),
            "extension": .array([
                .element([
                    "url": .string(GPConnectSystem.careConnect + "DateRecorded-1"),
                    "valueDateTime": .string(immunisation.day.at("11:12:41.667")),
                ]),
                .element([
                    "url": .string(GPConnectSystem.careConnect + "VaccinationProcedure-1"),
                    "valueCodeableConcept": concept(immunisation.procedure),
                ]),
            ]),
            "identifier": identifiers(resourceId), "status": "completed",
            "notGiven": .boolean(!immunisation.isGiven),
            "vaccineCode": .concept("http://hl7.org/fhir/v3/NullFlavor", "UNK", "unknown"),
            "patient": patientReference, "date": .string(immunisation.day.iso), "primarySource": true,
            "lotNumber": .text(immunisation.batch), "expirationDate": .text(immunisation.expiry?.iso),
            "site": immunisation.site.map { concept($0, isMarked: false) },
            "practitioner": .array([
                .element([
                    "role": .concept("http://hl7.org/fhir/v2/0443", "AP", "Administering Provider"),
                    "actor": clinicianReference,
                ])
            ]),
            "note": .list(immunisation.note.map { [.element(["text": .string($0)])] } ?? []),
        ])
    }

    mutating func addReferralsAndRecalls() {
        for referral in record.referrals {
            let resourceId = id(referral.key)
            let resource = JSONTree.element([
                "resourceType": "ReferralRequest", "id": .string(resourceId),
                "meta": GPConnectSystem.meta("ReferralRequest"), "identifier": identifiers(resourceId),
                "status": "unknown", "intent": "order", "priority": .string(referral.priority),
                "subject": patientReference, "authoredOn": .string(referral.day.iso),
                "requester": .element(["agent": clinicianReference]),
                "recipient": .array([
                    .reference("Organization/\(id("recipient-\(referral.key)"))", display: referral.to)
                ]),
                "reasonCode": .array([concept(referral.term)]), "description": .string(referral.reason),
                "note": manner == .emisLike ? .array([.element(["text": "NHS / Private:NHS"])]) : nil,
            ])
            resources.append(
                .element([
                    "resourceType": "Organization", "id": .string(id("recipient-\(referral.key)")),
                    "meta": GPConnectSystem.meta("Organization"), "name": .string(referral.to),
                ]))
            add(resource, "ReferralRequest", resourceId, to: .referrals, key: referral.key)
        }
        for recall in record.recalls {
            let resourceId = id(recall.key)
            let resource = JSONTree.element([
                "resourceType": "ProcedureRequest", "id": .string(resourceId),
                "meta": GPConnectSystem.meta("ProcedureRequest"), "identifier": identifiers(resourceId),
                "status": "active", "intent": "plan", "code": concept(recall.term), "subject": patientReference,
                "occurrenceDateTime": .string(recall.due.iso), "authoredOn": .string(recall.recorded.at("11:58:36.21")),
                "requester": .element(["agent": clinicianReference]),
                "note": .list(recall.note.map { [.element(["text": .string($0)])] } ?? []),
            ])
            add(resource, "ProcedureRequest", resourceId, to: .diary, key: recall.key)
        }
    }

    mutating func addDocuments() {
        for document in record.documents {
            let resourceId = id(document.key)
            let address =
                "https://\(source.rawValue).example.org/\(source.odsCode)/STU3/1/gpconnect/documents/fhir/Binary/\(resourceId)"
            let resource = JSONTree.element([
                "resourceType": "DocumentReference", "id": .string(resourceId),
                "meta": GPConnectSystem.meta("DocumentReference"), "identifier": identifiers(resourceId),
                "status": "current", "type": .element(["text": .string(document.type.display)]),
                "subject": patientReference, "created": .string(document.day.at("14:53:00")),
                "indexed": .string(document.day.at("14:55:58.567")), "custodian": organisationReference,
                "description": .string("\(document.title) (\(document.day.words))"),
                "content": .array([
                    .element([
                        "attachment": .element([
                            "contentType": .string(document.contentType), "url": .string(address),
                            "size": .number("\(document.size)"),
                        ])
                    ])
                ]),
            ])
            // Documents have no list of their own: they are found through consultations and problems.
            add(resource, "DocumentReference", resourceId, to: nil, key: document.key)
        }
    }
}

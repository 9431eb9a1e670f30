// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension FHIRR4Renderer {
    /// Stays and visits, operations, letters, and appointments to come.
    var events: [JSONTree] {
        record.stays.map(encounter) + record.procedures.map(procedure) + record.immunisations.map(immunisation)
            + record.referrals.map(referral) + record.documents.map(document) + record.appointments.map(appointment)
    }

    private func encounter(_ stay: SimulatedStay) -> JSONTree {
        let names = [
            "IMP": "inpatient encounter", "EMER": "emergency", "AMB": "ambulatory", "HH": "home health", "FLD": "field",
        ]
        let outcome = stay.outcome.map { words in
            JSONTree.element(["dischargeDisposition": .element(["text": .string(words)])])
        }
        return .element([
            "resourceType": "Encounter", "id": .string(id("encounter-\(stay.key)")),
            "meta": meta("Encounter", stay.end ?? stay.start), "identifier": identifier("encounter-\(stay.key)"),
            "status": .string(stay.end == nil ? "in-progress" : "finished"),
            "class": .coding(
                "http://terminology.hl7.org/CodeSystem/v3-ActCode", stay.encounterClass, names[stay.encounterClass]),
            "type": .array([concept(stay.kind, words: "\(stay.kind.text ?? stay.kind.display): \(stay.specialty)")]),
            "subject": patientReference,
            "participant": .array([.element(["individual": clinicianReference])]),
            "period": .element([
                "start": .string(moment(stay.start, stay.startTime)),
                "end": .text(stay.end.map { moment($0, stay.endTime) }),
            ]),
            "reasonCode": .array([concept(stay.reason)]), "hospitalization": outcome,
            "location": stay.place.map { .array([.element(["location": .element(["display": .string($0)])])]) },
            "serviceProvider": organisationReference,
        ])
    }

    private func procedure(_ procedure: SimulatedProcedure) -> JSONTree {
        .element([
            "resourceType": "Procedure", "id": .string(id("procedure-\(procedure.key)")),
            "meta": meta("Procedure", procedure.day), "identifier": identifier("procedure-\(procedure.key)"),
            "status": .string(procedure.status), "code": concept(procedure.term), "subject": patientReference,
            "performedDateTime": .string(procedure.day.iso),
            "performer": .array([.element(["actor": clinicianReference])]),
            "bodySite": procedure.site.map { .array([concept($0)]) }, "note": notes(procedure.note),
        ])
    }

    private func immunisation(_ immunisation: SimulatedImmunisation) -> JSONTree {
        .element([
            "resourceType": "Immunization", "id": .string(id("immunisation-\(immunisation.key)")),
            "meta": meta("Immunization", immunisation.day),
            "identifier": identifier("immunisation-\(immunisation.key)"),
            "status": immunisation.isGiven ? "completed" : "not-done",
            "statusReason": immunisation.isGiven ? nil : hl7("v3-ActReason", "PATOBJ", "patient objection"),
            "vaccineCode": concept(immunisation.product ?? immunisation.procedure), "patient": patientReference,
            "occurrenceDateTime": .string(immunisation.day.iso), "primarySource": true,
            "lotNumber": .text(immunisation.batch), "expirationDate": .text(immunisation.expiry?.iso),
            "site": immunisation.site.map { concept($0) },
            "performer": .array([.element(["actor": clinicianReference])]), "note": notes(immunisation.note),
        ])
    }

    private func referral(_ referral: SimulatedReferral) -> JSONTree {
        .element([
            "resourceType": "ServiceRequest", "id": .string(id("referral-\(referral.key)")),
            "meta": meta("ServiceRequest", referral.day), "identifier": identifier("referral-\(referral.key)"),
            "status": "active", "intent": "order",
            "category": .array([.concept(FHIRSystem.snomed, "3457005", "Patient referral")]),
            "priority": .string(referral.priority), "code": concept(referral.term), "subject": patientReference,
            "authoredOn": .string(moment(referral.day, "10:20:00")), "requester": clinicianReference,
            "performer": .array([.element(["display": .string(referral.to)])]),
            "reasonCode": .array([.element(["text": .string(referral.reason)])]),
        ])
    }

    private func document(_ document: SimulatedDocument) -> JSONTree {
        .element([
            "resourceType": "DocumentReference", "id": .string(id("document-\(document.key)")),
            "meta": meta("DocumentReference", document.day),
            "masterIdentifier": .element([
                "system": .string("https://\(source.rawValue).example.org/document"),
                "value": .string(id("document-\(document.key)")),
            ]), "status": "current", "type": concept(document.type), "subject": patientReference,
            "date": .string(moment(document.day, "17:30:00.000")), "author": .array([clinicianReference]),
            "custodian": organisationReference, "description": .string(document.title),
            "content": .array([
                .element([
                    "attachment": .element([
                        "contentType": .string(document.contentType),
                        "url": .string(
                            "https://\(source.rawValue).example.org/FHIR/R4/Binary/\(id("document-\(document.key)"))"),
                        "size": .number("\(document.size)"), "title": .string(document.title),
                        "creation": .string(document.day.iso),
                    ])
                ])
            ]),
        ])
    }

    private func appointment(_ appointment: SimulatedAppointment) -> JSONTree {
        let patient = JSONTree.element(["actor": patientReference, "status": "accepted"])
        return .element([
            "resourceType": "Appointment", "id": .string(id("appointment-\(appointment.key)")),
            "meta": meta("Appointment", today), "identifier": identifier("appointment-\(appointment.key)"),
            "status": "booked", "specialty": .array([.element(["text": .string(appointment.specialty)])]),
            "description": .string(appointment.words), "start": .string(moment(appointment.day, appointment.time)),
            "participant": .array([patient]),
        ])
    }
}

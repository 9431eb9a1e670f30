// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension FHIRR4Renderer {
    /// Stays and visits, operations, letters, and appointments to come.
    var events: [JSONTree] {
        record.stays.map(encounter) + record.procedures.map(procedure) + record.documents.map(document)
            + record.appointments.map(appointment)
    }

    private func encounter(_ stay: SimulatedStay) -> JSONTree {
        let names = ["IMP": "inpatient encounter", "EMER": "emergency", "AMB": "ambulatory"]
        return .element([
            "resourceType": "Encounter", "id": .string(id("encounter-\(stay.key)")),
            "meta": meta("Encounter", stay.end ?? stay.start), "identifier": identifier("encounter-\(stay.key)"),
            "status": .string(stay.end == nil ? "in-progress" : "finished"),
            "class": .coding(
                "http://terminology.hl7.org/CodeSystem/v3-ActCode", stay.encounterClass, names[stay.encounterClass]),
            "type": .array([concept(stay.kind)]), "serviceType": .element(["text": .string(stay.specialty)]),
            "subject": patientReference,
            "participant": .array([.element(["individual": clinicianReference])]),
            "period": .element([
                "start": .string(stay.start.at("09:45:00")), "end": .text(stay.end?.at("16:30:00")),
            ]),
            "reasonCode": .array([concept(stay.reason)]), "serviceProvider": organisationReference,
        ])
    }

    private func procedure(_ procedure: SimulatedProcedure) -> JSONTree {
        .element([
            "resourceType": "Procedure", "id": .string(id("procedure-\(procedure.key)")),
            "meta": meta("Procedure", procedure.day), "identifier": identifier("procedure-\(procedure.key)"),
            "status": "completed", "code": concept(procedure.term), "subject": patientReference,
            "performedDateTime": .string(procedure.day.iso),
            "performer": .array([.element(["actor": clinicianReference])]),
            "bodySite": procedure.site.map { .array([concept($0)]) }, "note": notes(procedure.note),
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
            "date": .string(document.day.at("17:30:00.000")), "author": .array([clinicianReference]),
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
            "status": "booked", "serviceType": .array([.element(["text": .string(appointment.specialty)])]),
            "description": .string(appointment.words), "start": .string(appointment.day.at(appointment.time)),
            "end": .string(appointment.day.at("14:40:00")), "participant": .array([patient]),
        ])
    }
}

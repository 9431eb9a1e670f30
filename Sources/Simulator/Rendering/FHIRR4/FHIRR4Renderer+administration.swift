// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension FHIRR4Renderer {
    var administration: [JSONTree] { [patient, practitioner, organisation] + record.carers.map(carer) }

    private var patient: JSONTree {
        let name = record.identity.name ?? person.name
        let isKnownDead = person.died != nil && !record.identity.isUnawareOfDeath
        return .element([
            "resourceType": "Patient", "id": .string(id("patient")), "meta": meta("Patient", today),
            "identifier": .array([nhsNumber, hospitalNumber]), "active": true,
            "name": .array(
                [human(name)] + (name.own.map { [.element(["use": "usual", "text": .string($0)])] } ?? [])),
            "telecom": .list(
                person.phone.map { [.element(["system": "phone", "value": .string($0), "use": "mobile"])] } ?? []),
            "gender": .string(record.identity.gender ?? person.gender),
            "birthDate": .string((record.identity.birthDay ?? person.birthDay).iso),
            "deceasedDateTime": isKnownDead ? .text(person.died?.iso) : nil,
            "address": .array([address(record.identity.address ?? person.address, use: "home")]),
            "contact": .list(contacts),
            "communication": .array([
                .element([
                    "language": .concept(
                        "https://fhir.hl7.org.uk/CodeSystem/UKCore-HumanLanguage", person.language.code,
                        person.language.name),
                    "preferred": true,
                ])
            ]),
            "managingOrganization": organisationReference,
        ])
    }

    private func human(_ name: SimulatedName) -> JSONTree {
        .element([
            "use": "official", "family": .string(name.family), "given": .list(name.given),
            "prefix": .list(name.prefix.map { [$0] } ?? []),
        ])
    }

    /// Somebody who cares for the person without pay.
    private func carer(_ carer: SimulatedContact) -> JSONTree {
        .element([
            "resourceType": "RelatedPerson",
            "id": .string(id("carer-\(carer.name.family)-\(carer.name.given.first ?? "")")),
            "meta": meta("RelatedPerson", today), "patient": patientReference,
            "relationship": .array([
                .element([
                    "coding": .array([
                        .coding("http://terminology.hl7.org/CodeSystem/v3-RoleCode", "CAREGIVER", "caregiver")
                    ]), "text": .string("Carer: \(carer.relationship)"),
                ])
            ]),
            "name": .array([
                .element(["use": "official", "family": .string(carer.name.family), "given": .list(carer.name.given)])
            ]),
        ])
    }

    private var nhsNumber: JSONTree {
        let status = JSONTree.concept(
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus", "01", "Number present and verified"
        )
        return .element([
            "extension": .array([
                .element([
                    "url":
                        "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus",
                    "valueCodeableConcept": status,
                ])
            ]),
            "use": "official", "system": .string(FHIRSystem.nhsNumber), "value": .string(person.number(at: source)),
        ])
    }

    private var hospitalNumber: JSONTree {
        .element([
            "use": "usual", "system": .string("https://\(source.rawValue).example.org/hospital-number"),
            "value": .string(
                String(StableIdentifier(person.nhsNumber, source.rawValue).shortHex.prefix(7)).uppercased()),
        ])
    }

    private var contacts: [JSONTree] {
        guard let contact = person.nextOfKin else { return [] }
        return [
            .element([
                "relationship": .array([
                    .element([
                        "coding": .array([
                            .coding("http://terminology.hl7.org/CodeSystem/v2-0131", "N", "Next-of-Kin")
                        ]), "text": .string(contact.relationship),
                    ])
                ]),
                "name": .element([
                    "family": .string(contact.name.family), "given": .list(contact.name.given),
                    "prefix": .list(contact.name.prefix.map { [$0] } ?? []),
                ]),
                "telecom": .array([.element(["system": "phone", "value": .string(contact.phone)])]),
                "gender": .string(contact.gender),
            ])
        ]
    }

    private func address(_ address: SimulatedAddress, use: String) -> JSONTree {
        .element([
            "use": .string(use), "line": .list(address.lines), "city": .string(address.city),
            "postalCode": .string(address.postcode),
        ])
    }

    private var practitioner: JSONTree {
        let clinician = source.clinician
        return .element([
            "resourceType": "Practitioner", "id": .string(clinicianId), "meta": meta("Practitioner", today),
            "name": .array([
                .element([
                    "family": .string(clinician.family), "given": .array([.string(clinician.given)]),
                    "prefix": .array([.string(clinician.prefix)]),
                ])
            ]), "gender": .string(clinician.gender),
        ])
    }

    private var organisation: JSONTree {
        .element([
            "resourceType": "Organization", "id": .string(organisationId), "meta": meta("Organization", today),
            "identifier": .array([
                .element(["system": .string(FHIRSystem.odsCode), "value": .string(source.odsCode)])
            ]), "name": .string(source.name), "address": .array([address(source.address, use: "work")]),
        ])
    }
}

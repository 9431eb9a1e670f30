// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// The Patient and those who care for them.
extension GPConnectRenderer {
    mutating func addAdministration() {
        resources += [patient, practitioner, practitionerRole, organisation]
        if manner == .emisLike { resources.append(location) }
    }

    private var patient: JSONTree {
        .element([
            "resourceType": "Patient", "id": .string(id("patient")),
            "meta": .element([
                "versionId": "4711", "profile": .array([.string(GPConnectSystem.profile + "Patient-1")]),
            ]),
            "extension": .list(patientExtensions), "identifier": .array([nhsNumber]),
            "active": manner == .systmOneLike ? true : nil, "name": .array(names), "telecom": .list(telecom),
            "gender": .string(record.identity.gender ?? person.gender),
            "birthDate": .string((record.identity.birthDay ?? person.birthDay).iso),
            "address": .array([address(record.identity.address ?? person.address, use: "home")]),
            "contact": .list(contacts),
            "generalPractitioner": .array([clinicianReference]), "managingOrganization": organisationReference,
        ])
    }

    private var nhsNumber: JSONTree {
        let words = "Number present and verified"
        let system = GPConnectSystem.codes + "CareConnect-NHSNumberVerificationStatus-1"
        let status = JSONTree.concept(system, "01", words, text: manner == .emisLike ? words : nil)
        return .element([
            "extension": .array([
                .element([
                    "url": .string(GPConnectSystem.extensions + "NHSNumberVerificationStatus-1"),
                    "valueCodeableConcept": status,
                ])
            ]),
            "system": .string(FHIRSystem.nhsNumber), "value": .string(person.number(at: source)),
        ])
    }

    private var patientExtensions: [JSONTree] {
        var result: [JSONTree] = []
        if manner == .emisLike {
            result.append(
                .element([
                    "url": .string(GPConnectSystem.extensions + "RegistrationDetails-1"),
                    "extension": .array([
                        .element([
                            "url": "preferredBranchSurgery",
                            "valueReference": .reference("Location/\(practiceId("location"))"),
                        ])
                    ]),
                ]))
        }
        let language = JSONTree.concept(
            GPConnectSystem.codes + "CareConnect-HumanLanguage-1", person.language.code, person.language.name)
        var parts: [JSONTree] = [
            .element(["url": "language", "valueCodeableConcept": language]),
            .element(["url": "preferred", "valueBoolean": true]),
        ]
        if manner == .systmOneLike || person.language.interpreterRequired {
            parts.append(
                .element([
                    "url": "interpreterRequired", "valueBoolean": .boolean(person.language.interpreterRequired),
                ]))
        }
        result.append(
            .element([
                "url": .string(GPConnectSystem.extensions + "NHSCommunication-1"), "extension": .array(parts),
            ]))
        return result
    }

    private var names: [JSONTree] {
        let name = record.identity.name ?? person.name
        let capitals = manner == .systmOneLike
        var result: [JSONTree] = [
            .element([
                "use": "official", "text": capitals ? .string("\(name.given[0]) \(name.family.uppercased())") : nil,
                "family": .string(capitals ? name.family.uppercased() : name.family), "given": .list(name.given),
                "prefix": .list(name.prefix.map { [$0] } ?? []),
            ])
        ]
        if let former = name.formerFamily, manner == .emisLike {
            result.append(.element(["use": "old", "family": .string(former)]))
        }
        return result
    }

    private var telecom: [JSONTree] {
        person.phone.map { [.element(["system": "phone", "value": .string($0), "use": "mobile"])] } ?? []
    }

    private var contacts: [JSONTree] {
        guard let contact = person.nextOfKin else { return [] }
        return [
            .element([
                "relationship": .array([
                    .element(["text": "Next of kin"]), .element(["text": .string(contact.relationship)]),
                ]),
                "name": .element([
                    "use": "official", "text": .string("\(contact.name.given[0]) \(contact.name.family)"),
                    "family": .string(contact.name.family), "given": .list(contact.name.given),
                    "prefix": .list(contact.name.prefix.map { [$0] } ?? []),
                ]),
                "telecom": .array([
                    .element(["system": "phone", "value": .string(contact.phone), "use": "mobile"])
                ]),
                "gender": .string(contact.gender),
            ])
        ]
    }

    private func address(_ address: SimulatedAddress, use: String) -> JSONTree {
        .element([
            "use": .string(use), "type": "physical", "line": .list(address.lines), "city": .string(address.city),
            "postalCode": .string(address.postcode),
        ])
    }

    private var practitioner: JSONTree {
        let clinician = source.clinician
        return .element([
            "resourceType": "Practitioner", "id": .string(practiceId("clinician")),
            "meta": GPConnectSystem.meta("Practitioner"),
            "identifier": manner == .systmOneLike
                ? .array([
                    .element(["system": "https://fhir.nhs.uk/Id/sds-user-id", "value": "999900099999"])
                ]) : nil,
            "name": .array([
                .element([
                    "use": .string(manner == .emisLike ? "official" : "usual"), "family": .string(clinician.family),
                    "given": .array([.string(clinician.given)]), "prefix": .array([.string(clinician.prefix)]),
                ])
            ]),
            "gender": .string(clinician.gender),
        ])
    }

    private var practitionerRole: JSONTree {
        .element([
            "resourceType": "PractitionerRole", "id": .string(practiceId("role")),
            "meta": GPConnectSystem.meta("PractitionerRole"), "practitioner": clinicianReference,
            "organization": organisationReference,
            "code": .array([
                .concept(
                    (manner == .emisLike ? GPConnectSystem.codes : GPConnectSystem.ukCodes)
                        + "CareConnect-SDSJobRoleName-1", "R0260", "General Medical Practitioner")
            ]),
        ])
    }

    private var organisation: JSONTree {
        .element([
            "resourceType": "Organization", "id": .string(practiceId("organisation")),
            "meta": GPConnectSystem.meta("Organization"),
            "identifier": .array([
                .element(["system": .string(FHIRSystem.odsCode), "value": .string(source.odsCode)])
            ]),
            "name": .string(manner == .emisLike ? source.name.uppercased() : source.name),
            "telecom": .array([.element(["system": "phone", "value": "01632960000", "use": "work"])]),
            "address": .array([address(source.address, use: "work")]),
        ])
    }

    private var location: JSONTree {
        .element([
            "resourceType": "Location", "id": .string(practiceId("location")),
            "meta": GPConnectSystem.meta("Location"), "status": "active", "name": .string(source.name),
            "address": address(source.address, use: "work"), "managingOrganization": organisationReference,
        ])
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// What the demographic service knows of one person.
public struct DemographicRecord: Sendable {
    public var nhsNumber: String
    public var supersededNumbers: [String] = []
    public var name: SimulatedName?
    public var gender: String?
    /// As FHIR writes it.
    public var birthDate: String?
    public var address: SimulatedAddress?
    public var phone: String?
    public var language: SimulatedLanguage?
    /// The ODS code of the practice.
    public var practice: String?
    public var isRestricted = false
    /// When the person died, as FHIR writes it.
    public var died: String?

    /// The record of one of the simulated people.
    public init(_ person: SimulatedPerson) {
        nhsNumber = person.nhsNumber
        supersededNumbers = person.supersededNumbers
        name = person.name
        gender = person.gender
        birthDate = person.birthDay.iso
        address = person.address
        phone = person.phone
        language = person.language
        practice = person.practice.odsCode
        isRestricted = person.isRestricted
        died = person.died?.iso
    }

    /// The record of the subject of a file.
    /// - Parameter practice: the ODS code of the source that serves the file.
    public init(_ subject: RecordSubject, practice: String) {
        nhsNumber = subject.nhsNumber
        name = subject.name
        gender = subject.gender
        birthDate = subject.birthDate
        self.practice = practice
    }
}

extension DemographicRecord {
    /// The Patient as the service answers it. Of a restricted person, what tells where they are is left out.
    var patient: JSONTree {
        let secret = isRestricted
        return .element([
            "resourceType": "Patient", "id": .string(nhsNumber),
            "identifier": .array([identifier] + supersededNumbers.map(Self.earlier)),
            "meta": .element([
                "versionId": "2",
                "security": .array([
                    .coding(
                        "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", secret ? "R" : "U",
                        secret ? "restricted" : "unrestricted")
                ]),
            ]),
            "name": name.map { .array([human($0)]) }, "gender": .text(gender), "birthDate": .text(birthDate),
            "deceasedDateTime": died.map { .string("\($0)T00:00:00+00:00") },
            "generalPractitioner": secret ? nil : practice.map { .array([general($0)]) },
            "extension": secret ? nil : language.map { .array([communication($0)]) },
            "telecom": secret ? nil : phone.map { .array([telecom($0)]) },
            "address": secret ? nil : address.map { .array([home($0)]) },
        ])
    }

    private var identifier: JSONTree {
        let status = JSONTree.concept(
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus", "01", "Number present and verified"
        )
        let address = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus"
        return .element([
            "system": .string(FHIRSystem.nhsNumber), "value": .string(nhsNumber),
            "extension": .array([.element(["url": .string(address), "valueCodeableConcept": status])]),
        ])
    }

    /// A number that the one in use supersedes.
    private static func earlier(_ number: String) -> JSONTree {
        .element(["use": "old", "system": .string(FHIRSystem.nhsNumber), "value": .string(number)])
    }

    private func human(_ name: SimulatedName) -> JSONTree {
        .element([
            "id": "n1", "use": "usual", "period": .element(["start": "2020-01-01"]), "given": .list(name.given),
            "family": .string(name.family), "prefix": .list(name.prefix.map { [$0] } ?? []),
        ])
    }

    private func general(_ odsCode: String) -> JSONTree {
        .element([
            "id": "gp1", "type": "Organization",
            "identifier": .element([
                "system": .string(FHIRSystem.odsCode), "value": .string(odsCode),
                "period": .element(["start": "2020-01-01"]),
            ]),
        ])
    }

    private func telecom(_ phone: String) -> JSONTree {
        .element([
            "id": "t1", "period": .element(["start": "2020-01-01"]), "system": "phone", "value": .string(phone),
            "use": "mobile",
        ])
    }

    private func home(_ address: SimulatedAddress) -> JSONTree {
        .element([
            "id": "a1", "period": .element(["start": "2020-01-01"]), "use": "home",
            "line": .list(address.lines + [address.city]), "postalCode": .string(address.postcode),
        ])
    }

    private func communication(_ language: SimulatedLanguage) -> JSONTree {
        let concept = JSONTree.concept(
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-HumanLanguage", language.code, language.name)
        return .element([
            "url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSCommunication",
            "extension": .array([
                .element(["url": "language", "valueCodeableConcept": concept]),
                .element(["url": "interpreterRequired", "valueBoolean": .boolean(language.interpreterRequired)]),
            ]),
        ])
    }
}

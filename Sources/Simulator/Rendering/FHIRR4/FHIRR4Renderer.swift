// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// Writes what a trust holds of a person as FHIR R4 resources, in the manner of UK Core.
public struct FHIRR4Renderer: Sendable {
    let person: SimulatedPerson
    let record: SimulatedRecord
    let source: DemonstrationSource
    let today: RecordDay

    /// The resources of a person at a trust, the Patient first; none where the trust does not know them.
    public static func resources(
        for person: SimulatedPerson, at source: DemonstrationSource, on today: RecordDay
    ) -> [JSONTree] {
        guard case .fhirR4 = source.interface, let record = person.records[source] else { return [] }
        let renderer = FHIRR4Renderer(person: person, record: record, source: source, today: today)
        return renderer.administration + renderer.risks + renderer.conditions + renderer.medicines
            + renderer.measurements + renderer.reports + renderer.events
    }
}

extension FHIRR4Renderer {
    /// The id of the resource for a key: one trust uses UUIDs, the other words of its own.
    func id(_ key: String) -> String {
        let identifier = StableIdentifier(person.nhsNumber, source.rawValue, key)
        return source == .mentalHealthTrust ? "rmh-\(identifier.shortHex)" : identifier.uuid
    }

    var clinicianId: String { StableIdentifier(source.rawValue, "clinician").shortHex }
    var organisationId: String { StableIdentifier(source.rawValue, "organisation").shortHex }
    var patientReference: JSONTree { .reference("Patient/\(id("patient"))") }
    var clinicianReference: JSONTree { .reference("Practitioner/\(clinicianId)", display: source.clinician.words) }
    var organisationReference: JSONTree { .reference("Organization/\(organisationId)", display: source.name) }

    func meta(_ profile: String?, _ day: RecordDay) -> JSONTree {
        .element([
            "versionId": "1", "lastUpdated": .string(day.at("18:00:00.000")),
            "profile": profile.map { .array([.string("https://fhir.hl7.org.uk/StructureDefinition/UKCore-\($0)")]) },
        ])
    }

    func identifier(_ key: String) -> JSONTree {
        .array([
            .element([
                "system": .string("https://\(source.rawValue).example.org/id"), "value": .string(id(key).uppercased()),
            ])
        ])
    }

    func concept(_ term: Term) -> JSONTree {
        guard let code = term.snomed else { return .element(["text": .string(term.display)]) }
        return .concept(FHIRSystem.snomed, code, term.display)
    }

    /// A concept of one of HL7's own code systems.
    func hl7(_ system: String, _ code: String, _ display: String? = nil) -> JSONTree {
        .concept("http://terminology.hl7.org/CodeSystem/\(system)", code, display)
    }

    func quantity(_ amount: SimulatedMeasurement.Amount, comparator: String? = nil) -> JSONTree {
        .element([
            "value": .number(amount.value), "comparator": .text(comparator), "unit": .string(amount.unit),
            "system": amount.ucum == nil ? nil : .string(FHIRSystem.ucum), "code": .text(amount.ucum),
        ])
    }

    func notes(_ words: String?) -> JSONTree? { words.map { .array([.element(["text": .string($0)])]) } }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// Writes what an organisation holds of a person as FHIR R4 resources, in its supplier's manner.
public struct FHIRR4Renderer: Sendable {
    let person: SimulatedPerson
    let record: SimulatedRecord
    let source: DemonstrationSource
    let manner: FHIRR4Manner
    let today: RecordDay

    /// A renderer; `nil` where the source does not know the person, or speaks something else.
    init?(_ person: SimulatedPerson, at source: DemonstrationSource, on today: RecordDay) {
        guard let manner = source.manner, let record = person.records[source] else { return nil }
        self.person = person
        self.record = record
        self.source = source
        self.manner = manner
        self.today = today
    }

    /// The resources of a person at a source, the Patient first; none where the source does not know them.
    public static func resources(
        for person: SimulatedPerson, at source: DemonstrationSource, on today: RecordDay
    ) -> [JSONTree] {
        FHIRR4Renderer(person, at: source, on: today)?.resources ?? []
    }

    private var resources: [JSONTree] {
        administration + risks + conditions + medicines + measurements + reports + events + community
    }

    /// The resources with the addresses by which they refer to each other, as a collection.
    var bundle: JSONTree {
        let entries = resources.map { resource in
            JSONTree.element(["fullUrl": .text(fullURL(resource)), "resource": resource])
        }
        return .element(["resourceType": "Bundle", "type": "collection", "entry": .array(entries)])
    }

    /// The address under which a resource stands in a bundle; `nil` where it is the server's own.
    private func fullURL(_ resource: JSONTree) -> String? {
        guard manner.references != .relative, case .object(let object) = resource,
            case .string(let type) = object["resourceType"], case .string(let id) = object["id"]
        else { return nil }
        return address(type, id)
    }
}

extension FHIRR4Renderer {
    /// The id of the resource for a key, in the supplier's form.
    func id(_ key: String) -> String { Self.id(StableIdentifier(person.nhsNumber, source.rawValue, key), manner) }

    private static func id(_ identifier: StableIdentifier, _ manner: FHIRR4Manner) -> String {
        switch manner.identifiers {
        case .uuid: identifier.uuid
        case .number: String(identifier.high % 9_000_000_000 + 1_000_000_000)
        case .hexadecimal(let prefix): prefix + identifier.shortHex
        }
    }

    var clinicianId: String { ownId("clinician") }
    var organisationId: String { ownId("organisation") }

    /// The id of something that belongs to the organisation, not to the person.
    private func ownId(_ key: String) -> String {
        let identifier = StableIdentifier(source.rawValue, key)
        return manner.references == .uuid ? identifier.uuid : identifier.shortHex
    }

    /// What refers to a resource of a type, by its id.
    private func address(_ type: String, _ id: String) -> String {
        switch manner.references {
        case .relative: "\(type)/\(id)"
        case .absolute: "https://\(source.rawValue).example.org\(FHIRR4Provider.basePath)/\(type)/\(id)"
        case .uuid: "urn:uuid:\(id)"
        }
    }

    /// A reference to the resource for a key.
    func reference(_ type: String, _ key: String) -> JSONTree { .reference(address(type, id(key))) }

    var patientReference: JSONTree { reference("Patient", "patient") }
    var clinicianReference: JSONTree {
        .reference(address("Practitioner", clinicianId), display: source.clinician.words)
    }
    var organisationReference: JSONTree {
        .reference(address("Organization", organisationId), display: source.name)
    }

    func meta(_ profile: String?, _ day: RecordDay, label: String? = nil) -> JSONTree {
        let profile = manner.namesProfiles ? profile : nil
        let written = day.precision == .day ? day : today
        return .element([
            "versionId": "1", "lastUpdated": .string(moment(written, "18:00:00.000")),
            "profile": profile.map { .array([.string("https://fhir.hl7.org.uk/StructureDefinition/UKCore-\($0)")]) },
            "security": label.map { label in
                let system = label == "NOPAT" ? "v3-ActCode" : "v3-Confidentiality"
                return .array([
                    .element([
                        "system": .string("http://terminology.hl7.org/CodeSystem/\(system)"), "code": .string(label),
                    ])
                ])
            },
        ])
    }

    /// A moment of a day as the supplier writes it.
    func moment(_ day: RecordDay, _ time: String, offset: String? = nil) -> String {
        manner.moments == .london ? day.at(time, offset: offset) : day.universal(time, offset: offset)
    }

    func identifier(_ key: String) -> JSONTree {
        .array([
            .element([
                "system": .string("https://\(source.rawValue).example.org/id"), "value": .string(id(key).uppercased()),
            ])
        ])
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

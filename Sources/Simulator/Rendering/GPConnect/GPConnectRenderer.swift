// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// Writes what a practice holds of a person as a GP Connect Access Record Structured 1.6 bundle (FHIR STU3), with everything
/// that there is; the provider leaves out what was not asked for.
public struct GPConnectRenderer: Sendable {
    let person: SimulatedPerson
    let record: SimulatedRecord
    let source: DemonstrationSource
    let manner: GPConnectManner
    let today: RecordDay

    var resources: [JSONTree] = []
    /// What stands in each area's list.
    var listed: [ClinicalArea: [String]] = [:]
    /// The resource that stands for an entry's key.
    var references: [String: String] = [:]
    /// Resources that belong to a problem, by the problem's key.
    var related: [String: [String]] = [:]
    var endedAllergies: [JSONTree] = []
    /// The resources of each consultation, by kind.
    var consulted: [String: [String]] = [:]

    private init(
        _ person: SimulatedPerson, _ record: SimulatedRecord, _ source: DemonstrationSource, _ manner: GPConnectManner,
        _ today: RecordDay
    ) {
        self.person = person
        self.record = record
        self.source = source
        self.manner = manner
        self.today = today
    }

    /// The bundle of a person at a practice; `nil` where the practice does not know them, or speaks something else.
    public static func bundle(
        for person: SimulatedPerson, at source: DemonstrationSource, on today: RecordDay
    ) -> JSONTree? {
        guard case .gpConnect(let manner) = source.interface, let record = person.records[source] else { return nil }
        var renderer = GPConnectRenderer(person, record, source, manner, today)
        return renderer.bundle()
    }

    private mutating func bundle() -> JSONTree {
        addAdministration()
        addAllergies()
        addMedicines()
        addMeasurements()
        addInvestigations()
        addImmunisations()
        addReferralsAndRecalls()
        addDocuments()
        addConsultations()
        addProblems()
        let lists = primaryLists() + secondaryLists()
        let entries = (lists + resources).map { JSONTree.element(["resource": $0]) }
        return .element([
            "resourceType": "Bundle",
            "id": .string(StableIdentifier(person.nhsNumber, source.rawValue, "bundle").uuid),
            "meta": .element([
                "profile": .array(["https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-StructuredRecord-Bundle-1"])
            ]),
            "type": "collection", "entry": .array(entries),
        ])
    }
}

extension GPConnectRenderer {
    /// The id of the resource for a key, in the supplier's form.
    func id(_ key: String) -> String {
        let identifier = StableIdentifier(person.nhsNumber, source.rawValue, key)
        return manner == .emisLike ? identifier.uuid.uppercased() : identifier.shortHex
    }

    /// The id of something that belongs to the practice, not to the person.
    func practiceId(_ key: String) -> String {
        let identifier = StableIdentifier(source.rawValue, key)
        return manner == .emisLike ? identifier.uuid.uppercased() : identifier.shortHex
    }

    var patientReference: JSONTree { .reference("Patient/\(id("patient"))") }
    var clinicianReference: JSONTree { .reference("Practitioner/\(practiceId("clinician"))") }
    var organisationReference: JSONTree { .reference("Organization/\(practiceId("organisation"))") }

    /// The business identifier of a resource.
    func identifiers(_ resourceId: String) -> JSONTree {
        switch manner {
        case .emisLike:
            let value = (id("patient") + resourceId).filter { $0 != "-" }
            return .array([
                .element(["system": .string("https://EMISWeb/\(source.odsCode)"), "value": .string(value)])
            ])
        case .systmOneLike:
            let value = StableIdentifier("identifier", resourceId).uuid
            return .array([
                .element(["system": .string(GPConnectSystem.crossCareIdentifier), "value": .string(value)])
            ])
        }
    }

    /// A concept with the codes that the supplier sends, in its order.
    /// - Parameter isMarked: whether the supplier marks which code the clinician chose; it does not everywhere.
    func concept(_ term: Term, text: String? = nil, isMarked: Bool = true) -> JSONTree {
        var codings: [JSONTree] = []
        let marked = isMarked && manner == .emisLike
        let legacy = manner == .emisLike ? term.read : term.ctv3
        let legacySystem = manner == .emisLike ? GPConnectSystem.read : GPConnectSystem.ctv3
        if let code = term.snomed {
            codings.append(
                .element([
                    "extension": descriptionExtension(term), "system": .string(FHIRSystem.snomed),
                    "code": .string(code), "display": .string(term.display),
                    "userSelected": legacy == nil && marked ? true : nil,
                ]))
        }
        if let legacy {
            let coding = JSONTree.element([
                "system": .string(legacySystem), "code": .string(legacy), "display": .string(term.display),
                "userSelected": marked ? true : nil,
            ])
            codings.insert(coding, at: manner == .emisLike ? 0 : codings.endIndex)
        }
        return .element([
            "coding": .list(codings), "text": .text(term.text ?? (codings.isEmpty ? term.display : text)),
        ])
    }

    private func descriptionExtension(_ term: Term) -> JSONTree? {
        guard let description = term.description else { return nil }
        let base = manner == .emisLike ? "https://fhir.nhs.uk" : "https://fhir.hl7.org.uk"
        return .array([
            .element([
                "url": .string("\(base)/STU3/StructureDefinition/Extension-coding-sctdescid"),
                "extension": .array([.element(["url": "descriptionId", "valueId": .string(description)])]),
            ])
        ])
    }

    /// Adds a resource, and to the list of its area.
    mutating func add(
        _ resource: JSONTree, _ type: String, _ resourceId: String, to area: ClinicalArea?, key: String? = nil
    ) {
        resources.append(resource)
        let reference = "\(type)/\(resourceId)"
        if let area { listed[area, default: []].append(reference) }
        if let key { references[key] = reference }
    }
}

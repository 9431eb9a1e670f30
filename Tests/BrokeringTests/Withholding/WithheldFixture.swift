// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import JSON
import Sharing
import Testing

/// A source with items that must not be seen, and all that a record of it says.
enum WithheldFixture {
    static let canary = "canaryQ7"
    static let sensitiveCode = "7777029999999103"
    static let confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
    static let actCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode"

    static func label(_ system: String?, _ code: String) -> String {
        let named = system.map { "\"system\":\"\($0)\"," } ?? ""
        return "\"meta\":{\"security\":[{\(named)\"code\":\"\(code)\"}]}"
    }

    static func concept(_ code: String, _ display: String, text: String? = nil) -> String {
        "{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"\(code)\",\"display\":\"\(display)\"}]"
            + (text.map { ",\"text\":\"\($0)\"" } ?? "") + "}"
    }

    /// The types of the canonical form, each with the element that says what it is.
    static let types: [(type: String, element: String, rest: String)] = [
        ("Condition", "code", "\"subject\":{\"reference\":\"Patient/p\"}"),
        ("Observation", "code", "\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p\"}"),
        ("Procedure", "code", "\"status\":\"completed\",\"subject\":{\"reference\":\"Patient/p\"}"),
        ("DiagnosticReport", "code", "\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p\"}"),
        (
            "ServiceRequest", "code",
            "\"status\":\"active\",\"intent\":\"order\",\"subject\":{\"reference\":\"Patient/p\"}"
        ),
        ("Flag", "code", "\"status\":\"active\",\"subject\":{\"reference\":\"Patient/p\"}"),
        (
            "Immunization", "vaccineCode",
            "\"status\":\"completed\",\"occurrenceDateTime\":\"2020-01-01\",\"patient\":{\"reference\":\"Patient/p\"}"
        ),
        (
            "DocumentReference", "type",
            "\"status\":\"current\",\"description\":\"\(canary)\",\"content\":[{\"attachment\":{\"title\":\"\(canary).pdf\",\"url\":\"Binary/\(canary)\"}}],\"subject\":{\"reference\":\"Patient/p\"}"
        ),
        ("AllergyIntolerance", "code", "\"patient\":{\"reference\":\"Patient/p\"}"),
        (
            "MedicationStatement", "medicationCodeableConcept",
            "\"status\":\"active\",\"subject\":{\"reference\":\"Patient/p\"}"
        ),
        (
            "MedicationRequest", "medicationCodeableConcept",
            "\"status\":\"active\",\"intent\":\"order\",\"subject\":{\"reference\":\"Patient/p\"}"
        ),
        (
            "Encounter", "type",
            "\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\"subject\":{\"reference\":\"Patient/p\"}"
        ),
        ("QuestionnaireResponse", "item", "\"status\":\"completed\",\"subject\":{\"reference\":\"Patient/p\"}"),
        (
            "CarePlan", "category",
            "\"status\":\"active\",\"intent\":\"plan\",\"title\":\"\(canary)\",\"subject\":{\"reference\":\"Patient/p\"}"
        ),
        ("RelatedPerson", "relationship", "\"patient\":{\"reference\":\"Patient/p\"}"),
        ("Specimen", "type", "\"subject\":{\"reference\":\"Patient/p\"}"),
        (
            "FamilyMemberHistory", "condition",
            "\"status\":\"completed\",\"relationship\":{\"text\":\"mother\"},\"patient\":{\"reference\":\"Patient/p\"}"
        ),
        (
            "Appointment", "serviceType",
            "\"status\":\"booked\",\"participant\":[{\"status\":\"accepted\",\"actor\":{\"reference\":\"Patient/p\"}}]"
        ),
    ]

    private static let lists: Set<String> = ["type", "item", "category", "relationship", "condition", "serviceType"]

    /// A resource with a canary in every field.
    static func item(_ shape: (type: String, element: String, rest: String), mark: String?, code: String) -> String {
        var said = concept(code, canary, text: canary)
        if shape.element == "item" {
            said =
                "{\"linkId\":\"1\",\"answer\":[{\"valueCoding\":{\"system\":\"http://snomed.info/sct\",\"code\":\"\(code)\"}}],\"text\":\"\(canary)\"}"
        }
        if shape.element == "condition" { said = "{\"code\":\(said)}" }
        let isOne = shape.type == "DocumentReference" || shape.type == "Specimen"
        if lists.contains(shape.element), !isOne { said = "[\(said)]" }
        let others = """
            "text":{"status":"generated","div":"<div xmlns='http://www.w3.org/1999/xhtml'>\(canary)</div>"},\
            "extension":[{"url":"https://example.org/x","valueString":"\(canary)"}],\
            "contained":[{"resourceType":"Organization","id":"c","name":"\(canary)"}],\
            "identifier":[{"system":"https://example.org/i","value":"\(canary)"}]
            """
        let note =
            [
                "Flag", "Encounter", "QuestionnaireResponse", "RelatedPerson", "DocumentReference", "DiagnosticReport",
                "Appointment",
            ]
            .contains(shape.type) ? "" : ",\"note\":[{\"text\":\"\(canary)\"}]"
        let identifiers =
            shape.type == "QuestionnaireResponse"
            ? others.replacing(
                ",\"identifier\":[{\"system\":\"https://example.org/i\",\"value\":\"\(canary)\"}]", with: "") : others
        return
            "{\"resourceType\":\"\(shape.type)\",\"id\":\"\(canary)\",\(mark.map { $0 + "," } ?? "")\"\(shape.element)\":\(said),\(shape.rest),\(identifiers)\(note)}"
    }

    /// Entries that stay and that refer to the item in every way there is.
    static func pointers(to type: String) -> [String] {
        let target =
            "{\"reference\":\"\(type)/\(canary)\",\"display\":\"\(canary)\",\"identifier\":{\"value\":\"\(canary)\"}}"
        let narrative =
            "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns='http://www.w3.org/1999/xhtml'>\(canary)</div>\"}"
        return [
            "{\"resourceType\":\"Observation\",\"id\":\"kept-o\",\"status\":\"final\",\(narrative),\"subject\":{\"reference\":\"Patient/p\"},\"code\":{\"text\":\"Kept\"},\"hasMember\":[\(target)],\"derivedFrom\":[{\"reference\":\"https://other.example.org/fhir/\(type)/\(canary)\",\"display\":\"\(canary)\"}]}",
            "{\"resourceType\":\"DiagnosticReport\",\"id\":\"kept-d\",\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p\"},\"code\":{\"text\":\"Kept report\"},\"result\":[\(target)],\"conclusion\":\"\(canary)\",\"presentedForm\":[{\"title\":\"\(canary)\"}]}",
            "{\"resourceType\":\"MedicationRequest\",\"id\":\"kept-m\",\"status\":\"active\",\"intent\":\"order\",\(narrative),\"subject\":{\"reference\":\"Patient/p\"},\"medicationCodeableConcept\":{\"text\":\"Kept medicine\"},\"reasonReference\":[\(target)],\"reasonCode\":[{\"text\":\"\(canary)\"}],\"note\":[{\"text\":\"\(canary)\"}]}",
            "{\"resourceType\":\"AllergyIntolerance\",\"id\":\"kept-a\",\"patient\":{\"reference\":\"Patient/p\"},\"code\":{\"text\":\"Kept allergy\"},\"extension\":[{\"url\":\"https://example.org/related\",\"valueReference\":\(target)}]}",
            "{\"resourceType\":\"Encounter\",\"id\":\"kept-e\",\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\"subject\":{\"reference\":\"Patient/p\"},\"diagnosis\":[{\"condition\":\(target),\"use\":{\"text\":\"\(canary)\"},\"rank\":1}]}",
            "{\"resourceType\":\"List\",\"id\":\"kept-l\",\"status\":\"current\",\"mode\":\"snapshot\",\"title\":\"\(canary)\",\"extension\":[{\"url\":\"https://example.org/problem\",\"valueReference\":\(target)}],\"subject\":{\"reference\":\"Patient/p\"},\"entry\":[{\"flag\":{\"text\":\"\(canary)\"},\"item\":\(target)},{\"item\":{\"reference\":\"Observation/kept-o\"}}]}",
            "{\"resourceType\":\"List\",\"id\":\"\(canary)-list\",\"status\":\"current\",\"mode\":\"snapshot\",\"title\":\"\(canary)\",\"subject\":{\"reference\":\"Patient/p\"},\"entry\":[{\"item\":\(target)}]}",
            "{\"resourceType\":\"Provenance\",\"id\":\"\(canary)-provenance\",\"target\":[\(target)],\"recorded\":\"2020-01-01T00:00:00Z\",\"agent\":[{\"who\":{\"display\":\"\(canary)\"}}]}",
        ]
    }

    /// Everything that a record says, as one text.
    static func words(_ record: DetailedCareRecord) -> String {
        var parts: [String] = record.filters + [record.allergyStatement.words]
        for entry in record.entries {
            parts += [entry.id, entry.sourceReference, entry.title] + entry.details.flatMap { [$0.label, $0.text] }
            parts += entry.warnings + entry.authors + [String(decoding: entry.resource.value.bytes, as: UTF8.self)]
        }
        for supporting in record.supporting {
            parts += [
                supporting.id, supporting.sourceReference,
                String(decoding: supporting.resource.value.bytes, as: UTF8.self),
            ]
        }
        for line in record.ledger.lines {
            parts += line.outcomes.map { $0.key.rawValue + $0.value.words } + line.notices.map(\.text)
            parts += line.unreadable.map { $0 ?? "?" } + ["\(line.sourceValueCount)"]
        }
        parts += record.merged.conflicts.map(\.words) + record.merged.links.map(\.words)
        return parts.joined(separator: "\n")
    }

    static func isTold(_ record: DetailedCareRecord) -> Bool {
        words(record).lowercased().contains(canary.lowercased())
    }

    // MARK: Who asks

    static let requester = Requester.unauthenticatedDemonstration

    static func patient() throws -> Requester {
        Requester(
            person: "patient-1", role: .patient, organisation: "DEMO", system: "portal", purpose: .patientRequest,
            strength: .high, establishment: .none, ownNumbers: [try NHSNumber(BrokerFixture.number)])
    }

    static func policy(
        datasets: Set<Dataset> = Set(Dataset.allCases), windows: [Dataset: Int] = [:], journal: Bool = true,
        restricted: Bool = false
    ) throws -> StandingSharing {
        let begin = try #require(FHIRDateTime("2000-01-01"))
        let clause = SharingClause(
            id: "1", consumers: [.organisation("DEMO")], roles: [requester.role, .patient],
            purposes: [.treatment, .patientRequest], datasets: datasets, windows: windows, permission: .implied,
            needsRelationship: false, leastStrength: .none, includesJournal: journal, includesRestricted: restricted)
        let agreement = SharingAgreement(
            id: "a", version: 1, title: "Test", controller: "TRUST", validFrom: begin, clauses: [clause])
        return StandingSharing(SharingPolicy(version: 1, agreements: [.init(agreement)]))
    }

    /// Restricted items are included for problems and diagnoses alone.
    static func restrictedForProblemsAlone() throws -> StandingSharing {
        let begin = try #require(FHIRDateTime("2000-01-01"))
        let problems: Set<Dataset> = [.problems, .diagnoses]
        func clause(_ id: String, _ datasets: Set<Dataset>, restricted: Bool) -> SharingClause {
            SharingClause(
                id: id, consumers: [.organisation("DEMO")], roles: [requester.role], purposes: [.treatment],
                datasets: datasets, permission: .implied, needsRelationship: false, leastStrength: .none,
                includesJournal: true, includesRestricted: restricted)
        }
        let clauses = [
            clause("problems", problems, restricted: true),
            clause("others", Set(Dataset.allCases).subtracting(problems), restricted: false),
        ]
        let agreement = SharingAgreement(
            id: "a", version: 1, title: "Test", controller: "TRUST", validFrom: begin, clauses: clauses)
        return StandingSharing(SharingPolicy(version: 1, agreements: [.init(agreement)]))
    }

    /// The record of a source that holds these resources.
    static func record(
        _ resources: [String], sharing: StandingSharing? = nil, requester: Requester = requester,
        datasets: [Dataset] = []
    ) async throws -> DetailedCareRecord {
        var fixture = try BrokerFixture()
        fixture.sources = [ConfiguredSource(try BrokerFixture.trust(resources))]
        fixture.sharing = try sharing ?? policy()
        let request = RecordRequest(
            requester: requester, nhsNumber: try NHSNumber(BrokerFixture.number), datasets: datasets, traceID: "trace-1"
        )
        return try await `The record broker`.record(fixture, request)
    }

    static func outcome(_ record: DetailedCareRecord, _ dataset: Dataset) -> SourceOutcome? {
        record.ledger.lines.first { $0.source.id.text == "trust" }?.outcomes[dataset]
    }
}

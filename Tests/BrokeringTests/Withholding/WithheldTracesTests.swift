// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Sharing
import Testing

@testable import Brokering

/// What an entry that stays may hold of one that is withheld, one way of telling at a time.
@Suite struct `Traces of what is withheld` {
    private static let canary = WithheldFixture.canary
    private static let veryRestricted = WithheldFixture.label(WithheldFixture.confidentiality, "V")
    private static let patient = "\"subject\":{\"reference\":\"Patient/p\"}"
    /// A code that is withheld, in words that stand nowhere else.
    private static let sensitive = WithheldFixture.concept(WithheldFixture.sensitiveCode, "Acquired immune deficiency")

    /// A problem that is withheld, by its label.
    private static let marked =
        "{\"resourceType\":\"Condition\",\"id\":\"\(canary)\",\(veryRestricted),\(patient),\"code\":{\"text\":\"x\"},\"identifier\":[{\"system\":\"urn:x\",\"value\":\"\(canary)-number\"}]}"
    /// One that is withheld for its meaning.
    private static let meant = "{\"resourceType\":\"Condition\",\"id\":\"meant\",\(patient),\"code\":\(sensitive)}"

    private static func observation(_ rest: String) -> String {
        "{\"resourceType\":\"Observation\",\"id\":\"kept\",\"status\":\"final\",\(patient),\"code\":{\"text\":\"Kept\"},\(rest)}"
    }

    private static func procedure(_ rest: String) -> String {
        "{\"resourceType\":\"Procedure\",\"id\":\"kept\",\"status\":\"completed\",\(patient),\"code\":{\"text\":\"Kept\"},\(rest)}"
    }

    /// The text of the entry or supporting resource that was kept.
    private static func text(_ record: DetailedCareRecord, _ reference: String) throws -> String {
        let entry = record.entries.first { $0.sourceReference == reference }?.resource
        let supporting = record.supporting.first { $0.sourceReference == reference }?.resource
        return String(decoding: try #require(entry ?? supporting).value.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        "{\"reference\":\"urn:uuid:\(canary)\"}", "{\"identifier\":{\"value\":\"\(canary)-number\"}}",
        "{\"reference\":\"Condition?identifier=\(canary)-number\"}", "{\"reference\":\"Condition/\(canary)\"}",
        "{\"reference\":\"https://other.example.org/fhir/Condition/\(canary)\"}",
        "{\"reference\":\"Condition/\(canary)\",\"_reference\":{\"extension\":[{\"url\":\"urn:y\",\"valueString\":\"\(canary)\"}]}}",
    ])
    func `are taken out of references of any form`(reference: String) async throws {
        let kept = Self.observation("\"focus\":[\(reference)]")
        #expect(WithheldFixture.isTold(try await WithheldFixture.record([kept])))
        let record = try await WithheldFixture.record([Self.marked, kept])
        #expect(!WithheldFixture.isTold(record))
        #expect(try Self.text(record, "Observation/kept").contains("Kept"))
    }

    @Test(arguments: [
        "\"extension\":[{\"url\":\"urn:x\",\"valueUri\":\"Condition/\(canary)\"}]",
        "\"component\":[{\"code\":{\"text\":\"Part\"},\"extension\":[{\"url\":\"urn:x\",\"valueUrl\":\"Condition/\(canary)\"}]}]",
    ])
    func `are taken out of addresses`(rest: String) async throws {
        let record = try await WithheldFixture.record([Self.marked, Self.observation(rest)])
        #expect(!WithheldFixture.isTold(record))
    }

    @Test func `are taken out with what belongs to the text that told them`() async throws {
        let attachment =
            "{\"contentType\":\"text/plain\",\"url\":\"Condition/\(Self.canary)\",\"_url\":{\"id\":\"\(Self.canary)\"},\"title\":\"Kept\"}"
        let letter =
            "{\"resourceType\":\"DocumentReference\",\"id\":\"kept\",\"status\":\"current\",\(Self.patient),\"content\":[{\"attachment\":\(attachment)}]}"
        let record = try await WithheldFixture.record([Self.marked, letter])
        #expect(!WithheldFixture.isTold(record))
        #expect(try Self.text(record, "DocumentReference/kept").contains("Kept"))
    }

    @Test func `are taken out with what is left empty without them`() async throws {
        let linkage =
            "{\"resourceType\":\"Linkage\",\"id\":\"l\",\"item\":[{\"type\":\"source\",\"resource\":{\"reference\":\"Condition/c\",\"display\":\"x\"}}]}"
        let resources = [linkage, Self.observation("\"valueString\":\"Kept\"")]
        #expect(WithheldFixture.words(try await WithheldFixture.record(resources)).contains("Linkage/l"))
        let sharing = try WithheldFixture.policy(datasets: Set(Dataset.allCases).subtracting([.problems]))
        #expect(
            !WithheldFixture.words(try await WithheldFixture.record(resources, sharing: sharing)).contains("Linkage/l"))
    }

    @Test func `are taken out of a required element, which says that it is masked`() async throws {
        let device = "{\"resourceType\":\"Device\",\"id\":\"\(Self.canary)\",\(Self.veryRestricted)}"
        let use =
            "{\"resourceType\":\"DeviceUseStatement\",\"id\":\"kept\",\"status\":\"active\",\(Self.patient),\"device\":{\"reference\":\"Device/\(Self.canary)\"}}"
        let record = try await WithheldFixture.record([device, use])
        #expect(!WithheldFixture.isTold(record))
        #expect(try Self.text(record, "DeviceUseStatement/kept").contains("masked"))
    }

    @Test(arguments: [
        "\"reasonCode\":[\(WithheldFixture.concept(WithheldFixture.sensitiveCode, "Other words"))]",
        "\"complication\":[\(WithheldFixture.concept(WithheldFixture.sensitiveCode, "Other words"))]",
        "\"extension\":[{\"url\":\"urn:x\",\"valueCode\":\"\(WithheldFixture.sensitiveCode)\"}]",
        "\"complicationDetail\":[{\"display\":\"\(WithheldFixture.sensitiveCode)\"}]",
    ])
    func `are taken out whole where they are a sensitive code`(rest: String) async throws {
        let record = try await WithheldFixture.record([Self.procedure(rest)])
        let text = try Self.text(record, "Procedure/kept")
        #expect(!text.contains(WithheldFixture.sensitiveCode) && !text.contains("snomed") && !text.contains("urn:x"))
        #expect(text.contains("Kept"))
    }

    @Test(arguments: ["title", "description"]) func `are taken out of titles`(element: String) async throws {
        let plan =
            "{\"resourceType\":\"CarePlan\",\"id\":\"kept\",\"status\":\"active\",\"intent\":\"plan\",\(Self.patient),\"\(element)\":\"Acquired immune deficiency, \(Self.canary)\"}"
        #expect(WithheldFixture.isTold(try await WithheldFixture.record([plan])))
        #expect(!WithheldFixture.isTold(try await WithheldFixture.record([Self.meant, plan])))
    }

    @Test func `are taken out with the resource that contains them, and with the references to it`() async throws {
        let contained =
            "{\"resourceType\":\"Condition\",\"id\":\"c\",\"code\":\(Self.sensitive),\"bodySite\":[{\"text\":\"\(Self.canary)\"}]}"
        let reason = "\"reasonReference\":[{\"reference\":\"#c\",\"display\":\"\(Self.canary)\"}]"
        let record = try await WithheldFixture.record([Self.procedure("\"contained\":[\(contained)],\(reason)")])
        #expect(!WithheldFixture.isTold(record))
        #expect(try !Self.text(record, "Procedure/kept").contains("#c"))
    }

    @Test func `are taken out with the narrative of a resource that is contained`() async throws {
        let contained =
            "{\"resourceType\":\"Organization\",\"id\":\"c\",\"name\":\"Kept too\",\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns='http://www.w3.org/1999/xhtml'>\(Self.canary)</div>\"},\"partOf\":{\"reference\":\"Condition/\(Self.canary)\"}}"
        let record = try await WithheldFixture.record([Self.marked, Self.procedure("\"contained\":[\(contained)]")])
        #expect(!WithheldFixture.isTold(record))
        #expect(try Self.text(record, "Procedure/kept").contains("Kept too"))
    }

    @Test func `never take a product away that is contained, nor what a group or a report that is shown holds`()
        async throws
    {
        let product = "{\"resourceType\":\"Medication\",\"id\":\"m\",\"code\":\(Self.sensitive)}"
        let medicine =
            "{\"resourceType\":\"MedicationRequest\",\"id\":\"kept\",\"status\":\"active\",\"intent\":\"order\",\(Self.patient),\"medicationReference\":{\"reference\":\"#m\"},\"contained\":[\(product)]}"
        func report(_ id: String, _ rest: String, _ result: String) -> String {
            "{\"resourceType\":\"DiagnosticReport\",\"id\":\"\(id)\",\(rest)\"status\":\"final\",\(Self.patient),\"code\":{\"text\":\"x\"},\"result\":[{\"reference\":\"\(result)\"}]}"
        }
        let result = Self.observation("\"valueString\":\"Kept result\"")
        let group =
            "{\"resourceType\":\"Observation\",\"id\":\"group\",\(Self.veryRestricted),\"status\":\"final\",\(Self.patient),\"code\":{\"text\":\"x\"},\"hasMember\":[{\"reference\":\"AllergyIntolerance/a\"}]}"
        let record = try await WithheldFixture.record([
            medicine, result, group, BrokerFixture.allergy("a"),
            report("gone", Self.veryRestricted + ",", "Observation/kept"),
            report("shown", "", "Observation/kept"),
        ])
        let shown = Set(record.entries.map(\.sourceReference))
        #expect(
            shown.isSuperset(of: [
                "MedicationRequest/kept", "Observation/kept", "AllergyIntolerance/a", "DiagnosticReport/shown",
            ]))
        #expect(try Self.text(record, "MedicationRequest/kept").contains("Acquired immune deficiency"))
        #expect(!shown.contains("DiagnosticReport/gone"))
    }

    @Test func `are not the person's own number, though their particulars are withheld`() async throws {
        var fixture = try BrokerFixture()
        fixture.sharing = try WithheldFixture.policy()
        let subject =
            "\"subject\":{\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\"\(BrokerFixture.number)\"}}"
        let own =
            "{\"resourceType\":\"Observation\",\"id\":\"kept\",\"status\":\"final\",\"code\":{\"text\":\"Kept\"},\(subject)}"
        let patient = BrokerFixture.patient().replacing("\"id\":\"p\"", with: "\"id\":\"p\",\(Self.veryRestricted)")
        fixture.sources = [ConfiguredSource(try BrokerFixture.trust([own], patient: patient))]
        let record = try await `The record broker`.record(fixture)
        #expect(!record.entries.contains { $0.resource.type == "Patient" })
        #expect(try Self.text(record, "Observation/kept") == own)
    }

    @Test func `are in no count of what had to be written otherwise`() async throws {
        func odd(_ mark: String) -> String {
            "{\"resourceType\":\"Observation\",\"id\":\"odd\",\(mark)\"status\":\"final\",\"issued\":\"long ago\",\(Self.patient),\"code\":{\"text\":\"x\"}}"
        }
        func count(_ mark: String) async throws -> Int? {
            try await WithheldFixture.record([odd(mark)]).ledger.lines.first?.sourceValueCount
        }
        #expect(try await count("") == 1)
        #expect(try await count(Self.veryRestricted + ",") == 0)
    }

    @Test func `are announced where nothing that is asked for would announce them`() async throws {
        let medicine =
            "{\"resourceType\":\"MedicationRequest\",\"id\":\"kept\",\"status\":\"active\",\"intent\":\"order\",\(Self.patient),\"medicationCodeableConcept\":{\"text\":\"Kept\"},\"reasonReference\":[{\"reference\":\"Condition/\(Self.canary)\"}]}"
        let record = try await WithheldFixture.record([Self.marked, medicine], datasets: [.medication])
        #expect(!WithheldFixture.isTold(record))
        let notices = record.ledger.lines.flatMap(\.notices)
        #expect(notices.contains { $0.dataset == .medication && $0.text == WithholdingStep.announcement })
    }

    @Test func `are none of what belongs to no dataset where the patient must not be told it`() async throws {
        let label = WithheldFixture.label(WithheldFixture.actCode, "NOPAT")
        let resources = [
            "{\"resourceType\":\"Practitioner\",\"id\":\"who\",\(label),\"name\":[{\"family\":\"\(Self.canary)\"}]}",
            Self.observation("\"performer\":[{\"reference\":\"Practitioner/who\"}]"),
        ]
        #expect(WithheldFixture.isTold(try await WithheldFixture.record(resources)))
        #expect(
            !WithheldFixture.isTold(try await WithheldFixture.record(resources, requester: WithheldFixture.patient())))
    }

    @Test func `of the journal are none in what belongs to no dataset, or to none but the journal`() async throws {
        let resources = [
            "{\"resourceType\":\"Binary\",\"id\":\"b\",\"contentType\":\"text/plain\",\"data\":\"\(Self.canary)\"}",
            "{\"resourceType\":\"List\",\"id\":\"l\",\"status\":\"current\",\"mode\":\"snapshot\",\(Self.patient),\"note\":[{\"text\":\"\(Self.canary)\"}],\"entry\":[{\"item\":{\"reference\":\"Observation/kept\"}}]}",
            "{\"resourceType\":\"ClinicalImpression\",\"id\":\"i\",\"status\":\"completed\",\(Self.patient),\"summary\":\"\(Self.canary)\"}",
            Self.observation("\"valueString\":\"Kept\""),
        ]
        for resource in resources.dropLast() {
            let (open, closed) = (
                try await WithheldFixture.record([resource, resources[3]]),
                try await WithheldFixture.record(
                    [resource, resources[3]], sharing: WithheldFixture.policy(journal: false))
            )
            #expect(WithheldFixture.isTold(open))
            #expect(!WithheldFixture.isTold(closed), "\(resource)")
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Foundation
import JSON
import Sharing
import Testing

@testable import Brokering

@Suite struct `Withheld items` {
    /// A way of being withheld.
    enum Way: String, CaseIterable {
        case veryRestricted, restricted, unknownLabel, notForPatient, sensitive, notPermitted
    }

    private static func mark(_ way: Way) -> String? {
        switch way {
        case .veryRestricted: WithheldFixture.label(WithheldFixture.confidentiality, "V")
        case .restricted: WithheldFixture.label(WithheldFixture.confidentiality, "R")
        case .unknownLabel: WithheldFixture.label(WithheldFixture.confidentiality, "Q")
        case .notForPatient: WithheldFixture.label(WithheldFixture.actCode, "NOPAT")
        case .sensitive, .notPermitted: nil
        }
    }

    private static func record(
        _ shape: (type: String, element: String, rest: String), _ way: Way
    ) async throws -> DetailedCareRecord {
        let code = way == .sensitive ? WithheldFixture.sensitiveCode : "73211009"
        let item = WithheldFixture.item(shape, mark: mark(way), code: code)
        let resources = [item] + WithheldFixture.pointers(to: shape.type)
        return try await WithheldFixture.record(
            resources, requester: way == .notForPatient ? WithheldFixture.patient() : WithheldFixture.requester)
    }

    /// Of medicines and allergies a sensitive code removes nothing; so their own words stay.
    private static func isConcerned(_ type: String, _ way: Way) -> Bool {
        way != .notPermitted && !(way == .sensitive && Stripping.neverRemoved.contains(type))
    }

    @Test(arguments: Way.allCases) func `are told of nowhere, in no field of any type`(way: Way) async throws {
        for shape in WithheldFixture.types where Self.isConcerned(shape.type, way) {
            let record = try await Self.record(shape, way)
            let words = WithheldFixture.words(record)
            let told = words.components(separatedBy: "\n").filter { $0.lowercased().contains("canaryq7") }
            #expect(told == [], "\(shape.type), \(way)")
            #expect(words.contains(WithholdingStep.announcement), "\(shape.type), \(way): not announced")
            for kept in ["kept-o", "kept-d", "kept-m", "kept-a", "kept-e"] {
                #expect(words.contains(kept), "\(shape.type), \(way): \(kept) is gone")
            }
        }
    }

    @Test func `that belong to no dataset are withheld where any dataset would not show them`() async throws {
        let label = WithheldFixture.label(WithheldFixture.confidentiality, "R")
        let resources = [
            "{\"resourceType\":\"Practitioner\",\"id\":\"who\",\(label),\"name\":[{\"family\":\"\(WithheldFixture.canary)\"}]}",
            "{\"resourceType\":\"Condition\",\"id\":\"kept-c\",\"subject\":{\"reference\":\"Patient/p\"},\"code\":{\"text\":\"Kept\"},\"asserter\":{\"reference\":\"Practitioner/who\"}}",
        ]
        let differing = try await WithheldFixture.record(
            resources, sharing: WithheldFixture.restrictedForProblemsAlone())
        #expect(!WithheldFixture.isTold(differing))
        #expect(WithheldFixture.words(differing).contains("kept-c"))
        let included = try await WithheldFixture.record(resources, sharing: WithheldFixture.policy(restricted: true))
        #expect(WithheldFixture.isTold(included))
    }

    @Test func `are found by the same scan where nothing is withheld`() async throws {
        for shape in WithheldFixture.types {
            let item = WithheldFixture.item(shape, mark: nil, code: "73211009")
            let record = try await WithheldFixture.record([item] + WithheldFixture.pointers(to: shape.type))
            #expect(WithheldFixture.isTold(record), "\(shape.type)")
            #expect(!WithheldFixture.words(record).contains(WithholdingStep.announcement))
        }
    }

    @Test func `are found by the scan where the step is left out`() async throws {
        var steps = PipelineSteps.standard
        steps.read = { reading, answer, question, utc in
            var line = reading.line(of: answer, to: question, at: utc)
            var contribution = line.contribution
            contribution.mayHoldWithheld = false
            line = LedgerLine(
                source: line.source, decisions: line.decisions, result: line.result, contribution: contribution,
                at: line.at)
            return line
        }
        var fixture = try BrokerFixture()
        let item = WithheldFixture.item(
            WithheldFixture.types[0], mark: WithheldFixture.label(WithheldFixture.confidentiality, "V"),
            code: "73211009")
        fixture.sources = [ConfiguredSource(try BrokerFixture.trust([item]))]
        let keeper = RecordKeeper()
        let broker = RecordBroker(try fixture.broker().parts, steps: steps)
        _ = await broker.record(try BrokerFixture.request(), rendering: keeper.renderer)
        #expect(WithheldFixture.isTold(try #require(keeper.record)))
    }

    @Test func `of a dataset that is denied are told of nowhere and not announced`() async throws {
        let shape = WithheldFixture.types[0]
        let item = WithheldFixture.item(
            shape,
            mark:
                "\"category\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/condition-category\",\"code\":\"problem-list-item\"}]}]",
            code: "73211009")
        let record = try await WithheldFixture.record(
            [item] + WithheldFixture.pointers(to: "Condition"),
            sharing: WithheldFixture.policy(datasets: Set(Dataset.allCases).subtracting([.problems])))
        let told = WithheldFixture.words(record).components(separatedBy: "\n").filter {
            $0.lowercased().contains("canaryq7")
        }
        #expect(told == [])
        #expect(!WithheldFixture.words(record).contains(WithholdingStep.announcement))
        #expect(record.entries.contains { $0.sourceReference == "MedicationRequest/kept-m" })
    }

    @Test(arguments: [true, false])
    func `of a dataset that is denied are told of nowhere by one who does not ask for it`(isSent: Bool) async throws {
        let item = WithheldFixture.item(
            WithheldFixture.types[0],
            mark:
                "\"category\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/condition-category\",\"code\":\"problem-list-item\"}]}]",
            code: "73211009")
        let resources = (isSent ? [item] : []) + WithheldFixture.pointers(to: "Condition")
        let denying = try await WithheldFixture.record(
            resources, sharing: WithheldFixture.policy(datasets: Set(Dataset.allCases).subtracting([.problems])),
            datasets: [.medication])
        let words = WithheldFixture.words(denying)
        let told = words.components(separatedBy: "\n").filter { $0.lowercased().contains("canaryq7") }
        #expect(told == [])
        #expect(words.contains("Kept medicine") && words.contains("Kept allergy"))
        #expect(!words.contains(WithholdingStep.announcement))
        // Whoever may see it but does not ask for it is told of the reason nevertheless.
        let permitting = try await WithheldFixture.record(resources, datasets: [.medication])
        #expect(WithheldFixture.isTold(permitting))
    }

    @Test func `of the person are denied without taking from the entries whose they are`() async throws {
        let record = try await WithheldFixture.record(
            [BrokerFixture.allergy("a")],
            sharing: WithheldFixture.policy(datasets: Set(Dataset.allCases).subtracting([.demographics])))
        let entry = try #require(record.entries.first { $0.sourceReference == "AllergyIntolerance/a" })
        #expect(String(decoding: entry.resource.value.bytes, as: UTF8.self) == BrokerFixture.allergy("a"))
        #expect(!record.entries.contains { $0.resource.type == "Patient" })
    }

    @Test func `make a list withheld where there were no others, and never nothing recorded`() async throws {
        let item = WithheldFixture.item(
            WithheldFixture.types[0], mark: nil, code: WithheldFixture.sensitiveCode)
        let record = try await WithheldFixture.record([item])
        let dataset = try #require(
            record.ledger.lines.first?.outcomes.first { $0.value.code == "answered-with-withheld" }?.key)
        #expect(WithheldFixture.outcome(record, dataset) == .answeredWithWithheld(count: 0))
        #expect(record.ledger.lines.flatMap(\.notices).map(\.dataset) == [dataset])
    }

    @Test func `of confidentiality R are shown where the agreement names them, of V never`() async throws {
        for (code, isShown) in [
            ("R", true), ("V", false), ("N", true), ("M", true), ("L", true), ("U", true), ("x", true),
        ] {
            let allergy = WithheldFixture.item(
                WithheldFixture.types[8], mark: WithheldFixture.label(WithheldFixture.confidentiality, code),
                code: "91936005")
            let named = try await WithheldFixture.record([allergy], sharing: WithheldFixture.policy(restricted: true))
            #expect(WithheldFixture.isTold(named) == isShown, "\(code)")
            let unnamed = try await WithheldFixture.record([allergy])
            #expect(WithheldFixture.isTold(unnamed) == (isShown && code != "R" && code != "x"), "\(code)")
        }
    }

    @Test func `that must not be told to the patient are shown to professionals with a warning`() async throws {
        let item = WithheldFixture.item(
            WithheldFixture.types[0], mark: WithheldFixture.label("http://hl7.org/fhir/v3/ActCode", "NOPAT"),
            code: "73211009")
        let seen = try await WithheldFixture.record([item])
        let entry = try #require(seen.entries.first { $0.resource.type == "Condition" })
        #expect(entry.warnings.first == "Do not disclose to the patient or carers")
        let own = try await WithheldFixture.record([item], requester: WithheldFixture.patient())
        #expect(!WithheldFixture.isTold(own))
    }

    @Test func `carry the label of what they contain, of their contact and of their product`() async throws {
        let label = WithheldFixture.label(WithheldFixture.confidentiality, "V")
        let patient = "\"subject\":{\"reference\":\"Patient/p\"}"
        let inContact = [
            "{\"resourceType\":\"Encounter\",\"id\":\"whole\",\(label),\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\(patient)}",
            "{\"resourceType\":\"Encounter\",\"id\":\"part\",\"partOf\":{\"reference\":\"Encounter/whole\"},\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\(patient)}",
            "{\"resourceType\":\"Observation\",\"id\":\"\(WithheldFixture.canary)\",\"status\":\"final\",\"encounter\":{\"reference\":\"Encounter/part\"},\"code\":{\"text\":\"x\"},\(patient)}",
        ]
        let containing = [
            "{\"resourceType\":\"Observation\",\"id\":\"\(WithheldFixture.canary)\",\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"o\",\(label)}],\"status\":\"final\",\"code\":{\"text\":\"x\"},\(patient)}"
        ]
        let product = [
            "{\"resourceType\":\"Medication\",\"id\":\"m\",\(label),\"code\":{\"text\":\"\(WithheldFixture.canary)\"}}",
            "{\"resourceType\":\"MedicationRequest\",\"id\":\"r\",\"status\":\"active\",\"intent\":\"order\",\"medicationReference\":{\"reference\":\"Medication/m\",\"display\":\"\(WithheldFixture.canary)\"},\(patient)}",
        ]
        for resources in [inContact, containing, product] {
            #expect(!WithheldFixture.isTold(try await WithheldFixture.record(resources)))
        }
    }

    @Test func `never take a medicine or an allergy along unless the source itself marks it`() async throws {
        let code = WithheldFixture.concept(
            WithheldFixture.sensitiveCode, WithheldFixture.canary, text: WithheldFixture.canary)
        let resources = [
            "{\"resourceType\":\"MedicationStatement\",\"id\":\"m\",\"status\":\"active\",\"subject\":{\"reference\":\"Patient/p\"},\"medicationCodeableConcept\":{\"text\":\"Tenofovir\"},\"reasonCode\":[\(code)],\"dosage\":[{\"text\":\"ONE DAILY\",\"asNeededCodeableConcept\":\(code)}],\"note\":[{\"text\":\"for \(WithheldFixture.canary)\"}]}",
            "{\"resourceType\":\"AllergyIntolerance\",\"id\":\"a\",\"patient\":{\"reference\":\"Patient/p\"},\"code\":\(WithheldFixture.concept(WithheldFixture.sensitiveCode, "Abacavir")),\"reaction\":[{\"manifestation\":[{\"text\":\"Rash\"}]}]}",
            "{\"resourceType\":\"Procedure\",\"id\":\"o\",\"status\":\"completed\",\"subject\":{\"reference\":\"Patient/p\"},\"code\":{\"text\":\"Biopsy\"},\"reasonCode\":[\(code),{\"coding\":[{\"code\":\"1\",\"system\":\"urn:x\",\"display\":\"Other reason\"}]}]}",
        ]
        let record = try await WithheldFixture.record(resources)
        #expect(!WithheldFixture.isTold(record))
        let words = WithheldFixture.words(record)
        for kept in ["Tenofovir", "ONE DAILY", "Abacavir", "Rash", "Biopsy", "Other reason"] {
            #expect(words.contains(kept), "\(kept)")
        }
        #expect(words.contains(WithholdingStep.announcement))
    }

    @Test func `take along the results of a report and the comments on them, and what only they refer to`() async throws
    {
        let label = WithheldFixture.label(WithheldFixture.confidentiality, "V")
        let patient = "\"subject\":{\"reference\":\"Patient/p\"}"
        let record = try await WithheldFixture.record([
            "{\"resourceType\":\"DiagnosticReport\",\"id\":\"d\",\(label),\"status\":\"final\",\"code\":{\"text\":\"x\"},\"result\":[{\"reference\":\"Observation/\(WithheldFixture.canary)\"}],\"performer\":[{\"reference\":\"Practitioner/gone\"}],\(patient)}",
            "{\"resourceType\":\"Observation\",\"id\":\"\(WithheldFixture.canary)\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\(patient)}",
            "{\"resourceType\":\"Observation\",\"id\":\"n\",\"status\":\"final\",\"code\":\(WithheldFixture.concept("37331000000100", "Comment note")),\"valueString\":\"\(WithheldFixture.canary)\",\"derivedFrom\":[{\"reference\":\"Observation/\(WithheldFixture.canary)\"}],\(patient)}",
            "{\"resourceType\":\"Practitioner\",\"id\":\"gone\",\"name\":[{\"family\":\"\(WithheldFixture.canary)\"}]}",
            "{\"resourceType\":\"Practitioner\",\"id\":\"stays\",\"name\":[{\"family\":\"Stays\"}]}",
            "{\"resourceType\":\"Observation\",\"id\":\"kept\",\"status\":\"final\",\"code\":{\"text\":\"Kept\"},\"performer\":[{\"reference\":\"Practitioner/stays\"}],\(patient)}",
        ])
        #expect(!WithheldFixture.isTold(record))
        #expect(record.entries.contains { $0.sourceReference == "Observation/kept" })
        #expect(record.supporting.contains { $0.sourceReference == "Practitioner/stays" })
    }

    @Test func `leave a record without any byte for byte as it came`() async throws {
        let resources =
            [BrokerFixture.allergy("a")]
            + WithheldFixture.types.enumerated().map { place, shape in
                WithheldFixture.item(
                    shape, mark: WithheldFixture.label(WithheldFixture.confidentiality, "N"), code: "73211009"
                )
                .replacing("\"id\":\"\(WithheldFixture.canary)\"", with: "\"id\":\"i\(place)\"")
            }
        let record = try await WithheldFixture.record(resources)
        let told = Set(record.entries.map { String(decoding: $0.resource.value.bytes, as: UTF8.self) })
            .union(record.supporting.map { String(decoding: $0.resource.value.bytes, as: UTF8.self) })
        for resource in resources { #expect(told.contains(resource)) }
        #expect(record.ledger.lines.flatMap(\.notices).isEmpty)
    }

    // MARK: What the agreement leaves out

    @Test func `older than the agreement's months are left out in words, and what is current never is`() async throws {
        let patient = "\"subject\":{\"reference\":\"Patient/p\"}"
        func contact(_ id: String, _ date: String?) -> String {
            "{\"resourceType\":\"Encounter\",\"id\":\"\(id)\",\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\(date.map { "\"period\":{\"start\":\"\($0)\"}," } ?? "")\(patient)}"
        }
        let medicine = { (id: String, status: String) in
            "{\"resourceType\":\"MedicationStatement\",\"id\":\"\(id)\",\"status\":\"\(status)\",\"medicationCodeableConcept\":{\"text\":\"m\"},\"effectivePeriod\":{\"start\":\"2001-01-01\"},\(patient)}"
        }
        let record = try await WithheldFixture.record(
            [
                contact("first", "2024-01-31"), contact("before", "2024-01-30"), contact("undated", nil),
                medicine("current", "active"), medicine("past", "completed"),
                BrokerFixture.allergy("a", date: "1961-01-01"),
            ],
            sharing: WithheldFixture.policy(windows: [.events: 24, .medication: 12, .risks: 1]))
        let shown = Set(record.entries.map(\.sourceReference))
        #expect(
            shown.isSuperset(of: [
                "Encounter/first", "Encounter/undated", "MedicationStatement/current", "AllergyIntolerance/a",
            ]))
        #expect(shown.isDisjoint(with: ["Encounter/before", "MedicationStatement/past"]))
        #expect(record.filters.contains { $0.contains("last 24 months of: events") })
        #expect(!record.ledger.withholdsItems)
    }

    @Test func `of the journal's free text are left out in words`() async throws {
        let patient = "\"subject\":{\"reference\":\"Patient/p\"}"
        let resources = [
            "{\"resourceType\":\"Observation\",\"id\":\"n\",\"status\":\"final\",\"code\":\(WithheldFixture.concept("37331000000100", "Comment note")),\"valueString\":\"\(WithheldFixture.canary)\",\(patient)}",
            "{\"resourceType\":\"Encounter\",\"id\":\"e\",\"text\":{\"status\":\"generated\",\"div\":\"<div>\(WithheldFixture.canary)</div>\"},\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\(patient)}",
            "{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"status\":\"current\",\"description\":\"\(WithheldFixture.canary)\",\"type\":{\"text\":\"Letter\"},\"content\":[{\"attachment\":{\"contentType\":\"text/plain\",\"data\":\"\(WithheldFixture.canary)\",\"title\":\"\(WithheldFixture.canary)\"}}],\(patient)}",
            "{\"resourceType\":\"Communication\",\"id\":\"c\",\"status\":\"completed\",\"payload\":[{\"contentString\":\"\(WithheldFixture.canary)\"}],\(patient)}",
        ]
        #expect(WithheldFixture.isTold(try await WithheldFixture.record(resources)))
        let record = try await WithheldFixture.record(resources, sharing: WithheldFixture.policy(journal: false))
        let told = WithheldFixture.words(record).components(separatedBy: "\n").filter { $0.contains("canaryQ7") }
        #expect(told == [])
        #expect(record.entries.contains { $0.sourceReference == "DocumentReference/d" })
        #expect(record.filters.contains { $0.contains("free text of the journal") })
    }

    @Test func `tell nothing by the dates that are asked for`() async throws {
        let item = WithheldFixture.item(
            WithheldFixture.types[6], mark: WithheldFixture.label(WithheldFixture.confidentiality, "V"),
            code: "73211009")
        var notices: Set<[SourceNotice]> = []
        for (from, to) in [(nil, nil), ("2019-01-01", "2021-01-01"), ("2025-01-01", nil)] as [(String?, String?)] {
            var fixture = try BrokerFixture()
            fixture.sources = [ConfiguredSource(try BrokerFixture.trust([item]))]
            let record = try await `The record broker`.record(fixture, BrokerFixture.request(from: from, to: to))
            notices.insert(record.ledger.lines.flatMap(\.notices))
        }
        #expect(notices.count == 1)
    }
}

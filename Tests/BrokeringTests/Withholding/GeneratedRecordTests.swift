// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Sharing
import Testing

@testable import Brokering

@Suite struct `Generated records with withheld items` {
    private static let askings = [
        GeneratedRecord.Asking(), .init(includesRestricted: true), .init(isPatient: true),
        .init(isPatient: true, includesRestricted: true),
    ]

    private static func given(_ record: GeneratedRecord, _ asking: GeneratedRecord.Asking) async throws
        -> DetailedCareRecord
    {
        try await WithheldFixture.record(
            record.resources, sharing: WithheldFixture.policy(restricted: asking.includesRestricted),
            requester: asking.isPatient ? WithheldFixture.patient() : WithheldFixture.requester)
    }

    /// The references of the record's own items among what is shown.
    private static func shown(_ given: DetailedCareRecord, of record: GeneratedRecord) -> Set<String> {
        let own = Set(record.items.map(\.reference))
        return Set(given.entries.map(\.sourceReference)).intersection(own)
    }

    @Test func `show what is to be shown, and of the rest nothing in any field`() async throws {
        for seed in 1...1_000 as ClosedRange<UInt64> {
            let record = GeneratedRecord(seed: seed)
            let asking = Self.askings[Int(seed % 4)]
            let given = try await Self.given(record, asking)
            #expect(Self.shown(given, of: record) == record.shown(to: asking), "seed \(seed), \(asking)")
            let words = WithheldFixture.words(given)
            let told = record.secrets(from: asking).filter { words.contains($0) }
            #expect(told == [], "seed \(seed), \(asking)")
            for dataset in Dataset.held {
                let count = given.entries.count { $0.dataset == dataset && $0.source.id.text == "trust" }
                if let outcome = WithheldFixture.outcome(given, dataset) {
                    #expect(outcome.count ?? 0 == count, "seed \(seed), \(dataset.rawValue)")
                }
            }
            for item in record.items where item.label == .notForPatient && record.isShown(item, to: asking) {
                let entry = given.entries.first { $0.sourceReference == item.reference }
                #expect(entry?.warnings.first == WithholdingStep.notForPatient, "seed \(seed)")
            }
        }
    }

    @Test func `pass byte for byte where nothing is withheld`() async throws {
        for seed in 1...300 as ClosedRange<UInt64> {
            let record = GeneratedRecord(seed: seed, isPlain: true)
            let given = try await Self.given(record, Self.askings[Int(seed % 4)])
            let bytes = Set(given.entries.map { String(decoding: $0.resource.value.bytes, as: UTF8.self) })
            #expect(bytes.isSuperset(of: record.resources), "seed \(seed)")
            #expect(given.ledger.lines.flatMap(\.notices).isEmpty, "seed \(seed)")
        }
    }

    @Test func `show no more where more is withheld`() async throws {
        for seed in 1...200 as ClosedRange<UInt64> {
            let record = GeneratedRecord(seed: seed)
            var wide = record
            // One more item is marked.
            let place = Int(seed) % record.items.count
            wide.items[place].label = .veryRestricted
            wide.items[place].labelPlace = .own
            let asking = Self.askings[Int(seed % 4)]
            let before = try await Self.given(record, asking)
            let after = try await Self.given(wide, asking)
            #expect(Self.shown(after, of: wide).isSubset(of: Self.shown(before, of: record)), "seed \(seed)")
            let all = record.items.flatMap { [$0.words, $0.reasonWords, $0.extensionWords] }
            let (old, new) = (WithheldFixture.words(before), WithheldFixture.words(after))
            #expect(all.filter { new.contains($0) && !old.contains($0) } == [], "seed \(seed)")
        }
    }

    // MARK: Groups

    private static func report(_ label: GeneratedRecord.Label, _ note: String) -> String {
        let system =
            label == .notForPatient
            ? "http://terminology.hl7.org/CodeSystem/v3-ActCode" : WithheldFixture.confidentiality
        let meta =
            label == .none ? "" : ",\"meta\":{\"security\":[{\"system\":\"\(system)\",\"code\":\"\(label.rawValue)\"}]}"
        return
            "{\"resourceType\":\"Immunization\",\"id\":\"\(note)\"\(meta),\"status\":\"completed\",\"vaccineCode\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"871822003\"}]},\"occurrenceDateTime\":\"2020-01-01\",\"lotNumber\":\"L1\",\"protocolApplied\":[{\"doseNumberPositiveInt\":1}],\"patient\":{\"reference\":\"Patient/p\"},\"note\":[{\"text\":\"\(note)\"}]}"
    }

    @Test(arguments: GeneratedRecord.Label.allCases, GeneratedRecord.Label.allCases)
    func `leave no trace in a group, whose word is its most restrictive original's`(
        one: GeneratedRecord.Label, other: GeneratedRecord.Label
    ) async throws {
        for asking in [GeneratedRecord.Asking(), .init(isPatient: true)] {
            var fixture = try BrokerFixture()
            let pages = try [(one, "zg01x"), (other, "zg02x")].map {
                try BrokerFixture.page([BrokerFixture.patient(), Self.report($0, $1)])
            }
            fixture.sources = try ["trust", "beside"].enumerated().map { place, name in
                let page = pages[place]
                return ConfiguredSource(
                    FakeSource(try BrokerFixture.description(name, ods: "TRUST")) { _ in
                        .searchPages([page], faults: [])
                    })
            }
            fixture.sharing = try WithheldFixture.policy()
            let request = RecordRequest(
                requester: asking.isPatient ? try WithheldFixture.patient() : WithheldFixture.requester,
                nhsNumber: try NHSNumber(BrokerFixture.number), traceID: "trace-1")
            let record = try await `The record broker`.record(fixture, request)
            let words = WithheldFixture.words(record)
            var shown: [GeneratedRecord.Label] = []
            for (label, note) in [(one, "zg01x"), (other, "zg02x")] {
                var probe = GeneratedRecord(seed: 1)
                probe.items = [.init(place: 0, kind: .allergy, label: label)]
                let isShown = probe.isShown(probe.items[0], to: asking)
                #expect(words.contains(note) == isShown, "\(label) beside \(one), \(other)")
                if isShown { shown.append(label) }
            }
            let groups = record.merged.entries.filter { $0.lead.resource.type == "Immunization" }
            #expect(groups.count == (shown.isEmpty ? 0 : 1))
            #expect(groups.first?.originals.count ?? 0 == shown.count)
            #expect(
                groups.first?.warnings.contains(WithholdingStep.notForPatient) ?? false
                    == shown.contains(.notForPatient))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Terminology
import Testing

@testable import Brokering

@Suite struct `Words that stand for a sensitive code` {
    private static let patient = "\"subject\":{\"reference\":\"Patient/p\"}"

    /// A condition that is withheld, as its source calls it.
    private static func withheld(_ display: String) -> String {
        let code = WithheldFixture.concept(WithheldFixture.sensitiveCode, display)
        return "{\"resourceType\":\"Condition\",\"id\":\"gone\",\(patient),\"code\":\(code)}"
    }

    private static func medicine(_ rest: String, name: String = "{\"text\":\"Kept medicine\"}") -> String {
        "{\"resourceType\":\"MedicationRequest\",\"id\":\"kept-m\",\"status\":\"active\",\"intent\":\"order\",\(patient),\"medicationCodeableConcept\":\(name)\(rest.isEmpty ? "" : "," + rest)}"
    }

    @Test(arguments: ["HIV", "IVF", "STI", "hiv", "GU", "HIV positive", "Infection (HIV) NOS"])
    func `are taken out of reasons, notes and narratives, however short they are`(display: String) async throws {
        let short = ["IVF", "STI", "GU"].first { display == $0 } ?? "HIV"
        let texts = [
            "\"reasonCode\":[{\"text\":\"\(short)\"}]", "\"note\":[{\"text\":\"Given for \(short).\"}]",
            "\"note\":[{\"text\":\"\(short)-related\"}]", "\"note\":[{\"text\":\"(\(short)s)\"}]",
            "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns='http://www.w3.org/1999/xhtml'><b>\(short)</b></div>\"}",
            "\"dosageInstruction\":[{\"text\":\"ONE DAILY\"}],\"extension\":[{\"url\":\"https://example.org/x\",\"valueString\":\"\(short)\"}]",
        ]
        for text in texts {
            let record = try await WithheldFixture.record([Self.withheld(display), Self.medicine(text)])
            let words = WithheldFixture.words(record)
            #expect(!words.contains(short), "\(text)")
            #expect(words.contains("Kept medicine"), "\(text)")
            #expect(words.contains(WithholdingStep.announcement), "\(text)")
            // The same scan finds them where nothing is withheld.
            let open = try await WithheldFixture.record([Self.medicine(text)])
            #expect(WithheldFixture.words(open).contains(short), "\(text)")
        }
    }

    @Test func `are words of their own, not parts of others nor other words in small letters`() async throws {
        for (display, text) in [
            ("STI", "Testing: STILL in distILLED water, STIM"), ("TOP", "Apply to the top of the foot"),
            ("AIDS", "Wears hearing aids"), ("Infection NOS", "Rash NOS"), ("HIV", "SHIVering"),
        ] {
            let note = "\"note\":[{\"text\":\"\(text)\"}],\"dosageInstruction\":[{\"text\":\"\(text)\"}]"
            let record = try await WithheldFixture.record([Self.withheld(display), Self.medicine(note)])
            #expect(record.entries.contains { $0.sourceReference == "MedicationRequest/kept-m" })
            #expect(WithheldFixture.words(record).contains(text), "\(display)")
        }
        let capitals = Self.medicine("\"note\":[{\"text\":\"After TOP in 2019\"}]")
        let record = try await WithheldFixture.record([Self.withheld("TOP"), capitals])
        #expect(!WithheldFixture.words(record).contains("After TOP"))
    }

    @Test(arguments: ["HIV", "Acquired immune deficiency"])
    func `never take a medicine or an allergy away, nor what it is called`(display: String) async throws {
        let named = "\(display) starter pack"
        let coded = WithheldFixture.concept("111", named, text: named)
        let contained =
            "{\"resourceType\":\"Medication\",\"id\":\"c\",\"code\":\(coded),\"ingredient\":[{\"itemReference\":{\"reference\":\"Substance/s\",\"display\":\"\(named) S\"}}]}"
        let resources = [
            Self.withheld(display), Self.medicine("", name: coded),
            "{\"resourceType\":\"Medication\",\"id\":\"product\",\"code\":{\"text\":\"\(named) P\"}}",
            "{\"resourceType\":\"MedicationStatement\",\"id\":\"by-reference\",\"status\":\"active\",\(Self.patient),\"medicationReference\":{\"reference\":\"Medication/product\",\"display\":\"\(named) R\"}}",
            "{\"resourceType\":\"MedicationStatement\",\"id\":\"with-product\",\"status\":\"active\",\(Self.patient),\"contained\":[\(contained)],\"medicationReference\":{\"reference\":\"#c\"}}",
            "{\"resourceType\":\"AllergyIntolerance\",\"id\":\"allergy\",\"patient\":{\"reference\":\"Patient/p\",\"display\":\"Top Hiv\"},\"code\":\(WithheldFixture.concept("222", "\(named) A"))}",
        ]
        let record = try await WithheldFixture.record(resources)
        let words = WithheldFixture.words(record)
        for kept in [
            "MedicationRequest/kept-m", "MedicationStatement/by-reference", "MedicationStatement/with-product",
            "AllergyIntolerance/allergy", "\(named) R", "\(named) P", "\(named) S", "\(named) A", "Top Hiv",
        ] {
            #expect(words.contains(kept), "\(kept)")
        }
        #expect(!record.entries.contains { $0.sourceReference == "Condition/gone" })
    }
}

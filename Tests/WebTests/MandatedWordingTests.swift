// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import JSON
import Testing

@testable import Web

/// The sentences that GP Connect mandates, each written out once, to the character, with the situation in which every form of the record
/// has to show it. Whoever changes one changes it here, in sight.
@Suite struct `The mandated wordings` {
    struct Situation: CustomTestStringConvertible {
        let name: String
        let record: DetailedCareRecord
        let sentences: [String]
        var testDescription: String { name }
    }

    private static func all(_ outcome: SourceOutcome) -> DetailedCareRecord {
        SampleRecord.record([], anytown: outcome, hospital: outcome, community: outcome)
    }

    private static func noticing(_ kind: SourceNotice.Kind, _ text: String) -> DetailedCareRecord {
        SampleRecord.record([], notices: [SourceNotice(kind: kind, dataset: .medication, text: text)])
    }

    private static let excluded = "Items excluded due to confidentiality and/or patient preferences."
    private static let inTransit =
        "Patient record transfer from previous GP practice not yet complete; information recorded before 23-Jun-2010 may be missing."
    private static let awaitingFiling =
        "Patient record contains some items in the GP practice workflow that have not been reviewed for inclusion in this message; information recorded before 23-Jun-2010 may be missing."

    static let situations = [
        Situation(
            name: "nothing recorded", record: all(.nothingRecorded),
            sentences: ["No 'Medication' data is recorded for this patient."]),
        Situation(
            name: "a technical limit", record: all(.notAvailable(reason: .init(.switchedOff, "It is switched off."))),
            sentences: [
                "This system does not support retrieval of 'Medication' data.",
                "This data may still exist in the source system.",
            ]),
        Situation(
            name: "masked or denied", record: all(.refused(reason: .init(.accessDenied, "It refused."))),
            sentences: [
                "Access is denied to 'Medication' data for this patient.",
                "This data may still exist in the source system.",
            ]),
        Situation(
            name: "not stored", record: all(.notSupported),
            sentences: ["'Medication' data is not supported by this system."]),
        Situation(
            name: "withheld", record: all(.answeredWithWithheld(count: 0)), sentences: [excluded]),
        Situation(
            name: "confidential-items", record: noticing(.confidentialItems, excluded), sentences: [excluded]),
        Situation(
            name: "data-in-transit", record: noticing(.dataInTransit, inTransit), sentences: [inTransit]),
        Situation(
            name: "data-awaiting-filing", record: noticing(.dataAwaitingFiling, awaitingFiling),
            sentences: [awaitingFiling]),
    ]

    @Test(arguments: situations)
    func `stand to the character on the page, in the text and in FHIR`(situation: Situation) throws {
        let page = `The first screen`.regions(situation.record)["medication"] ?? ""
        let text = String(decoding: RecordText.render(situation.record), as: UTF8.self)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let document = try `The record as a FHIR document`.document(situation.record)
        let composition = try #require(document["entry"]?[0]?["resource"])
        let section = composition["section"]?.elements.first { $0["title"]?.string == "Medication" }
        let narrative = section?["text"]?["div"]?.string ?? ""
        for sentence in situation.sentences {
            let escaped = sentence.replacing("'", with: "&#39;")
            #expect(page.contains(escaped), "the page of \(situation.name)")
            #expect(text.contains(sentence), "the text of \(situation.name)")
            #expect(narrative.contains(escaped), "the FHIR document of \(situation.name)")
        }
    }
}

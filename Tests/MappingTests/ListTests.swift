// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import TestSupport
import Testing

@testable import Mapping

@Suite struct `Reading what lists say` {
    private func list(_ code: String, _ rest: String) -> String {
        #"{"resourceType":"List","id":"l","status":"current","mode":"snapshot","title":"T","code":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)"}]},\#(rest)}"#
    }

    private func warning(_ code: String) -> String {
        #""extension":[{"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-ListWarningCode-1","valueCode":"\#(code)"}]"#
    }

    private let empty =
        #""emptyReason":{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-ListEmptyReasonCode-1","code":"no-content-recorded","display":"No Content Recorded"}]}"#

    @Test func `an empty list with confidential items is withheld, not none`() throws {
        let withheld = try mapped(list("886921000000105", warning("confidential-items") + "," + empty)).notices
        let none = try mapped(list("886921000000105", empty)).notices
        #expect(withheld.map(\.isWithheld) == [true])
        #expect(none.map(\.isWithheld) == [false])
        #expect(none.map(\.emptyReason?.code) == ["no-content-recorded"])
        #expect(withheld.first?.area == .allergies)
        #expect(withheld.first?.text == ["Items excluded due to confidentiality and/or patient preferences."])
    }

    @Test func `a note is kept word for word and the mandated wording is not said twice`() throws {
        let note =
            "Patient record transfer from previous GP practice not yet complete; information recorded before 23-Jun-2010 may be missing. Information not available"
        let notices = try mapped(
            list("933361000000108", warning("data-in-transit") + #","note":[{"text":"\#(note)"}]"#)
        ).notices
        #expect(notices.map(\.text) == [[note]])
        #expect(notices.map(\.warningCode) == [.dataInTransit])
    }

    @Test func `every warning without its wording is given it`() throws {
        let transit = try mapped(list("933361000000108", warning("data-in-transit"))).notices
        #expect(
            transit.first?.text == [
                "Patient record transfer from previous GP practice not yet complete; information recorded before an unstated date may be missing."
            ])
        let filing = try mapped(list("933361000000108", warning("data-awaiting-filing"))).notices
        #expect(
            filing.first?.text == [
                "Patient record contains some items in the GP practice workflow that have not been reviewed for inclusion in this message; information recorded before an unstated date may be missing."
            ])
        #expect(filing.first?.warningCode == .dataAwaitingFiling)
        let other = try mapped(list("933361000000108", warning("something-new"))).notices
        #expect(other.map(\.warningCode) == [.other("something-new")])
    }

    @Test func `the notes, reasons and warnings of the corpus all arrive`() throws {
        for (file, document) in Corpus.structuredRecords() {
            let bundle = try #require(Bundle<STU3>(document.root))
            let record = STU3ToR4.map(bundle)
            let lists = bundle.resources.filter { $0.type == "List" }
            let notes = lists.flatMap { list in (list["note"]?.elements.compactMap { $0["text"]?.string }) ?? [] }
            let said = record.notices.flatMap(\.text)
            #expect(notes.allSatisfy { said.contains($0) }, "\(file.name)")
            let codes = lists.flatMap { Extension.all(in: $0["extension"]) }.compactMap { $0.json["valueCode"]?.string }
            #expect(record.notices.compactMap(\.warningCode).count == codes.count, "\(file.name)")
            #expect(
                lists.filter { $0["emptyReason"] != nil }.count <= record.notices.filter { $0.emptyReason != nil }.count
            )
        }
    }

    @Test func `an entry has the areas of its lists and the headings above it`() throws {
        func structural(_ id: String, _ code: String, _ title: String, _ entries: String...) -> String {
            let items = entries.map { #"{"item":{"reference":"\#($0)"}}"# }.joined(separator: ",")
            return
                #"{"resourceType":"List","id":"\#(id)","status":"current","mode":"snapshot","title":"\#(title)","code":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)"}]},"entry":[\#(items)]}"#
        }
        let secondary =
            #"{"resourceType":"List","id":"s","status":"current","mode":"snapshot","code":{"coding":[{"system":"https://fhir.hl7.org.uk/STU3/CodeSystem/GPConnect-SecondaryListValues-1","code":"consultations-uncategorised-data-contained-in-consultations"}]},"entry":[{"item":{"reference":"Observation/1"}}]}"#
        let record = try mapped(
            structural("c", "325851000000107", "GP Surgery", "List/t"),
            structural("t", "25851000000105", "Gout", "List/h"),
            structural("h", "24781000000107", "Examination", "Observation/1"), secondary,
            #"{"resourceType":"Observation","id":"1","status":"final","code":{"text":"x"}}"#)
        let observation = try #require(record.resources.last)
        #expect(observation.headings == ["Gout", "Examination"])
        #expect(observation.areas == [.uncategorised])
    }

    @Test(arguments: [
        ("problems-allergies-that-have-been-ended-related-to-problems", ClinicalArea.endedAllergies),
        ("problems-medications-related-to-problems", .medications),
        ("problems-linked-problems-not-relating-to-the-primary-query", .problems),
        ("consultations-diary-entries-contained-in-consultations", .diary),
        ("consultations-outbound-referrals-in-consultations", .outboundReferrals),
        ("consultations-documents-contained-in-consultations", .documents),
        ("problems-consultations-related-to-problems", .consultations),
    ])
    func `a secondary list stands for an area`(code: String, area: ClinicalArea) {
        #expect(ClinicalArea(secondary: code) == area)
    }

    @Test func `lists that refer to each other in a ring end`() throws {
        let ring =
            #"{"resourceType":"List","id":"a","status":"current","mode":"snapshot","title":"A","code":{"coding":[{"system":"http://snomed.info/sct","code":"25851000000105"}]},"entry":[{"item":{"reference":"List/b"}}]}"#
        let record = try mapped(
            ring, ring.replacing("\"id\":\"a\"", with: "\"id\":\"b\"").replacing("List/b", with: "List/a"))
        #expect(record.resources.count == 2)
    }
}

extension String {
    func replacing(_ part: String, with other: String) -> String {
        split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
    }
}

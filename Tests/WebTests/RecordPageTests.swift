// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Sharing
import TestSupport
import Testing

@testable import Web

@Suite struct `The record as a page` {
    static func page(_ record: DetailedCareRecord) -> String {
        let frame = PageFrame(requester: .unauthenticatedDemonstration, retry: .link("/viewer/patients/handle"))
        return String(decoding: RecordPage.render(record, frame: frame), as: UTF8.self)
    }

    @Test func `stands as in its golden file`() {
        let lines = Self.page(SampleRecord.incomplete).replacing("><", with: ">\n<")
        Golden.expect(lines, equals: "record.html", in: "WebTests")
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "</td></table><svg/onload=x>",
        "<!--", "&lt;b&gt;", "javascript:alert(1)", "]]><x>",
    ])
    func `shows what a source wrote as text, whatever it is`(payload: String) {
        let entry = SampleRecord.entry(
            .risks, .allergies, #"{"resourceType":"AllergyIntolerance","id":"a"}"#, date: nil, title: payload,
            details: [(payload, payload)], warnings: [payload])
        let notice = SourceNotice(kind: .note, dataset: nil, text: payload)
        let page = Self.page(SampleRecord.record([entry], notices: [notice], filters: [payload]))
        let plain = Self.page(
            SampleRecord.record(
                [
                    SampleRecord.entry(
                        .risks, .allergies, #"{"resourceType":"AllergyIntolerance","id":"a"}"#, date: nil, title: "x",
                        details: [("x", "x")], warnings: ["x"])
                ], notices: [SourceNotice(kind: .note, dataset: nil, text: "x")], filters: ["x"]))
        #expect(page.count { $0 == "<" } == plain.count { $0 == "<" })
        #expect(page.count { $0 == "\"" } == plain.count { $0 == "\"" })
        #expect(page.contains(HTML.text(payload).markup))
    }

    @Test func `shows allergies before medicines, and completeness before both`() throws {
        let page = Self.page(SampleRecord.incomplete)
        let places = try [
            "TESTPATIENT, Olwen Mair", "2 of 3 sources answered", "Allergy to penicillin", "For attempted", "Warfarin",
            "Atrial", "eGFR", "Surgery consultation",
        ]
        .map { try #require(page.firstRange(of: $0), "\($0) is not there").lowerBound }
        #expect(places == places.sorted())
    }

    @Test func `says that nobody was asked who they are`() {
        #expect(Self.page(SampleRecord.incomplete).contains("Unauthenticated demonstration"))
    }

    @Test func `runs and loads nothing`() {
        let page = Self.page(SampleRecord.incomplete)
        #expect(!page.contains("<script") && !page.contains("style=\"") && !page.contains("http://"))
    }

    @Test func `never renders two situations of absence alike`() {
        let reason = SampleRecord.timedOut
        let outcomes: [SourceOutcome] = [
            .nothingRecorded, .answeredWithWithheld(count: 0), .notSeparatelyRecorded, .notSupported,
            .refused(reason: .init(.accessDenied, "Access is denied.")), .notAvailable(reason: reason),
            .quarantined(reason: .init(.identityUncertain, "It is not certain that this is the person.")),
        ]
        let kinds: [SourceNotice.Kind?] = [nil, .confidentialItems, .dataInTransit, .dataAwaitingFiling]
        var seen: [String: String] = [:]
        for outcome in outcomes {
            for kind in kinds {
                for isEmpty in [true, false] {
                    let notices = kind.map { [SourceNotice(kind: $0, dataset: nil, text: "\($0)")] } ?? []
                    let entries =
                        isEmpty
                        ? []
                        : SampleEntries.medicines.map { entry in
                            RecordEntry(
                                id: entry.id, dataset: entry.dataset, section: entry.section, resource: entry.resource,
                                sourceReference: entry.sourceReference, source: SampleRecord.hospital, date: entry.date,
                                title: entry.title)
                        }
                    let record = SampleRecord.record(entries, anytown: outcome, notices: notices)
                    let panel = DatasetPanel(.medication, of: RecordContents(record)).html.markup
                    let situation = "\(outcome.code) \(kind.map { "\($0)" } ?? "none") \(isEmpty)"
                    // Where there are entries of another source, "nothing recorded" and "not supported" need no word.
                    let isSilent = !isEmpty && (outcome == .nothingRecorded || outcome == .notSupported)
                    if let other = seen[panel], !isSilent { Issue.record("\(situation) looks like \(other)") }
                    seen[panel] = situation
                }
            }
        }
    }

    @Test func `makes an empty record of silent sources a red one, not a "nothing"`() {
        let outcome = SourceOutcome.notAvailable(reason: SampleRecord.timedOut)
        let page = Self.page(SampleRecord.record([], anytown: outcome, hospital: outcome, community: outcome))
        #expect(page.contains("INCOMPLETE RECORD: "))
        #expect(page.contains("0 of 3 sources answered"))
        #expect(page.contains("ALLERGIES NOT KNOWN"))
        #expect(!page.contains("data is recorded for this patient"))
    }

    @Test func `says that an allergy may be among what could not be read`() {
        let page = Self.page(SampleRecord.record(SampleEntries.risks, unreadable: ["AllergyIntolerance"]))
        #expect(page.contains("An allergy or an alert may be among what is not shown."))
        #expect(page.contains("ALLERGIES INCOMPLETE"))
        #expect(page.contains("INCOMPLETE RECORD"))
    }
}

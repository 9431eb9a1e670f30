// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import JSON
import Sharing
import Testing

@testable import Web

@Suite struct `What fills a page` {
    static let frame = PageFrame(requester: .unauthenticatedDemonstration, retry: .link("/viewer/patients/handle"))

    static func update(_ record: DetailedCareRecord) -> [UInt8] { PageUpdate.render(record, frame: frame) }

    static func events(_ bytes: [UInt8]) -> [(name: String, data: JSONValue?)] {
        ServerSentEvent.separated(bytes).map { event in
            let lines = String(decoding: event, as: UTF8.self).split(separator: "\n")
            let data = (try? JSONDocument(parsing: String(lines[1].dropFirst("data: ".count))))?.root
            return (String(lines[0].dropFirst("event: ".count)), data)
        }
    }

    static func released(_ record: DetailedCareRecord, _ stage: RecordStage) -> RecordUpdate {
        RecordUpdate(stage: stage, released: ReleasedRecord(body: update(record), ledger: record.ledger))
    }

    static func pageEvents() -> PageEvents {
        PageEvents(stream: "id", token: "token", pages: OpenPages()) { fault in .text(fault.diagnostics) }
    }

    @Test func `is what stands on the whole page, region by region`() throws {
        for record in [SampleCourse.one, SampleCourse.incomplete, SampleCourse.complete] {
            let regions = RecordPage.regions(of: record, frame: Self.frame)
            let sent = Self.events(Self.update(record)).filter { $0.name == "region" }
            let page = String(decoding: RecordPage.render(record, frame: Self.frame), as: UTF8.self)
            #expect(Set(sent.compactMap { $0.data?["region"]?.string }) == Set(regions.map(\.id)))
            #expect(sent.count == regions.count)
            for region in sent {
                let (id, html) = (try #require(region.data?["region"]?.string), region.data?["html"]?.string ?? "")
                #expect(page.contains(html))
                // One element, with the region's id.
                #expect(html.hasPrefix("<") && html.prefix { $0 != ">" }.contains("id=\"\(id)\""))
            }
        }
    }

    @Test func `has a place for every region, and nothing of anybody before the regions`() {
        let events = Self.events(Self.update(SampleCourse.one))
        let layout = events[0].data?["html"]?.string ?? ""
        #expect(events[0].name == "layout" && events.last?.name == "stage")
        for region in RecordPage.regions(of: SampleCourse.one, frame: Self.frame) {
            #expect(layout.ranges(of: "id=\"\(region.id)\"").count == 1)
        }
        for word in ["TESTPATIENT", "Warfarin", "enicillin", SampleRecord.nhsNumber.grouped] {
            #expect(!layout.contains(word))
        }
    }

    @Test func `says how many sources have answered so far, and complete only when all have`() {
        for (record, words) in [
            (SampleCourse.one, "1 of 3 sources so far. The others are still being asked."),
            (SampleCourse.two, "2 of 3 sources so far. The others are still being asked."),
        ] {
            let stage = Self.events(Self.update(record)).last?.data
            #expect(stage?["asking"]?.boolean == true && stage?["words"]?.string == words)
        }
        let late = Self.events(Self.update(SampleCourse.incomplete)).last?.data
        #expect(late?["asking"]?.boolean == false && late?["words"]?.string?.contains("incomplete") == true)
        let all = Self.events(Self.update(SampleCourse.complete)).last?.data
        #expect(all?["words"]?.string == "All sources have answered: 3 of 3.")
        let nobody = SampleRecord.record([], anytown: SampleCourse.awaited, hospital: SampleCourse.late)
        #expect(SourcesProgress(nobody.ledger).isAsking)
    }

    @Test func `says of nothing that there is none while a source is being asked`() {
        let allergy = SampleEntries.risks.prefix(1) + SampleEntries.investigations.prefix(1)
        for entries in [Array(allergy), []] {
            let record = SampleRecord.record(entries, hospital: SampleCourse.awaited, community: SampleCourse.awaited)
            let regions = RecordPage.regions(of: record, frame: Self.frame).prefix { $0.id != "contents" }
            #expect(regions.contains { $0.id == "allergies" && $0.html.markup.contains("so far") })
            for region in regions {
                for words in ["None ", "none ", "No '", "No allergies", "All sources"] {
                    #expect(!region.html.markup.contains(words), "\(region.id) says \(words)")
                }
            }
        }
    }

    @Test func `is sent again only where it has changed`() {
        var events = Self.pageEvents()
        let all = Self.events(Self.update(SampleCourse.one))
        let first = Self.events(events.events(of: Self.released(SampleCourse.one, .whole)))
        #expect(first.map(\.name) == all.map(\.name))
        let same = Self.events(events.events(of: Self.released(SampleCourse.one, .whole)))
        #expect(same.map(\.name) == ["stage"])
        let second = Self.events(events.events(of: Self.released(SampleCourse.two, .whole)))
        let changed = zip(RecordPage.regions(of: SampleCourse.one, frame: Self.frame), Self.regions(SampleCourse.two))
            .filter { $0.html.markup != $1.html.markup }.map(\.1.id)
        #expect(Set(second.compactMap { $0.data?["region"]?.string }) == Set(changed))
        #expect(!changed.isEmpty && changed.count < all.count - 2)
    }

    @Test
    func `goes from the page where nothing of the record may be shown any more, and stays where it only went wrong`()
        throws
    {
        let closed = AccessOutlook(
            opensNow: false, needsPermission: false, emergencyWouldOpen: false, denial: .noAgreement)
        for (end, clears) in [
            (RecordFollowingEnd.noRecordCanBeShown, true), (.notPermitted(closed), true),
            (.closed(.auditUnavailable), false),
        ] {
            var events = Self.pageEvents()
            _ = events.events(of: Self.released(SampleCourse.one, .whole))
            let fault = try #require(Self.events(events.ending(end)).first)
            #expect(fault.name == "fault" && (fault.data?["clears"]?.boolean ?? false) == clears)
        }
    }

    private static func regions(_ record: DetailedCareRecord) -> [PageRegion] {
        RecordPage.regions(of: record, frame: frame)
    }
}

@Suite struct `Pages that wait for try again` {
    @Test func `ask again once while they wait, for their own visitor alone`() async {
        let pages = OpenPages()
        var again = pages.open("page", visitor: "visitor").makeAsyncIterator()
        #expect(pages.askAgain("page", visitor: "visitor") == .alreadyAsking)
        pages.wait("page")
        #expect(pages.askAgain("page", visitor: "stranger") == .notOpen)
        #expect(pages.askAgain("another", visitor: "visitor") == .notOpen)
        #expect(pages.askAgain("page", visitor: "visitor") == .asked)
        #expect(pages.askAgain("page", visitor: "visitor") == .alreadyAsking)
        #expect(await again.next() != nil)
        pages.wait("page")
        pages.stopWaiting("page")
        #expect(pages.askAgain("page", visitor: "visitor") == .notOpen)
        #expect(await again.next() == nil)
        #expect(pages.isDismissed("page"))
        pages.close("page")
        #expect(pages.count == 0)
    }

    @Test func `stop waiting, the longest first, where a visitor or all have too many`() {
        let pages = OpenPages(limits: .init(total: 3, perVisitor: 2))
        for (id, visitor) in [("a", "one"), ("b", "one"), ("c", "two"), ("d", "one")] {
            _ = pages.open(id, visitor: visitor)
            pages.wait(id)
        }
        #expect(["a", "b", "c", "d"].filter { pages.isDismissed($0) } == ["a"])
        _ = pages.open("e", visitor: "three")
        pages.wait("e")
        #expect(["b", "c", "d", "e"].filter { pages.isDismissed($0) } == ["b"])
    }
}

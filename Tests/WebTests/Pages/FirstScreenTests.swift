// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Sharing
import Testing

@testable import Web

@Suite struct `The first screen` {
    static func regions(_ record: DetailedCareRecord, view: RecordView = .clinician) -> [String: String] {
        let frame = PageFrame(requester: .unauthenticatedDemonstration, view: view)
        return Dictionary(
            uniqueKeysWithValues: RecordPage.regions(of: record, frame: frame).map { ($0.id, $0.html.markup) })
    }

    static func order(_ record: DetailedCareRecord, view: RecordView = .clinician) -> [String] {
        let frame = PageFrame(requester: .unauthenticatedDemonstration, view: view)
        return RecordPage.regions(of: record, frame: frame).map(\.id)
    }

    static let awaited = SourceOutcome.notAvailable(reason: .init(.awaited, "The source is still being asked."))

    @Test func `has the same parts at every stage of a record, each an element with its id`() {
        let silent = SampleRecord.record([], anytown: Self.awaited, hospital: Self.awaited, community: Self.awaited)
        for view in RecordView.allCases {
            let whole = Self.order(SampleRecord.incomplete, view: view)
            #expect(whole == Self.order(silent, view: view))
            #expect(Set(whole).count == whole.count)
            for (id, html) in Self.regions(silent, view: view) {
                #expect(html.prefix { $0 != ">" }.contains(" id=\"\(id)\""))
            }
        }
    }

    @Test func `never cuts an allergy, however many there are and however long`() throws {
        let allergies = SampleCourses.allergies(40)
        let panel = try #require(Self.regions(SampleRecord.record(allergies))["allergies"])
        for entry in allergies {
            #expect(panel.contains(">\(entry.title)<"))
            #expect(panel.contains(entry.details[0].text))
        }
        #expect(!panel.contains("more under"))
    }

    @Test func `begins with the allergy that may kill, however old it is`() throws {
        func allergy(_ id: String, _ title: String, _ date: String, _ members: String) -> RecordEntry {
            SampleRecord.entry(
                .risks, .allergies, #"{"resourceType":"AllergyIntolerance","id":"\#(id)"\#(members)}"#, date: date,
                title: title)
        }
        let record = SampleRecord.record([
            allergy("1", "Newest", "2025-05-01", #","criticality":"low""#),
            allergy("2", "Critical", "1999-05-01", #","criticality":"high""#),
            allergy("3", "Severe", "1990-05-01", #","reaction":[{"severity":"severe"}]"#),
            allergy("4", "Anaphylactic reaction to nuts", "1980-05-01", ""),
        ])
        let panel = try #require(Self.regions(record)["allergies"])
        let places = ["Critical", "Severe", "Anaphylactic reaction to nuts", "Newest"].compactMap {
            panel.firstRange(of: ">\($0)<")?.lowerBound
        }
        #expect(places.count == 4 && places == places.sorted())
    }

    @Test func `shows what fits of the others whole, and says how many more there are and where`() throws {
        let medicines = SampleCourses.medicines(60)
        let panel = try #require(Self.regions(SampleRecord.record(medicines))["first-medicines"])
        let shown = medicines.filter { panel.contains(">\($0.title)<") }
        #expect(shown.count > 3 && shown.count < 60)
        #expect(panel.count(of: "One to be taken each day") == shown.count)
        #expect(panel.contains("href=\"#medication\">and \(60 - shown.count) more under Medication<"))
        let few = try #require(Self.regions(SampleRecord.record(SampleCourses.medicines(5)))["first-medicines"])
        #expect(!few.contains("more under"))
    }

    @Test func `tells what is withheld from what did not answer`() throws {
        let closed = SourceOutcome.refused(reason: .init(.notPermitted, "Not shared: no sharing agreement."))
        let record = SampleRecord.record(
            SampleEntries.medicines, hospital: closed, community: .notAvailable(reason: SampleRecord.timedOut))
        let medicines = try #require(Self.regions(record)["first-medicines"])
        #expect(medicines.contains("Incomplete: withheld by St Elsewhere&#39;s Hospital."))
        #expect(!medicines.contains("no complete answer"))
        let contacts = try #require(Self.regions(record)["first-contacts"])
        #expect(contacts.contains("Incomplete: no complete answer from Community Team."))
        #expect(contacts.contains("Incomplete: withheld by St Elsewhere&#39;s Hospital."))
    }

    @Test func `says what has come so far, and never none or complete, while sources are being asked`() throws {
        let record = SampleRecord.record(
            SampleEntries.medicines, hospital: Self.awaited, community: .notAvailable(reason: SampleRecord.timedOut))
        let regions = Self.regions(record)
        #expect(regions["medication"]?.contains("class=\"awaited\">So far: ") == true)
        #expect(
            try #require(regions["allergies"]).contains(
                "Allergies so far: 1 of 2 sources. Still asking St Elsewhere&#39;s Hospital."))
        let line = try #require(regions["completeness"])
        #expect(line.contains("STILL ASKING: "))
        #expect(line.contains("So far 1 of 3 sources answered; still asking St Elsewhere&#39;s Hospital"))
        #expect(line.contains("NOT Community Team"))
        #expect(!line.contains("✓") && !line.contains("class=\"completeness complete"))
        for (id, html) in regions where id != "sources" {
            let words = html.lowercased()
            // Of one source, by its name, it may be said that it has nothing; of the record it may not.
            #expect(!words.contains(">none ") && !words.contains(">no '") && !words.contains(">no &#39;"), "\(id)")
            #expect(!words.contains("all sources that hold"), "\(id)")
        }
        #expect(
            try #require(regions["contents"]).contains(
                "Problems</a> <span data-when-broken=\"(not known)\">(so far)</span>"))
        #expect(try #require(regions["medication"]).contains("So far: 1 of 2 sources."))
    }

    @Test func `puts for social care what it needs first`() throws {
        let record = SampleRecord.record(SampleEntries.all)
        let order = Self.order(record, view: .socialCare)
        #expect(
            order.prefix(9) == [
                "person", "completeness", "first-safeguarding", "first-capacity", "first-carers", "first-function",
                "first-stays", "first-plans", "allergies",
            ])
        let regions = Self.regions(record, view: .socialCare)
        #expect(try #require(regions["person"]).contains("<dt>How to communicate</dt>"))
        #expect(try #require(regions["first-safeguarding"]).contains("Adult safeguarding concern"))
        #expect(try #require(regions["allergies"]).contains("Allergy to penicillin"))
        // Every dataset stands on the page for both.
        let lower = order.drop { $0 != "contents" }
        #expect(lower == Self.order(record).drop { $0 != "contents" })
    }

    @Test func `puts for social care who is in hospital now before the stays that have ended`() throws {
        func stay(_ id: String, _ status: String, _ period: String, _ date: String) -> RecordEntry {
            SampleRecord.entry(
                .events, .admissions,
                #"{"resourceType":"Encounter","id":"\#(id)","status":"\#(status)","period":{\#(period)}}"#, date: date,
                title: "Stay \(id)")
        }
        let record = SampleRecord.record([
            stay("ended", "finished", #""start":"2026-01-05","end":"2026-01-08""#, "2026-01-05"),
            stay("open", "in-progress", #""start":"2026-01-02""#, "2026-01-02"),
            stay("over", "in-progress", #""start":"2026-01-03","end":"2026-01-04""#, "2026-01-03"),
        ])
        let panel = try #require(Self.regions(record, view: .socialCare)["first-stays"])
        #expect(panel.count(of: "In hospital now</strong>") == 1)
        let places = try ["In hospital now</strong>", "Stay open", "Stay ended", "Stay over"].map {
            try #require(panel.firstRange(of: $0), "\($0) is not there").lowerBound
        }
        #expect(places == places.sorted())
    }

    @Test func `says that a preferred name is not known while a source that may know it is silent`() throws {
        let silent = SampleRecord.record([], hospital: .notAvailable(reason: SampleRecord.timedOut))
        let person = try #require(Self.regions(silent, view: .socialCare)["person"])
        #expect(person.contains("not known: not every source has answered"))
        #expect(!person.contains("not recorded by any source"))
    }
}

extension String {
    /// How often a text stands in this one.
    func count(of text: String) -> Int { ranges(of: text).count }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

/// Which entries under one identifier are versions, and which of them is replaced.
@Suite struct `Versions` {
    private static func result(_ status: String, _ value: String = "5.40", issued: String = "2024-02-04T10:00:00Z")
        -> String
    {
        CompleteStatement.result.text.replacing(
            #""status":"final""#, with: #""issued":"\#(issued)","status":"\#(status)""#
        ).replacing("5.40", with: value)
    }

    private static func merged(_ texts: (source: String, text: String)...) throws -> MergedRecord {
        try MergeSample.merged(.results, texts)
    }

    private static func replaced(in record: MergedRecord) -> [String] {
        record.links.flatMap { MergeSample.originals(Array($0.replaced), of: record) }.sorted()
    }

    @Test func `an equal result of unknown status is possibly the same as a final one, and never an earlier version`()
        throws
    {
        for texts in [("unknown", "final"), ("final", "unknown"), ("unknown", "corrected")] {
            let merged = try Self.merged(("gp", Self.result(texts.0)), ("hospital", Self.result(texts.1)))
            #expect(merged.entries.count == 2)
            #expect(merged.links.map(\.rule.text) == ["result.possibly-same"], "\(texts)")
            #expect(Self.replaced(in: merged).isEmpty)
        }
    }

    @Test func `more entries under one identifier than a report has versions are left as they are, all of them`() throws
    {
        let texts = (0...200).map { count in
            (source: "gp\(count)", text: Self.result(count == 0 ? "final" : "preliminary", "5.\(count)"))
        }
        let record = try MergeSample.merged(.results, texts)
        #expect(record.entries.count == texts.count)
        #expect(!record.links.contains { $0.kind == MergeLink.Kind.versions })
        let fewer = try MergeSample.merged(.results, Array(texts.dropLast()))
        #expect(fewer.links.filter { $0.kind == MergeLink.Kind.versions }.map { $0.entries.count } == [200])
    }

    @Test func `without a value, a result of unknown status is possibly the same by its report, code and time`() throws
    {
        func wordy(_ status: String) -> String {
            Self.result(status).replacing(
                #""valueQuantity":{"value":5.40,"unit":"mmol/L"}"#, with: #""valueString":"Normal""#)
        }
        let merged = try Self.merged(("gp", wordy("unknown")), ("hospital", wordy("final")))
        #expect(merged.links.map(\.rule.text) == ["result.status-unknown"])
        #expect(try Self.merged(("gp", wordy("final")), ("hospital", wordy("final"))).links.isEmpty)
    }

    @Test func `a correction replaces a result of unknown status that says something else`() throws {
        let merged = try Self.merged(
            ("gp", Self.result("unknown", "6.8", issued: "2024-02-06T10:00:00Z")),
            ("hospital", Self.result("corrected", "4.3")))
        let link = try #require(merged.links.first)
        #expect(link.kind == .versions && link.isSettled)
        #expect(MergeSample.originals(link.entries, of: merged) == ["hospital-Observation-2", "gp-Observation-1"])
        #expect(Self.replaced(in: merged) == ["gp-Observation-1"])
    }

    @Test func `where two values of one report differ and nothing says which is later, none is replaced`() throws {
        for statuses in [("unknown", "final"), ("final", "final"), ("unknown", "unknown")] {
            let merged = try Self.merged(
                ("gp", Self.result(statuses.0, "6.8", issued: "2024-02-06T10:00:00Z")),
                ("hospital", Self.result(statuses.1, "4.3")))
            #expect(merged.links.map(\.kind) == [.versions], "\(statuses)")
            #expect(
                merged.links.map(\.words) == ["Versions of one result: which is the latest cannot be told."])
            #expect(Self.replaced(in: merged).isEmpty)
        }
    }

    @Test
    func `of a preliminary and a final result beside one of unknown status, the preliminary one is replaced alone`()
        throws
    {
        let merged = try Self.merged(
            ("gp", Self.result("unknown")), ("hospital", Self.result("preliminary", "5.2")),
            ("hospital", Self.result("final")))
        #expect(Self.replaced(in: merged) == ["hospital-Observation-2"])
        #expect(
            MergeSample.links(merged) == [
                "result.versions: hospital-Observation-2 hospital-Observation-3",
                "result.possibly-same: gp-Observation-1 hospital-Observation-3",
            ])
    }

    @Test func `several values that one report holds under one code are no versions`() throws {
        let merged = try Self.merged(
            ("gp", Self.result("final", "14")), ("gp", Self.result("final", "212")),
            ("hospital", Self.result("final", "15")))
        #expect(merged.links.filter { $0.kind == .versions }.isEmpty)
    }

    @Test func `reports of unknown and of known status are possibly the same`() throws {
        func report(_ status: String) -> String {
            #"{"resourceType":"DiagnosticReport","id":"1","identifier":[{"system":"https://lab.example","value":"R1"}],"status":"\#(status)","code":{"coding":[{"system":"http://snomed.info/sct","code":"721981007"}]}}"#
        }
        let merged = try MergeSample.merged(.reports, [("gp", report("unknown")), ("hospital", report("final"))])
        #expect(merged.links.map(\.rule.text) == ["other.possibly-same"])
    }

    @Test func `a document that another adds to is not replaced`() throws {
        func letter(_ id: String, _ relation: String = "") -> String {
            #"{"resourceType":"DocumentReference","id":"\#(id)","status":"current","date":"2024-02-01T10:00:00Z"\#(relation)}"#
        }
        func record(_ code: String) throws -> MergedRecord {
            let relation = #","relatesTo":[{"code":"\#(code)","target":{"reference":"DocumentReference/a"}}]"#
            return MergedRecord(
                merging: try [letter("a"), letter("b", relation)].map { try MergeSample.entry("gp", .documents, $0) })
        }
        #expect(Self.replaced(in: try record("appends")).isEmpty)
        #expect(Self.replaced(in: try record("replaces")) == ["gp-DocumentReference-a"])
    }

    // MARK: Units

    private static func rate(_ unit: String) -> String {
        result("final", "48").replacing(#""unit":"mmol/L""#, with: unit)
    }

    @Test func `units are equal when their codes are, or their words, and are never converted`() throws {
        let both = #""unit":"mL/min/1.73m2","system":"http://unitsofmeasure.org","code":"mL/min/{1.73_m2}""#
        let words = #""unit":"mL/min/1.73m2""#
        let code = #""system":"http://unitsofmeasure.org","code":"mL/min/{1.73_m2}""#
        for other in [words, code, both] {
            #expect(
                try Self.merged(("gp", Self.rate(other)), ("hospital", Self.rate(both))).entries.count == 1, "\(other)")
        }
        #expect(try Self.merged(("gp", Self.rate(words)), ("hospital", Self.rate(code))).entries.count == 2)
        let unknown = Self.rate(words).replacing(#""status":"final""#, with: #""status":"unknown""#)
        #expect(
            try Self.merged(("gp", unknown), ("hospital", Self.rate(both))).links.map(\.rule.text)
                == ["result.possibly-same"])
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

/// What makes entries of two sources one.
@Suite struct `Copies` {
    private static func merged(
        _ statement: CompleteStatement, at one: String = "gp", and other: String, text: String
    ) throws -> MergedRecord {
        let entries = try [
            MergeSample.entry(one, statement.section, statement.text),
            MergeSample.entry(other, statement.section, text.replacing(#""id":"1""#, with: #""id":"2""#)),
        ]
        let companions = try Set([one, other]).flatMap { source in
            try statement.companions.map { try MergeSample.supporting(source, $0) }
        }
        return MergedRecord(merging: entries, supporting: try MergeSample.people() + companions)
    }

    @Test(arguments: CompleteStatement.all)
    func `entries that agree in every part are one, with the rule and all originals`(statement: CompleteStatement)
        throws
    {
        let merged = try Self.merged(statement, and: "hospital", text: statement.text)
        let entry = try #require(merged.entries.first)
        #expect(merged.entries.count == 1)
        #expect(entry.rule?.text == statement.rule + ".copy")
        #expect(Set(entry.originals.map(\.source.name)) == ["gp", "hospital"])
        #expect(entry.id.utf8.count <= 64)
        #expect(
            entry.id.utf8.allSatisfy {
                ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == 0x2D || (0x30...0x39).contains($0)
            })
    }

    @Test(arguments: CompleteStatement.all)
    func `entries that differ in one part stay two`(statement: CompleteStatement) throws {
        for part in statement.parts {
            #expect(statement.text.contains(part.text), "\(part.name) is in the statement")
            let other = statement.text.replacing(part.text, with: part.other)
            let merged = try Self.merged(statement, and: "hospital", text: other)
            #expect(merged.entries.count == 2, "\(part.name)")
        }
    }

    @Test(arguments: CompleteStatement.all)
    func `a part that is missing on one side, or on both, equals nothing`(statement: CompleteStatement) throws {
        for part in statement.parts where part.text.hasPrefix(",") || part.text.hasSuffix(",") {
            let without = CompleteStatement(
                rule: statement.rule, section: statement.section, text: statement.text.replacing(part.text, with: ""),
                companions: statement.companions, parts: [])
            #expect(try Self.merged(statement, and: "hospital", text: without.text).entries.count == 2, "\(part.name)")
            #expect(try Self.merged(without, and: "hospital", text: without.text).entries.count == 2, "\(part.name)")
        }
    }

    @Test(arguments: CompleteStatement.all)
    func `inside one source nothing is one unless its id is the same`(statement: CompleteStatement) throws {
        #expect(try Self.merged(statement, and: "gp", text: statement.text).entries.count == 2)
        let entry = try MergeSample.entry("gp", statement.section, statement.text)
        #expect(MergedRecord(merging: [entry, entry]).entries.map { $0.originals.count } == [1])
    }

    @Test(arguments: CompleteStatement.all)
    func `what stands in another section, or carries a modifier, is no copy`(statement: CompleteStatement) throws {
        let modified = statement.text.replacing(
            #""id":"1""#, with: #""id":"1","modifierExtension":[{"url":"https://example.org/m","valueBoolean":true}]"#)
        let both = CompleteStatement(
            rule: statement.rule, section: statement.section, text: modified, companions: statement.companions,
            parts: [])
        #expect(try Self.merged(both, and: "hospital", text: modified).entries.count == 2)
        let elsewhere = try [
            MergeSample.entry("gp", statement.section, statement.text),
            MergeSample.entry("hospital", .journal, statement.text),
        ]
        #expect(MergedRecord(merging: elsewhere, supporting: try MergeSample.people()).entries.count == 2)
    }

    @Test(arguments: ["196461000000101", "196471000000108", "196421000000109"])
    func `a degraded code matches nothing`(code: String) throws {
        let texts = CompleteStatement.all.map { statement in
            (
                statement.section,
                statement.text.replacing(
                    #""code":{"coding":[{"system":"http://snomed.info/sct","code":""#,
                    with:
                        #""meta":{"versionId":"1"},"identifier":[{"system":"urn:x","value":"7"}],"code":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)"},{"system":"http://snomed.info/sct","code":""#
                )
            )
        }
        for (section, text) in texts where text.contains(code) {
            let entries = try ["gp", "hospital"].map { try MergeSample.entry($0, section, text) }
            let merged = MergedRecord(merging: entries, supporting: try MergeSample.people())
            #expect(merged.entries.count == 2)
        }
    }

    @Test func `codes are equal when any SNOMED CT or dm+d id is, words never are`() throws {
        let base = CompleteStatement.allergy.text
        func with(_ codings: String, text: String = "Penicillin") -> String {
            base.replacing(
                #""code":{"coding":[{"system":"http://snomed.info/sct","code":"91936005"}]}"#,
                with: #""code":{"coding":[\#(codings)],"text":"\#(text)"}"#)
        }
        let penicillin = #"{"system":"http://snomed.info/sct","code":"91936005"}"#
        let more =
            #"{"system":"http://read.info/readv2","code":"14L1."},{"system":"https://dmd.nhs.uk","code":"91936005"}"#
        let readAlone = #"{"system":"http://read.info/readv2","code":"14L1."}"#
        func count(_ one: String, _ other: String) throws -> Int {
            let entries = try [
                MergeSample.entry("gp", .allergies, one), MergeSample.entry("hospital", .allergies, other),
            ]
            return MergedRecord(merging: entries, supporting: try MergeSample.people()).entries.count
        }
        #expect(try count(with(penicillin), with(more, text: "Other words")) == 1)
        #expect(try count(with(readAlone), with(readAlone)) == 2)
    }

    @Test func `a chain of codes without one that all share is linked and not one`() throws {
        func allergy(_ codes: [String]) -> String {
            let codings = codes.map { #"{"system":"http://snomed.info/sct","code":"\#($0)"}"# }.joined(separator: ",")
            return CompleteStatement.allergy.text.replacing(
                #"{"system":"http://snomed.info/sct","code":"91936005"}"#, with: codings)
        }
        let entries = try [
            MergeSample.entry("gp", .allergies, allergy(["1001"])),
            MergeSample.entry("hospital", .allergies, allergy(["1001", "1002"])),
            MergeSample.entry("mental-health", .allergies, allergy(["1002"])),
        ]
        let merged = MergedRecord(merging: entries, supporting: try MergeSample.people())
        #expect(merged.entries.count == 3)
        #expect(merged.links.first?.kind == .possiblySame)
        #expect(merged.links.first?.entries.count == 3)
    }

    @Test func `two of one source that a third equals are linked, as nobody can tell which is the copy`() throws {
        let text = CompleteStatement.immunisation.text
        let entries = try [
            MergeSample.entry("gp", .immunisations, text),
            MergeSample.entry("gp", .immunisations, text.replacing(#""id":"1""#, with: #""id":"2""#)),
            MergeSample.entry("hospital", .immunisations, text),
        ]
        let merged = MergedRecord(merging: entries)
        #expect(merged.entries.count == 3)
        #expect(merged.links.map(\.rule.text) == ["immunisation.several-copies"])
    }
}

/// The ids of merged entries.
@Suite struct `Ids of merged entries` {
    private static func id(_ sources: String...) throws -> String {
        let text = CompleteStatement.immunisation.text
        let merged = MergedRecord(merging: try sources.map { try MergeSample.entry($0, .immunisations, text) })
        #expect(merged.entries.count == 1)
        return try #require(merged.entries.first?.id)
    }

    @Test func `depend on all originals and on no order, and one that stands alone keeps its own`() throws {
        let two = try Self.id("gp", "hospital")
        #expect(try Self.id("hospital", "gp") == two)
        #expect(try Self.id("gp", "hospital", "mental-health") != two)
        #expect(try Self.id("gp") == "gp-Immunization-1")
    }
}

/// Copies by what identifies them.
@Suite struct `Copies by identifier` {
    private static func count(_ section: DatasetSection, _ one: String, _ other: String) throws -> Int {
        MergedRecord(
            merging: try [MergeSample.entry("gp", section, one), MergeSample.entry("hospital", section, other)]
        ).entries.count
    }

    private static func flag(_ identifier: String?, _ version: String?, status: String = "active") -> String {
        let number = identifier.map { #","identifier":[{"system":"https://flags.example","value":"\#($0)"}]"# } ?? ""
        let meta = version.map { #","meta":{"versionId":"\#($0)"}"# } ?? ""
        return
            #"{"resourceType":"Flag","id":"1"\#(meta)\#(number),"status":"\#(status)","code":{"coding":[{"system":"http://snomed.info/sct","code":"450476008"}]}}"#
    }

    @Test func `the same identifier and version are one, in words that do not contradict`() throws {
        #expect(try Self.count(.resuscitation, Self.flag("1", "3"), Self.flag("1", "3")) == 1)
        #expect(try Self.count(.resuscitation, Self.flag("1", "3"), Self.flag("2", "3")) == 2)
        #expect(try Self.count(.resuscitation, Self.flag("1", "3"), Self.flag("1", "4")) == 2)
        #expect(try Self.count(.resuscitation, Self.flag("1", nil), Self.flag("1", nil)) == 2)
        #expect(try Self.count(.resuscitation, Self.flag(nil, "3"), Self.flag(nil, "3")) == 2)
        #expect(try Self.count(.resuscitation, Self.flag("1", "3"), Self.flag("1", "3", status: "inactive")) == 2)
    }

    @Test func `a number of the person identifies no statement`() throws {
        let text =
            #"{"resourceType":"Flag","id":"1","meta":{"versionId":"1"},"identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9434765919"}],"status":"active"}"#
        #expect(try Self.count(.otherRisks, text, text) == 2)
    }

    @Test func `an event is one by its identifier`() throws {
        func encounter(_ number: String) -> String {
            #"{"resourceType":"Encounter","id":"1","identifier":[{"system":"https://trust.example","value":"\#(number)"}],"status":"finished","period":{"start":"2024-02-03"}}"#
        }
        #expect(try Self.count(.admissions, encounter("A1"), encounter("A1")) == 1)
        #expect(try Self.count(.admissions, encounter("A1"), encounter("A2")) == 2)
    }

    @Test func `a document is one by its master identifier and version, or by its digest`() throws {
        func letter(master: String = "", version: String = "", hash: String = "") -> String {
            let meta = version.isEmpty ? "" : #","meta":{"versionId":"\#(version)"}"#
            let number =
                master.isEmpty ? "" : #","masterIdentifier":{"system":"urn:ietf:rfc:3986","value":"\#(master)"}"#
            let digest = hash.isEmpty ? "" : #","hash":"\#(hash)""#
            return
                #"{"resourceType":"DocumentReference","id":"1"\#(meta)\#(number),"status":"current","content":[{"attachment":{"contentType":"application/pdf"\#(digest)}}]}"#
        }
        #expect(
            try Self.count(
                .documents, letter(master: "urn:oid:1.2", version: "1"), letter(master: "urn:oid:1.2", version: "1"))
                == 1)
        #expect(
            try Self.count(
                .documents, letter(master: "urn:oid:1.2", version: "1"), letter(master: "urn:oid:1.2", version: "2"))
                == 2)
        #expect(
            try Self.count(
                .documents, letter(hash: "2jmj7l5rSw0yVb/vlWAYkK/YBwk="), letter(hash: "2jmj7l5rSw0yVb/vlWAYkK/YBwk="))
                == 1)
        #expect(try Self.count(.documents, letter(hash: "2jmj7l5rSw0yVb/vlWAYkK/YBwk="), letter(hash: "AAAA")) == 2)
        #expect(try Self.count(.documents, letter(), letter()) == 2)
    }

    @Test func `one number for several tests does not make them one`() throws {
        func test(_ code: String) -> String {
            #"{"resourceType":"Observation","id":"1","meta":{"versionId":"1"},"identifier":[{"system":"https://lab.example","value":"R1"}],"status":"final","code":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)"}]},"valueQuantity":{"value":4,"unit":"mmol/L"}}"#
        }
        #expect(try Self.count(.results, test("1000651000000109"), test("1000661000000107")) == 2)
        #expect(try Self.count(.results, test("1000651000000109"), test("1000651000000109")) == 1)
    }
}

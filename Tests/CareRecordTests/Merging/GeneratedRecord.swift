// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import TestSupport

/// A record of three sources that say much the same, made from a seed.
struct GeneratedRecord {
    static let sources = ["gp", "hospital", "mental-health"]

    var entries: [RecordEntry] = []
    var supporting: [SupportingResource] = []
    /// What each entry is called whatever its id is.
    private var names: [String: String] = [:]
    private var texts: [(source: String, section: DatasetSection, text: String)] = []
    private var companions: [(source: String, text: String)] = []

    init(_ generator: inout SeededGenerator) throws {
        for source in Self.sources {
            for text in CompleteStatement.medicine.companions { companions.append((source, text)) }
            var letters: [Int] = []
            for place in 0..<Int.random(in: 8...24, using: &generator) {
                let item =
                    Bool.random(using: &generator)
                    ? Self.statement(place, &generator)
                    : Self.identified(place, &letters, &generator)
                texts.append((source, item.section, item.text))
            }
        }
        try make { text, _ in text }
    }

    /// A statement that another source may make too, with parts changed or taken away.
    private static func statement(_ place: Int, _ generator: inout SeededGenerator) -> (
        section: DatasetSection, text: String
    ) {
        let statement = CompleteStatement.all.randomElement(using: &generator) ?? .result
        var text = statement.text.replacing(#""id":"1""#, with: #""id":"\#(place)""#)
        var section = statement.section
        if Int.random(in: 0..<3, using: &generator) == 0, let part = statement.parts.randomElement(using: &generator) {
            let isTakenAway = part.text.hasPrefix(",") && Bool.random(using: &generator)
            text = text.replacing(part.text, with: isTakenAway ? "" : part.other)
            if part.name == "verification", statement.rule == "allergy" { section = .refutedAllergies }
        }
        if statement.rule == "allergy", Int.random(in: 0..<5, using: &generator) == 0 {
            text = text.replacing("91936005", with: "716186003")
        }
        if statement.rule == "result", Bool.random(using: &generator) {
            let status = ["unknown", "corrected", "preliminary"].randomElement(using: &generator) ?? "unknown"
            text = text.replacing(#""status":"final""#, with: #""status":"\#(status)""#)
        }
        return (section, text)
    }

    /// What is known by identifiers and versions, and what contradicts itself: letters in chains, contacts, flags, results with
    /// numbers, lines of two doses, decisions.
    private static func identified(_ place: Int, _ letters: inout [Int], _ generator: inout SeededGenerator) -> (
        section: DatasetSection, text: String
    ) {
        let number = Int.random(in: 1...2, using: &generator)
        let version = Int.random(in: 1...2, using: &generator)
        let identifier = #"{"system":"https://n.example","value":"N\#(number)"}"#
        let head = #""id":"\#(place)","meta":{"versionId":"\#(version)"}"#
        switch Int.random(in: 0..<6, using: &generator) {
        case 0:
            var relation = ""
            if let former = letters.randomElement(using: &generator) {
                let code = Bool.random(using: &generator) ? "replaces" : "appends"
                relation =
                    #","relatesTo":[{"code":"\#(code)","target":{"reference":"DocumentReference/\#(former)"}}]"#
            }
            letters.append(place)
            return (
                .documents,
                #"{"resourceType":"DocumentReference",\#(head),"status":"current","masterIdentifier":\#(identifier)\#(relation)}"#
            )
        case 1:
            return (
                .encounters,
                #"{"resourceType":"Encounter",\#(head),"identifier":[\#(identifier)],"status":"finished","period":{"start":"2024-02-0\#(version)"},"location":[{"location":{"reference":"Location/ward"}}]}"#
            )
        case 2:
            return (
                .otherRisks,
                #"{"resourceType":"Flag",\#(head),"identifier":[\#(identifier)],"status":"active","code":\#(MergeSample.concept("225915006"))}"#
            )
        case 3:
            return (
                .results,
                CompleteStatement.result.text.replacing(
                    #""id":"1","#, with: #"\#(head),"identifier":[\#(identifier)],"#)
            )
        case 4:
            let dose = ["10mg daily", "20 mg daily", "10 mg weekly"].randomElement(using: &generator) ?? ""
            return (
                Bool.random(using: &generator) ? .currentMedication : .pastMedication,
                #"{"resourceType":"MedicationStatement",\#(head),"status":"active","medicationCodeableConcept":\#(MergeSample.concept("319775004")),"dosage":[{"text":"\#(dose)"}]}"#
            )
        default:
            return (
                .resuscitation,
                #"{"resourceType":"Flag",\#(head),"status":"\#(version == 1 ? "active" : "inactive")","code":\#(MergeSample.concept(number == 1 ? "450475007" : "450476008"))}"#
            )
        }
    }

    private mutating func make(_ rename: (String, String) -> String) throws {
        supporting =
            try MergeSample.people()
            + companions.map { try MergeSample.supporting($0.source, rename($0.text, $0.source)) }
        entries = []
        names = [:]
        for (place, item) in texts.enumerated() {
            let entry = try MergeSample.entry(item.source, item.section, rename(item.text, item.source))
            names[entry.id] = "\(item.source) \(place)"
            entries.append(entry)
        }
    }

    var merged: MergedRecord { MergedRecord(merging: entries, supporting: supporting) }

    /// The same record, every entry and product under another id, with the references to it; the ids of one source are longer than
    /// those of another, and no two of a source are of one length.
    func renamed() throws -> GeneratedRecord {
        var record = self
        try record.make { text, source in
            let extra = 7 * ((Self.sources.firstIndex(of: source) ?? 0) + 1)
            func renamed(_ id: Substring) -> String {
                "new-" + String(repeating: "x", count: (id.utf8.reduce(0) { $0 + Int($1) } * extra) % 37) + id
            }
            return text.replacing(/"id":"([^"]+)"/) { "\"id\":\"\(renamed($0.1))\"" }
                .replacing(/"(Medication|DocumentReference)\/([^"]+)"/) { "\"\($0.1)/\(renamed($0.2))\"" }
        }
        return record
    }

    /// The originals of every entry, the one that is shown for all first.
    func originals(of merged: MergedRecord) -> Set<[String]> {
        Set(merged.entries.map { $0.originals.map { names[$0.id] ?? $0.id } })
    }

    /// Links and conflicts with their entries in order, and which of them are replaced.
    func describe(_ merged: MergedRecord) -> Set<String> {
        func named(_ ids: some Sequence<MergedEntry.ID>) -> [String] {
            MergeSample.originals(Array(ids), of: merged).map { names[$0] ?? $0 }
        }
        let links = merged.links.map { link in
            "\(link.rule.text): \(named(link.entries)), replaced \(named(link.replaced).sorted())"
        }
        return Set(links + merged.conflicts.map { "\($0.rule.text): \(named($0.entries))" })
    }
}

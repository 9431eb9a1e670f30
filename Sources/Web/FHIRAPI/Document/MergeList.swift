// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// Everything that merging found, as one FHIR List: each group of copies, each link and each conflict is a list inside it, so that a
/// consumer can undo what was merged and show what was linked.
struct MergeList {
    static let reference = "List/merging"
    static let title = "Copies, links and conflicts"

    private let record: DetailedCareRecord
    private let contents: DocumentContents

    init(_ record: DetailedCareRecord, _ contents: DocumentContents) {
        self.record = record
        self.contents = contents
    }

    /// One group, link or conflict.
    private struct Group {
        let relation: String
        let rule: String
        let words: String
        let references: [String]
        /// Of versions those that another is known to replace.
        var replaced: Set<String> = []
    }

    /// Conflicts before links before copies.
    private var groups: [Group] {
        let conflicts = record.merged.conflicts.map { conflict in
            Group(
                relation: "conflict", rule: conflict.rule.text, words: conflict.words,
                references: conflict.entries.compactMap { contents.reference(of: $0) })
        }
        let links = record.merged.links.map { link in
            Group(
                relation: link.kind.rawValue, rule: link.rule.text, words: link.words,
                references: link.entries.compactMap { contents.reference(of: $0) },
                replaced: Set(link.replaced.compactMap { contents.reference(of: $0) }))
        }
        let copies = contents.mergedItems.map { merged in
            Group(
                relation: "copy", rule: merged.entry.rule?.text ?? "copy",
                words: "One fact, stated by \(merged.entry.sources.count) sources.",
                references: [merged.item.reference] + merged.originals)
        }
        return conflicts + links + copies
    }

    /// The list; `nil` where nothing was merged, linked or in conflict.
    var resource: JSONTree? {
        let groups = groups
        guard !groups.isEmpty else { return nil }
        let lists = groups.enumerated().map { place, group -> JSONTree in
            [
                "resourceType": "List", "id": .string("group-\(place + 1)"), "status": "current", "mode": "snapshot",
                "title": .string(group.words), "code": Self.relation(group.relation),
                "entry": .array(
                    group.references.enumerated().map { place, reference in
                        var entry = JSONObject()
                        if group.relation == "copy" { entry["flag"] = Self.part(place == 0 ? "merged" : "original") }
                        if group.replaced.contains(reference) { entry["flag"] = Self.part("replaced") }
                        entry["item"] = ["reference": .string(reference)]
                        return .object(entry)
                    }),
            ]
        }
        let entries = groups.enumerated().map { place, group -> JSONTree in
            ["flag": Self.concept(of: group.rule), "item": ["reference": .string("#group-\(place + 1)")]]
        }
        return [
            "resourceType": "List", "id": "merging", "contained": .array(lists), "status": "current",
            "mode": "snapshot", "title": .string(Self.title), "code": Self.relation("merging"),
            "subject": ["reference": .string("Patient/\(record.nhsNumber.disclosed)")],
            "date": .string(record.assembledAt.text), "source": ["reference": .string(GatewayDevice.reference)],
            "entry": .array(entries),
        ]
    }

    /// What to say of it in a narrative.
    var sentences: [String] {
        let copies = contents.mergedItems.count
        let links = record.merged.links.count
        var sentences = Self.alarms(record)
        if copies > 0 {
            sentences.append(
                copies == 1
                    ? "1 entry stands for what several sources state; their own entries are in this document."
                    : "\(copies) entries stand for what several sources state; their own entries are in this document.")
        }
        if links > 0 {
            sentences.append(
                links == 1 ? "1 group of entries belongs together." : "\(links) groups of entries belong together.")
        }
        return sentences
    }

    /// The words of all conflicts, each once.
    static func alarms(_ record: DetailedCareRecord) -> [String] {
        var seen: Set<String> = []
        return record.merged.conflicts.map(\.words).filter { seen.insert($0).inserted }
    }

    static func concept(of rule: String) -> JSONTree { concept("merge-rule", rule) }
    private static func relation(_ code: String) -> JSONTree { concept("merge-relation", code) }
    private static func part(_ code: String) -> JSONTree { concept("merge-part", code) }

    private static func concept(_ system: String, _ code: String) -> JSONTree {
        ["coding": [Coding(system: CodeSystem.gateway + "CodeSystem/" + system, code: code).tree]]
    }
}

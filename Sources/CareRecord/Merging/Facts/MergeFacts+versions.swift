// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeFacts {
    /// How many entries under one identifier are compared each with each. No report has so many versions; what has more is no report, and
    /// comparing it would cost its square. Its entries stay as they are, each for itself.
    static let mostVersions = 200

    /// The status, unless the source says that it does not know: GP systems write *unknown* for every result, whatever became of it.
    var knownStatus: String? { status("status").flatMap { $0 == "unknown" ? nil : $0 } }

    /// When this version was made.
    var recency: Int? {
        let text = value("issued")?.string ?? value("date")?.string ?? resource.lastUpdated
        return text.flatMap { FHIRDateTime($0) }?.earliestSecond
    }

    /// How far a version has come; zero where its status does not tell.
    var versionRank: Int {
        switch value("status")?.string {
        case "corrected", "amended", "appended": 4
        case "final", "current": 3
        case "preliminary", "partial": 2
        case "registered": 1
        default: 0
        }
    }

    /// Whether this version is known to replace another. When each was issued tells it inside one source alone: a copy that is
    /// filed late is no later version.
    func isLaterVersion(than other: MergeFacts) -> Bool {
        let ranks = (versionRank, other.versionRank)
        // A correction replaces whatever is not one itself.
        if ranks.0 != ranks.1 { return ranks.0 == 4 || (ranks.0 > ranks.1 && ranks.1 > 0) }
        guard ranks.0 > 0, entry.source.id == other.entry.source.id, let own = recency, let others = other.recency
        else {
            return false
        }
        return own > others
    }

    /// Which of the entries that share an identifier are versions: those whose statuses are known and differ, with those of unknown
    /// status that say something else than the one that stands; or, where each source has one, those that say different things.
    static func versions(among facts: [MergeFacts]) -> [Int] {
        guard facts.count <= mostVersions else { return [] }
        let known = facts.indices.filter { facts[$0].knownStatus != nil }
        if Set(known.map { facts[$0].knownStatus }).count > 1 {
            let standing = known.filter { place in !known.contains { facts[$0].isLaterVersion(than: facts[place]) } }
            return facts.indices.filter { place in
                facts[place].knownStatus != nil || standing.allSatisfy { facts[place].contradicts(facts[$0]) }
            }
        }
        guard Set(facts.map(\.entry.source.id)).count == facts.count,
            facts.contains(where: { one in facts.contains { one.contradicts($0) } })
        else { return [] }
        return Array(facts.indices)
    }

    /// Of entries that share an identifier and are no versions, those that may be the same, as a status is not known: none where any
    /// two say different things.
    static func sameUnlessStatus(among facts: [MergeFacts]) -> [Int] {
        guard facts.count <= mostVersions, facts.contains(where: { $0.knownStatus == nil }),
            !facts.contains(where: { one in facts.contains { one.contradicts($0) } })
        else { return [] }
        return Array(facts.indices)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeAlarm {
    /// One source says that the person has the capacity to decide, another that they lack it. What a source said before is its own
    /// history: the latest of each counts.
    static let capacity = MergeAlarm(
        "capacity.assessments", "capacity to decide, which one source's latest assessment finds and another's does not",
        saying:
            "CONFLICT: assessed as having and as lacking capacity. Capacity is for one decision at one time: read every assessment, newest first."
    ) { facts in
        let assessments = facts.indices.compactMap { place in
            facts[place].hasCapacity.map { (place: place, hasCapacity: $0) }
        }
        let latest = Dictionary(grouping: assessments) { facts[$0.place].entry.source.id }.values.flatMap { ofSource in
            let newest = ofSource.compactMap { facts[$0.place].entry.date?.earliestSecond }.max()
            return ofSource.filter { facts[$0.place].entry.date.map { $0.earliestSecond == newest } ?? true }
        }
        return Set(latest.map(\.hasCapacity)).count > 1 ? [latest.map(\.place).sorted()] : []
    }

    /// One consent permits what another denies.
    static let consents = MergeAlarm(
        "consent.permit-and-deny",
        "active consents of one category, for one purpose, of which one permits and one denies",
        saying: "CONFLICT: one consent permits what another denies. Read every one, newest first, and ask."
    ) { facts in
        let groups = sharing(facts, keys: \.matterOfConsent) { $0.consentType != nil }
        return groups.filter { group in Set(group.map { facts[$0].consentType }).count > 1 }
    }
}

extension MergeFacts {
    /// Whether an entry says that the person has, or lacks, the capacity to decide; by its words too, as there is no common code.
    fileprivate var hasCapacity: Bool? {
        guard entry.section == .attorneyAndConsent, !isNoLongerInForce else { return nil }
        if codes("code").contains("787381000000106") { return false }
        let words = entry.title.lowercased()
        guard words.contains("capacity") else { return nil }
        if ["lack of", "lacks", "does not have", "no mental capacity"].contains(where: words.contains) { return false }
        return words.hasPrefix("has ") ? true : nil
    }

    /// Whether a consent that is in force permits or denies.
    fileprivate var consentType: String? {
        guard resource.type == "Consent", value("status")?.string == "active" else { return nil }
        return value("provision")?["type"]?.string
    }

    /// What a consent is about: its categories, with what its provision is limited to.
    fileprivate var matterOfConsent: [String] {
        let provision = value("provision")
        let limits = ["purpose", "class", "code", "action", "actor", "data"].map { name in
            provision?[name].map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
        }
        let codings = CodeableConcept.all(in: value("category")).flatMap(\.codings)
        let categories = codings.compactMap { coding in coding.code.map { (coding.system ?? "") + "|" + $0 } }
        return categories.map { Self.joined([$0] + limits) }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeRule {
    /// Contacts, admissions, referrals and appointments.
    static let event = MergeRule(
        "event", "encounter, referral, appointment", identity: .identifier,
        neighbourhoods: [
            Neighbourhood(
                "possibly-same", .possiblySame, "the same day and place", saying: "Possibly the same event.",
                keys: { facts in
                    Neighbourhood.keys([facts.entry.section.rawValue], [facts.eventDay, facts.place])
                })
        ],
        neverCollapsed: "an admission and the GP's note of it")

    /// Letters and other documents.
    static let document = MergeRule(
        "document", "document", identity: .masterIdentifierOrDigest,
        neighbourhoods: [
            Neighbourhood(
                "versions", .versions, "amended: a chain, latest first",
                saying: "Versions of one document: the latest first.",
                ifUnsettled: "One document and what was added to it: more than one stands.",
                keys: { $0.documentChain }, spansOneSource: true,
                replaces: { $0.replacesDocument($1) }),
            Neighbourhood(
                "possibly-same", .possiblySame, "the same type, author and day", saying: "Possibly the same document.",
                keys: { facts in
                    Neighbourhood.keys(facts.codes("type"), [facts.everyIdentifier("author"), facts.documentDay])
                }),
        ],
        neverCollapsed: "amended (a chain, latest first)")

    /// What stands until it is changed: flags, plans, decisions.
    static let standing = MergeRule(
        "standing", "flag, plan, resuscitation, consent, attorney",
        codes: { $0.codes("code") + $0.codes("category") },
        neverCollapsed: "by content, ever: all shown, newest first, conflict banner")

    /// The person.
    static let patient = MergeRule(
        "patient", "patient", identity: .none,
        neverCollapsed: "the demographic service says who it is; differences are listed")

    /// Entries of any other kind.
    static let other = MergeRule(
        "other", "anything else",
        neighbourhoods: [
            Neighbourhood(
                "versions", .versions,
                "reports under one identifier and code, two known statuses differ: versions, latest first",
                saying: "Versions of one report: the latest first.",
                ifUnsettled: "Versions of one report: which is the latest cannot be told.",
                keys: \.reportKeys, spansOneSource: true, members: { MergeFacts.versions(among: $0) }),
            Neighbourhood(
                "possibly-same", .possiblySame, "reports under one identifier and code, a status unknown",
                saying: "Possibly the same report.", keys: \.reportKeys,
                members: { MergeFacts.sameUnlessStatus(among: $0) }),
        ],
        neverCollapsed: "by content, ever")
}

extension MergeFacts {
    /// The identifiers of a report, each with its code.
    fileprivate var reportKeys: [String] {
        guard resource.type == "DiagnosticReport" else { return [] }
        return Self.businessIdentifiers(of: resource).flatMap { Neighbourhood.keys(codes("code"), [$0]) }
    }

    var eventDay: String? {
        let text =
            value("period")?["start"]?.string ?? value("start")?.string ?? value("occurrenceDateTime")?.string
            ?? value("authoredOn")?.string
        guard let date = text.flatMap({ FHIRDateTime($0) }), date.precision >= .day else { return nil }
        return Self.dayText(date)
    }

    var documentDay: String? {
        guard let date = value("date")?.string.flatMap({ FHIRDateTime($0) }), date.precision >= .day else { return nil }
        return Self.dayText(date)
    }

    /// The document itself and those that it takes the place of, adds to or is made from, by their names at the source.
    var documentChain: [String] {
        documentNames + relatedDocuments(by: ["replaces", "appends", "transforms"])
    }

    /// Whether the document says that it takes the place of another.
    func replacesDocument(_ other: MergeFacts) -> Bool {
        !Set(relatedDocuments(by: ["replaces"])).isDisjoint(with: other.documentNames)
    }

    private var documentNames: [String] {
        [resource.localReference, entry.sourceReference].compactMap { $0 }.map { entry.source.id.text + " " + $0 }
    }

    private func relatedDocuments(by relations: Set<String>) -> [String] {
        (value("relatesTo")?.elements.map { $0 } ?? []).compactMap { relation in
            guard let code = relation["code"]?.string, relations.contains(code),
                let target = relation["target"]?["reference"]?.string
            else { return nil }
            return entry.source.id.text + " " + target
        }
    }

    /// The digests of all attachments; `nil` where one has none.
    var digest: String? {
        guard let contents = value("content"), contents.count > 0 else { return nil }
        let hashes = contents.elements.map { $0["attachment"]?["hash"]?.string }
        let known = hashes.compactMap { $0.flatMap { $0.isEmpty ? nil : $0 } }
        return known.count == hashes.count ? Self.joined(known.sorted()) : nil
    }
}

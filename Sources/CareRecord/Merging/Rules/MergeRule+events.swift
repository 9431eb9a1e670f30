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
                keys: { $0.documentChain }, spansOneSource: true),
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
                "versions", .versions, "reports under one identifier and code: versions, latest first",
                saying: "Versions of one report: the latest first.",
                keys: { facts in
                    guard facts.resource.type == "DiagnosticReport" else { return [] }
                    return MergeFacts.businessIdentifiers(of: facts.resource).flatMap {
                        Neighbourhood.keys(facts.codes("code"), [$0])
                    }
                }, spansOneSource: true,
                where: { facts in Set(facts.map { $0.status("status") }).count > 1 })
        ],
        neverCollapsed: "by content, ever")
}

extension MergeFacts {
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

    /// The document itself and those that it takes the place of, by their names at the source.
    var documentChain: [String] {
        let source = entry.source.id.text + " "
        var names = [resource.localReference, entry.sourceReference].compactMap { $0 }.map { source + $0 }
        for relation in value("relatesTo")?.elements.map({ $0 }) ?? [] {
            guard let code = relation["code"]?.string, ["replaces", "appends", "transforms"].contains(code),
                let target = relation["target"]?["reference"]?.string
            else { continue }
            names.append(source + target)
        }
        return names
    }

    /// The digests of all attachments; `nil` where one has none.
    var digest: String? {
        guard let contents = value("content"), contents.count > 0 else { return nil }
        let hashes = contents.elements.map { $0["attachment"]?["hash"]?.string }
        let known = hashes.compactMap { $0.flatMap { $0.isEmpty ? nil : $0 } }
        return known.count == hashes.count ? Self.joined(known.sorted()) : nil
    }
}

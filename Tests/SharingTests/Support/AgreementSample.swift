// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import TestSupport
import Testing

/// Documents of agreements: one that can be read, with what may be wrong with it, and some made at random.
enum AgreementSample {
    static let text = """
        agreement: anytown-surgery
        version: 3
        title: Anytown Surgery & partners
        controller: A12345
        validFrom: 2026-01-01
        validUntil: 2026-12-31
        signatories:
          - name: Dr A. Example
            capacity: Caldicott guardian
            organisation: A12345
            signedOn: 2025-12-20
        clauses:
          - clause: emergency-department
            effect: permit
            consumers:
              - organisation: RX1
              - group: acute-trusts
              - network: anytown
            roles: [doctor, nurse]
            purposes: [TREAT, BTG]
            datasets: [risks, medication]
            windows: { medication: 12 months }
            permission: episode
            relationship: not-required
            strength: high
            journal: true
            restricted: true
          - clause: never
            effect: deny
            roles: [practice-manager]

        """

    static let template = """
        template: direct-care
        version: 1
        title: Direct care
        validFrom: 2026-01-01
        clauses:
          - clause: direct-care
            consumers: [network: anytown]
            roles: [doctor]
            purposes: [TREAT]
            datasets: [risks]
        """

    /// One change of the sample, and the fault that follows.
    struct Change: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let key: String
        let found: String
        let allowed: String
        init(_ old: String, _ new: String, _ key: String, _ found: String, _ allowed: String) {
            (self.old, self.new, self.key, self.found, self.allowed) = (old, new, key, found, allowed)
        }
        var testDescription: String { new }
    }

    static let faults: [Change] = [
        .init(
            "agreement: anytown-surgery", "agreement: Anytown Surgery", "agreement", "'Anytown Surgery'",
            "small letters"),
        .init("agreement: anytown-surgery", "agreement: -anytown", "agreement", "'-anytown'", "small letters"),
        .init("agreement: anytown-surgery", "agreement: [a]", "agreement", "a list", "small letters"),
        .init("version: 3", "version: 0", "version", "'0'", "whole number"),
        .init("version: 3", "version: 03", "version", "'03'", "whole number"),
        .init("version: 3", "version: 3.0", "version", "'3.0'", "whole number"),
        .init("version: 3", "version: -1", "version", "'-1'", "whole number"),
        .init("version: 3\n", "", "version", "nothing", "whole number"),
        .init("title: Anytown Surgery & partners", "title: ''", "title", "nothing", "one line"),
        .init("title: Anytown Surgery & partners", "title: \"a\\nb\"", "title", "'a?b'", "one line"),
        .init("title: Anytown Surgery & partners", "title: \"a\\u202Eb\"", "title", "'a?b'", "one line"),
        .init("controller: A12345", "controller: a12345", "controller", "'a12345'", "ODS code"),
        .init("validFrom: 2026-01-01", "validFrom: 2026-02-30", "validFrom", "'2026-02-30'", "a day"),
        .init("validFrom: 2026-01-01", "validFrom: 2026-01", "validFrom", "'2026-01'", "a day"),
        .init(
            "validFrom: 2026-01-01", "validFrom: 2026-01-01T00:00:00Z", "validFrom", "'2026-01-01T00:00:00Z'", "a day"),
        .init("validFrom: 2026-01-01\n", "", "validFrom", "nothing", "a day"),
        .init("validUntil: 2026-12-31", "validUntil: 31.12.2026", "validUntil", "'31.12.2026'", "a day"),
        .init("validUntil: 2026-12-31", "validUntil: 2025-12-31", "validUntil", "a day before validFrom", "later"),
        .init("validUntil: 2026-12-31", "validTill: 2026-12-31", "validTill", "an unknown key", "validUntil"),
        .init(
            "organisation: A12345", "organisation: B99999", "signatories", "nobody who signs for A12345", "signatory"),
        .init("    signedOn: 2025-12-20", "    signedOn: yesterday", "signatories[0].signedOn", "'yesterday'", "a day"),
        .init("    capacity: Caldicott guardian\n", "", "signatories[0].capacity", "nothing", "one line"),
        .init(
            "    capacity: Caldicott", "    phone: 1\n    capacity: Caldicott", "signatories[0].phone",
            "an unknown key", "name"),
        .init(
            "- clause: never", "- clause: emergency-department", "clauses[1].clause",
            "'emergency-department' a second time", "its own"),
        .init("  - clause: never\n    effect", "  - effect", "clauses[1].clause", "nothing", "small letters"),
        .init("effect: permit", "effect: allow", "clauses[0].effect", "'allow'", "permit, deny"),
        .init(
            "- organisation: RX1", "- organization: RX1", "clauses[0].consumers", "keys with values",
            "organisation: an ODS code"),
        .init(
            "- organisation: RX1", "- organisation: '*'", "the document",
            "an anchor or an alias (a word that begins with & or *)", "a blank"),
        .init("- organisation: RX1", "- organisation: rx1", "clauses[0].consumers", "keys with values", "ODS code"),
        .init("- organisation: RX1", "- RX1", "clauses[0].consumers", "'RX1'", "organisation: an ODS code"),
        .init("- group: acute-trusts", "- organisation: RX1", "clauses[0].consumers", "keys with values twice", "once"),
        .init("roles: [doctor, nurse]", "roles: [doctor, surgeon]", "clauses[0].roles", "'surgeon'", "social-worker"),
        .init("roles: [doctor, nurse]", "roles: [doctor, unrecognised]", "clauses[0].roles", "'unrecognised'", "nurse"),
        .init(
            "roles: [doctor, nurse]", "roles: [doctor, demonstration]", "clauses[0].roles", "'demonstration'", "nurse"),
        .init("roles: [doctor, nurse]", "roles: [doctor, doctor]", "clauses[0].roles", "'doctor' twice", "once"),
        .init("roles: [doctor, nurse]", "roles: []", "clauses[0].roles", "an empty list", "nurse"),
        .init("roles: [doctor, nurse]", "roles:", "clauses[0].roles", "nothing", "nurse"),
        .init("roles: [doctor, nurse]", "roles: doctor", "clauses[0].roles", "'doctor'", "a list of"),
        .init("    roles: [doctor, nurse]\n", "", "clauses[0].roles", "nothing", "nurse"),
        .init("roles: [practice-manager]", "roles: []", "clauses[1].roles", "an empty list", "nurse"),
        .init(
            "purposes: [TREAT, BTG]", "purposes: [TREAT, HRESCH]", "clauses[0].purposes", "'HRESCH'",
            "TREAT, ETREAT, BTG, PATRQT"),
        .init(
            "purposes: [TREAT, BTG]", "purposes: [TREAT, unsupported]", "clauses[0].purposes", "'unsupported'", "TREAT"),
        .init("purposes: [TREAT, BTG]", "purposes: []", "clauses[0].purposes", "an empty list", "TREAT"),
        .init(
            "datasets: [risks, medication]", "datasets: [risks, medication, genome]", "clauses[0].datasets", "'genome'",
            "problems"),
        .init(
            "windows: { medication: 12 months }", "windows: { medication: 12 }", "clauses[0].windows", "'12'",
            "12 months"),
        .init(
            "windows: { medication: 12 months }", "windows: { medication: 1 months }", "clauses[0].windows",
            "'1 months'", "12 months"),
        .init(
            "windows: { medication: 12 months }", "windows: { medication: 0 months }", "clauses[0].windows",
            "'0 months'", "12 months"),
        .init(
            "windows: { medication: 12 months }", "windows: { medication: a year }", "clauses[0].windows", "'a year'",
            "12 months"),
        .init(
            "windows: { medication: 12 months }", "windows: { problems: 12 months }", "clauses[0].windows",
            "'problems'", "names"),
        .init(
            "windows: { medication: 12 months }", "windows: { risks: 12 months }", "clauses[0].windows", "risks",
            "never cut"),
        .init("windows: { medication: 12 months }", "windows: [medication]", "clauses[0].windows", "a list", "months"),
        .init(
            "permission: episode", "permission: never", "clauses[0].permission", "'never'",
            "implied, episode, each-time"),
        .init("relationship: not-required", "relationship: false", "clauses[0].relationship", "'false'", "required"),
        .init("strength: high", "strength: none", "clauses[0].strength", "'none'", "low, substantial, high"),
        .init("journal: true", "journal: yes", "clauses[0].journal", "'yes'", "true, false"),
        .init("restricted: true", "restricted: V", "clauses[0].restricted", "'V'", "true, false"),
        .init("restricted: true", "veryRestricted: true", "clauses[0].veryRestricted", "an unknown key", "restricted"),
        .init(
            "    effect: deny", "    effect: deny\n    permission: implied", "clauses[1].permission", "an unknown key",
            "roles"),
        .init("version: 3", "version: 3\nversion: 4", "version", "the key twice", "once"),
        .init("version: 3", "version: 3\n<<: {version: 4}", "<<", "an unknown key", "version"),
        .init("version: 3", "version: 3\n? [a]\n: 4", "a list", "an unknown key", "version"),
    ]

    static func random(_ random: inout SeededGenerator) throws -> SharingAgreement {
        let from = try #require(FHIRDateTime("2026-0\(Int.random(in: 1...9, using: &random))-11"))
        let until = Bool.random(using: &random) ? FHIRDateTime("2027-01-31") : nil
        let titles = [
            "A & B", "*star*", "&anchor \"quoted\" \\ back", "Ünï — £5 # no comment", "yes", "null", "  padded ",
            "{a: b}",
        ]
        let title = RandomPolicies.pick(titles, &random)
        let signatories = (0...Int.random(in: 0...2, using: &random)).map {
            SharingAgreement.Signatory(
                name: "\(title) \($0)", capacity: "guardian", organisation: "A12345", signedOn: from)
        }
        let clauses = (0...Int.random(in: 0...4, using: &random)).map { clause(place: $0, &random) }
        return SharingAgreement(
            id: "agreement-\(Int.random(in: 1...99, using: &random))", version: Int.random(in: 1...999, using: &random),
            title: title, controller: "A12345", validFrom: from, validUntil: until, signatories: signatories,
            clauses: clauses)
    }

    private static func clause(place: Int, _ random: inout SeededGenerator) -> SharingClause {
        let clause = RandomPolicies.clause(
            "clause-\(place)", effect: RandomPolicies.pick([.permit, .permit, .deny], &random), &random)
        guard clause.effect == .permit else {
            return RandomPolicies.changed(clause, purposes: Bool.random(using: &random) ? [] : nil)
        }
        return SharingClause(
            id: clause.id, consumers: clause.consumers, roles: clause.roles, purposes: clause.purposes,
            datasets: clause.datasets.contains(.medication) ? clause.datasets.union([.risks]) : clause.datasets,
            windows: clause.windows.filter { $0.key != .risks }, permission: clause.permission,
            needsRelationship: clause.needsRelationship, leastStrength: clause.leastStrength,
            includesJournal: clause.includesJournal, includesRestricted: clause.includesRestricted)
    }
}

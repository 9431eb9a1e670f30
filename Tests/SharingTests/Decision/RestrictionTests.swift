// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import Testing

@Suite struct `The most restrictive wins` {
    private let sample: SharingSample

    init() throws { sample = try SharingSample() }

    @Test func `a clause that forbids beats all that permit`() {
        let permitting = sample.clause("permits")
        for forbidding in [
            sample.clause("no", effect: .deny), sample.clause("no", effect: .deny, consumers: []),
            sample.clause("no", effect: .deny, roles: []), sample.clause("no", effect: .deny, purposes: []),
            sample.clause("no", effect: .deny, datasets: []),
            sample.clause("no", effect: .deny, roles: [.unrecognised]),
            sample.clause("no", effect: .deny, purposes: [.unsupported]),
        ] {
            for clauses in [[permitting, forbidding], [forbidding, permitting]] {
                let decision = sample.decision { $0.clauses = clauses }
                #expect(decision.denial == .forbiddenByClause)
                #expect(decision.explanation.clause?.clause == "no")
            }
        }
    }

    @Test func `a clause that forbids somebody or something else does not`() {
        for other in [
            sample.clause("no", effect: .deny, consumers: [.organisation("RX2")]),
            sample.clause("no", effect: .deny, roles: [.nurse]),
            sample.clause("no", effect: .deny, purposes: [.breakGlass]),
            sample.clause("no", effect: .deny, datasets: [.problems]),
        ] {
            #expect(sample.decision { $0.clauses = [$0.clause("permits"), other] }.isPermitted)
        }
    }

    @Test func `a clause that forbids holds across the agreements of a controller`() {
        let decision = sample.decision {
            $0.agreements = [
                $0.standing("one", [$0.clause("permits")]), $0.standing("two", [$0.clause("no", effect: .deny)]),
            ]
        }
        #expect(decision.denial == .forbiddenByClause)
        #expect(decision.explanation.clause == ClauseReference(agreement: "two", version: 1, clause: "no"))
    }

    @Test func `to stop an agreement does not lift what it forbids`() {
        let decision = sample.decision {
            $0.agreements = [
                $0.standing("one", [$0.clause("permits")]),
                $0.standing("two", isSuspended: true, [$0.clause("no", effect: .deny)]),
            ]
        }
        #expect(decision.denial == .forbiddenByClause)
    }

    @Test func `what a stopped agreement shared is not shared by another`() {
        func agreements(_ sample: SharingSample, stopped: SharingClause) -> [SharingPolicy.Standing] {
            [
                sample.standing("one", [sample.clause("permits")]),
                sample.standing("two", isSuspended: true, [stopped]),
            ]
        }
        let same = sample.decision { $0.agreements = agreements($0, stopped: $0.clause("stopped")) }
        #expect(same.denial == .sharingSuspended)
        for other in [
            sample.clause("stopped", consumers: [.organisation("RX2")]), sample.clause("stopped", roles: [.nurse]),
            sample.clause("stopped", purposes: [.breakGlass]), sample.clause("stopped", datasets: [.problems]),
        ] {
            #expect(sample.decision { $0.agreements = agreements($0, stopped: other) }.isPermitted)
        }
    }

    @Test func `a clause that forbids or is stopped comes near to permitting nothing`() {
        let elsewhere = sample.clause("permits", consumers: [.organisation("RX2")])
        let forbidding = sample.clause("no", effect: .deny, roles: [.nurse])
        #expect(sample.decision { $0.clauses = [elsewhere, forbidding] }.denial == .consumerNotNamed)
        let stopped = sample.decision {
            $0.agreements = [
                $0.standing("one", [elsewhere]),
                $0.standing("two", isSuspended: true, [$0.clause("stopped", roles: [.nurse])]),
            ]
        }
        #expect(stopped.denial == .consumerNotNamed)
    }

    @Test func `an agreement that has run out neither permits nor forbids`() throws {
        let past = try #require(FHIRDateTime("2026-01-30"))
        let decision = sample.decision {
            $0.agreements = [
                $0.standing("one", [$0.clause("permits")]),
                $0.standing("two", until: past, [$0.clause("no", effect: .deny)]),
            ]
        }
        #expect(decision.isPermitted)
    }

    @Test func `a later version takes the place of an earlier one`() {
        let narrower = sample.decision {
            $0.agreements = [
                $0.standing("one", version: 1, [$0.clause("permits")]),
                $0.standing("one", version: 2, [$0.clause("permits", datasets: [.problems])]),
            ]
        }
        #expect(narrower.denial == .datasetNotShared)
        let stopped = sample.decision {
            $0.agreements = [
                $0.standing("one", version: 1, [$0.clause("permits")]),
                $0.standing("one", version: 2, isSuspended: true, []),
            ]
        }
        #expect(stopped.denial == .sharingSuspended)
    }

    @Test func `of two clauses that name the request each condition of both must be met`() {
        let plain = sample.clause("plain", permission: .implied, needsRelationship: false, leastStrength: .low)
        func denial(_ strict: SharingClause, _ change: (inout SharingSample) -> Void) -> [Denial?] {
            [[plain, strict], [strict, plain]].map { clauses in
                sample.decision {
                    $0.clauses = clauses
                    change(&$0)
                }.denial
            }
        }
        let strong = sample.clause("strict", permission: .implied, needsRelationship: false, leastStrength: .high)
        #expect(denial(strong) { $0.strength = .substantial } == [.authenticationTooWeak, .authenticationTooWeak])
        let related = sample.clause("strict", permission: .implied, leastStrength: .low)
        #expect(denial(related) { $0.relationship = nil } == [.noRelationship, .noRelationship])
        let asked = sample.clause("strict", needsRelationship: false, leastStrength: .low)
        #expect(denial(asked) { $0.permissions = [] } == [.permissionNotAsked, .permissionNotAsked])
    }

    @Test func `what is left is the narrowest of what the clauses leave`() {
        let wide = sample.clause("wide", windows: [.risks: 24], journal: true, restricted: true)
        let narrow = sample.clause("narrow", windows: [.risks: 12])
        let unlimited = sample.clause("unlimited", journal: true, restricted: true)
        func residue(_ clauses: [SharingClause]) -> Residue? { sample.decision { $0.clauses = clauses }.residue }

        let limits = Residue(
            windowMonths: 12, includesJournal: false, includesRestricted: false, withholdsNotForPatient: false)
        #expect(residue([wide, narrow]) == limits)
        #expect(residue([narrow, wide]) == limits)
        #expect(
            residue([unlimited, wide])
                == Residue(
                    windowMonths: 24, includesJournal: true, includesRestricted: true, withholdsNotForPatient: false))
        #expect(residue([unlimited])?.windowMonths == nil)
    }

    @Test func `medicines are shown to nobody who may not see the allergies`() {
        let without = sample.decision {
            $0.dataset = .medication
            $0.clauses = [$0.clause("medicines", datasets: [.medication])]
        }
        #expect(without.denial == .datasetNotShared)
        #expect(without.explanation.steps.last == .init(.allergies, isMet: false))
        let narrowed = sample.decision {
            $0.dataset = .medication
            $0.scope = [.medication]
        }
        #expect(narrowed.denial == .outsideTokenScope)
        let with = sample.decision { $0.dataset = .medication }
        #expect(with.isPermitted)
        let allergies = sample.decision { $0.clauses = [$0.clause("allergies", datasets: [.risks])] }
        #expect(allergies.isPermitted)
    }

    @Test func `nothing is permitted by a policy that is empty`() {
        for dataset in Dataset.allCases {
            for purpose in PurposeOfUse.supported {
                let decision = sample.decision {
                    $0.agreements = []
                    $0.dataset = dataset
                    $0.purpose = purpose
                }
                #expect(!decision.isPermitted)
            }
        }
    }
}

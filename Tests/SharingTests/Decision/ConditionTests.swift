// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import Testing

/// From a request that everything permits one thing is changed: the right denial follows. And from each denied request one thing is
/// changed: it is permitted.
@Suite struct `Each condition of a decision` {
    private let sample: SharingSample

    init() throws { sample = try SharingSample() }

    private func expect(
        _ denial: Denial, _ deny: (inout SharingSample) -> Void, butPermittedWhen permit: (inout SharingSample) -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(sample.decision(deny).denial == denial, sourceLocation: sourceLocation)
        let twin = sample.decision {
            deny(&$0)
            permit(&$0)
        }
        #expect(twin.isPermitted, "\(twin.verdict)", sourceLocation: sourceLocation)
    }

    @Test func `the purpose must be care or the person's own request`() {
        expect(.purposeNotCare) {
            $0.purpose = .unsupported
        } butPermittedWhen: {
            $0.purpose = .treatment
        }
        for code in ["HRESCH", "HPAYMT", "HOPERAT", "TREATX", "treat", ""] {
            #expect(PurposeOfUse(code: code) == .unsupported)
        }
    }

    @Test func `no agreement can name another purpose`() {
        let decision = sample.decision {
            $0.purpose = .unsupported
            $0.clauses = [$0.clause("all", purposes: [.unsupported, .treatment])]
        }
        #expect(decision.denial == .purposeNotCare)
    }

    @Test func `the role must be known`() {
        expect(.roleNotRecognised) {
            $0.role = .unrecognised
        } butPermittedWhen: {
            $0.role = .doctor
        }
        let named = sample.decision {
            $0.role = .unrecognised
            $0.clauses = [$0.clause("all", roles: [.unrecognised])]
        }
        #expect(named.denial == .roleNotRecognised)
    }

    @Test(arguments: [Role.patient, .proxy]) func `a person's own request is about their own record`(_ role: Role) {
        let own = sample.clause("own", roles: [.patient, .proxy, .doctor], purposes: [.patientRequest, .treatment])
        func ask(_ sample: inout SharingSample) {
            sample.role = role
            sample.purpose = .patientRequest
            sample.clauses = [own]
        }
        expect(.notOwnRecord, ask) { $0.ownNumbers = [$0.number] }
        // Nor does a patient become a professional by saying so.
        expect(.notOwnRecord) {
            ask(&$0)
            $0.ownNumbers = [$0.number]
            $0.purpose = .treatment
        } butPermittedWhen: {
            $0.purpose = .patientRequest
        }
        // Nor a professional the patient.
        expect(.notOwnRecord) {
            ask(&$0)
            $0.ownNumbers = [$0.number]
            $0.role = .doctor
        } butPermittedWhen: {
            $0.role = role
        }
    }

    @Test func `another person's number is not one's own`() throws {
        let other = try NHSNumber("9000000009")
        let decision = sample.decision {
            $0.role = .patient
            $0.purpose = .patientRequest
            $0.ownNumbers = [other]
            $0.clauses = [$0.clause("own", roles: [.patient], purposes: [.patientRequest])]
        }
        #expect(decision.denial == .notOwnRecord)
    }

    @Test func `a token's scope only narrows`() {
        expect(.outsideTokenScope) {
            $0.scope = [.problems]
        } butPermittedWhen: {
            $0.scope = [.risks]
        }
        expect(.outsideTokenScope) {
            $0.scope = []
        } butPermittedWhen: {
            $0.scope = nil
        }
        let widened = sample.decision {
            $0.dataset = .problems
            $0.scope = [.problems]
        }
        #expect(widened.denial == .datasetNotShared)
    }

    @Test func `a dissent denies, from all or from this controller, whatever else is wished`() {
        let dissent = SharingPreference(.dissent)
        let share = SharingPreference(.share, controller: "A12345")
        expect(.preferenceDissents) {
            $0.preferences = [dissent]
        } butPermittedWhen: {
            $0.preferences = []
        }
        expect(.preferenceDissents) {
            $0.preferences = [share, dissent]
        } butPermittedWhen: {
            $0.preferences = [share]
        }
        expect(.preferenceDissents) {
            $0.preferences = [dissent, share, SharingPreference(.share)]
        } butPermittedWhen: {
            $0.preferences.removeFirst()
        }
        expect(.preferenceDissents) {
            $0.preferences = [.init(.dissent, controller: "A12345"), .init(.share)]
        } butPermittedWhen: {
            $0.preferences = [.init(.dissent, controller: "B99999"), .init(.share)]
        }
        expect(.preferenceDissents) {
            $0.preferences = [.init(.dissent, controller: "a12345")]
        } butPermittedWhen: {
            $0.preferences = []
        }
        expect(.preferenceDissents) {
            $0.preferences = [.init(.dissent, controller: "")]
        } butPermittedWhen: {
            $0.preferences = []
        }
    }

    @Test func `a wish or a refusal is told to nobody whom the agreements would show nothing anyway`() {
        let outsiders: [(inout SharingSample) -> Void] = [
            { $0.agreements = [] }, { $0.isSuspended = true }, { $0.organisation = "RX2" }, { $0.role = .nurse },
            { $0.purpose = .emergencyTreatment }, { $0.dataset = .problems }, { $0.strength = .none },
            { $0.relationship = nil },
            {
                $0.clauses = [
                    $0.clause("all"), $0.clause("nobody", effect: .deny, roles: [], purposes: [], datasets: []),
                ]
            },
        ]
        for (place, outsider) in outsiders.enumerated() {
            let plain = sample.decision(outsider)
            let dissenting = sample.decision {
                outsider(&$0)
                $0.preferences = [.init(.dissent)]
            }
            let refused = sample.decision {
                outsider(&$0)
                $0.permissions = [$0.answer(.refused)]
            }
            #expect(!plain.isPermitted, "\(place)")
            #expect(dissenting == plain && refused == plain, "\(place)")
        }
    }

    @Test func `a dissent is not overridden by an emergency`() {
        expect(.preferenceDissents) {
            $0.purpose = .breakGlass
            $0.permissions = [$0.answer(.emergency(.lifeThreatening, text: "reason"))]
            $0.preferences = [.init(.dissent)]
        } butPermittedWhen: {
            $0.preferences = []
        }
    }

    @Test func `a dissent keeps those away who act for the person, and not the person`() {
        expect(.preferenceDissents) {
            $0.role = .proxy
            $0.purpose = .patientRequest
            $0.ownNumbers = [$0.number]
            $0.clauses = [$0.clause("own", roles: [.patient, .proxy], purposes: [.patientRequest])]
            $0.preferences = [.init(.dissent)]
        } butPermittedWhen: {
            $0.role = .patient
        }
    }

    @Test func `an agreement of this controller must be in force`() throws {
        expect(.noAgreement) {
            $0.agreements = []
        } butPermittedWhen: {
            $0.agreements = nil
        }
        expect(.noAgreement) {
            $0.agreements = [$0.standing("other", controller: "B99999", $0.clauses)]
        } butPermittedWhen: {
            $0.agreements = [$0.standing("one", $0.clauses)]
        }
        let before = try #require(FHIRDateTime("2026-01-30"))
        let today = try #require(FHIRDateTime("2026-01-31"))
        let tomorrow = try #require(FHIRDateTime("2026-02-01"))
        expect(.agreementNotInForce) {
            $0.validUntil = before
        } butPermittedWhen: {
            $0.validUntil = today
        }
        expect(.agreementNotInForce) {
            $0.agreements = [$0.standing("one", from: tomorrow, $0.clauses)]
        } butPermittedWhen: {
            $0.agreements = [$0.standing("one", from: today, $0.clauses)]
        }
    }

    @Test func `the last moment of an agreement is that moment, and its last day the whole day`() throws {
        let moment = try #require(FHIRDateTime("2026-01-31T09:30:00Z"))
        let later = try #require(FHIRDateTime("2026-01-31T09:30:01Z"))
        expect(.agreementNotInForce) {
            $0.validUntil = moment
        } butPermittedWhen: {
            $0.validUntil = later
        }
    }

    @Test func `sharing that is stopped shares nothing`() {
        expect(.sharingSuspended) {
            $0.isSuspended = true
        } butPermittedWhen: {
            $0.isSuspended = false
        }
    }

    @Test func `a clause must name the consumer, the role, the purpose and the dataset`() {
        expect(.consumerNotNamed) {
            $0.organisation = "RX2"
        } butPermittedWhen: {
            $0.organisation = "RX1"
        }
        expect(.roleNotNamed) {
            $0.role = .nurse
        } butPermittedWhen: {
            $0.role = .doctor
        }
        expect(.purposeNotNamed) {
            $0.purpose = .emergencyTreatment
        } butPermittedWhen: {
            $0.purpose = .treatment
        }
        expect(.datasetNotShared) {
            $0.dataset = .problems
        } butPermittedWhen: {
            $0.dataset = .risks
        }
    }

    @Test func `an organisation may be named by its group or its network, and by no other's`() {
        for consumer in [SharingClause.Consumer.group("acute"), .network("anytown")] {
            expect(.consumerNotNamed) {
                $0.clauses = [$0.clause("shared", consumers: [consumer])]
            } butPermittedWhen: {
                $0.memberships = ["RX1": [consumer]]
            }
            let others = sample.decision {
                $0.clauses = [$0.clause("shared", consumers: [consumer])]
                $0.memberships = ["RX2": [consumer]]
            }
            #expect(others.denial == .consumerNotNamed)
        }
    }

    @Test func `what a clause names must stand in one clause`() {
        let decision = sample.decision {
            $0.clauses = [
                $0.clause("role", roles: [.doctor], datasets: [.problems]),
                $0.clause("dataset", roles: [.nurse], datasets: [.risks]),
            ]
        }
        #expect(decision.denial == .datasetNotShared)
    }

    @Test func `an empty set permits nothing`() {
        expect(.consumerNotNamed) {
            $0.clauses = [$0.clause("empty", consumers: [])]
        } butPermittedWhen: {
            $0.clauses = [$0.clause("full")]
        }
        #expect(sample.decision { $0.clauses = [$0.clause("empty", roles: [])] }.denial == .roleNotNamed)
        #expect(sample.decision { $0.clauses = [$0.clause("empty", purposes: [])] }.denial == .purposeNotNamed)
        #expect(sample.decision { $0.clauses = [$0.clause("empty", datasets: [])] }.denial == .datasetNotShared)
        #expect(sample.decision { $0.clauses = [] }.denial == .consumerNotNamed)
    }

    @Test func `a clause with a word that is not known permits nothing`() {
        expect(.consumerNotNamed) {
            $0.clauses = [$0.clause("odd", roles: [.doctor, .unrecognised])]
        } butPermittedWhen: {
            $0.clauses = [$0.clause("plain")]
        }
        expect(.consumerNotNamed) {
            $0.clauses = [$0.clause("odd", purposes: [.treatment, .unsupported])]
        } butPermittedWhen: {
            $0.clauses = [$0.clause("plain")]
        }
    }

    @Test func `the sign-in must be strong enough`() {
        for strength in AuthenticationStrength.allCases {
            for needed in AuthenticationStrength.allCases {
                let decision = sample.decision {
                    $0.strength = strength
                    $0.clauses = [$0.clause("one", leastStrength: needed)]
                }
                #expect(decision.denial == (strength < needed ? .authenticationTooWeak : nil))
            }
        }
    }

    @Test func `a relationship must be known where the clause asks for it`() {
        expect(.noRelationship) {
            $0.relationship = nil
        } butPermittedWhen: {
            $0.relationship = .selfClaimed
        }
        expect(.noRelationship) {
            $0.relationship = nil
        } butPermittedWhen: {
            $0.clauses = [$0.clause("one", needsRelationship: false)]
        }
    }

    @Test func `nobody is asked for permission or a relationship to see their own record`() {
        let decision = sample.decision {
            $0.role = .patient
            $0.purpose = .patientRequest
            $0.ownNumbers = [$0.number]
            $0.permissions = []
            $0.relationship = nil
            $0.clauses = [$0.clause("own", roles: [.patient], purposes: [.patientRequest])]
        }
        #expect(decision.isPermitted)
        #expect(decision.residue?.withholdsNotForPatient == true)
    }
}

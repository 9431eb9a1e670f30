// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import Testing

/// A request that everything permits, of which a test changes one thing.
struct SharingSample {
    var role = Role.doctor
    var organisation = "RX1"
    var purpose = PurposeOfUse.treatment
    var strength = AuthenticationStrength.high
    var ownNumbers: Set<NHSNumber> = []
    var scope: Set<Dataset>?
    var controller = Organisation(odsCode: "A12345", name: "Anytown Surgery")
    var dataset = Dataset.risks
    var clauses: [SharingClause]
    var agreements: [SharingPolicy.Standing]?
    var isSuspended = false
    var validUntil: FHIRDateTime?
    var memberships: [String: Set<SharingClause.Consumer>] = [:]
    var preferences: [SharingPreference] = []
    var permissions: [PermissionToView]
    var relationship: SharingFacts.Relationship? = .statedBySystem
    let number: NHSNumber
    let now: FHIRDateTime
    let begin: FHIRDateTime

    init() throws {
        number = try NHSNumber("9434765919")
        now = try #require(FHIRDateTime("2026-01-31T09:30:00Z"))
        begin = try #require(FHIRDateTime("2026-01-01"))
        permissions = [Self.permission(.given, now: now)]
        clauses = [
            SharingClause(
                id: "emergency", consumers: [.organisation("RX1")], roles: [.doctor],
                purposes: [.treatment, .breakGlass],
                datasets: [.risks, .medication])
        ]
    }

    static func permission(
        _ answer: PermissionToView.Answer, extent: PermissionToView.Extent = .consultation, now: FHIRDateTime,
        minutesAgo: Int = 1
    ) -> PermissionToView {
        PermissionToView(
            answer, extent: extent, askedBy: "doctor-1", organisation: "RX1",
            at: now.advanced(bySeconds: -60 * minutesAgo), until: now.advanced(bySeconds: 3600))
    }

    var requester: Requester {
        Requester(
            person: "doctor-1", role: role, organisation: organisation, system: "ward", purpose: purpose,
            strength: strength,
            establishment: Establishment(person: .signIn, organisation: .signIn, system: .signIn, purpose: .signIn),
            ownNumbers: ownNumbers, scope: scope)
    }

    var facts: SharingFacts {
        let agreement = SharingAgreement(
            id: "one", version: 2, title: "One", controller: "A12345", validFrom: begin, validUntil: validUntil,
            clauses: clauses)
        return SharingFacts(
            policy: SharingPolicy(
                version: 7, agreements: agreements ?? [.init(agreement, isSuspended: isSuspended)],
                memberships: memberships),
            numbers: [number], preferences: preferences, permissions: permissions, relationship: relationship, now: now)
    }

    /// The decision after a change.
    func decision(_ change: (inout Self) -> Void) -> SharingDecision {
        var sample = self
        change(&sample)
        return decide(sample.requester, controller: sample.controller, dataset: sample.dataset, given: sample.facts)
    }
}

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
        minutesAgo: Int = 1, heldFor minutes: Int? = nil, askedBy: String = "doctor-1", organisation: String = "RX1"
    ) -> PermissionToView {
        let at = now.advanced(bySeconds: -60 * minutesAgo)
        return PermissionToView(
            answer, extent: extent, askedBy: askedBy, organisation: organisation, at: at,
            until: minutes.map { at.advanced(bySeconds: 60 * $0) } ?? now.advanced(bySeconds: 3600))
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

    /// An answer of the person, or a statement of the requester.
    func answer(
        _ answer: PermissionToView.Answer, extent: PermissionToView.Extent = .consultation, minutesAgo: Int = 1,
        heldFor minutes: Int? = nil, askedBy: String = "doctor-1", organisation: String = "RX1"
    ) -> PermissionToView {
        Self.permission(
            answer, extent: extent, now: now, minutesAgo: minutesAgo, heldFor: minutes, askedBy: askedBy,
            organisation: organisation)
    }

    /// A clause of the sample's kind.
    func clause(
        _ id: String, effect: SharingClause.Effect = .permit,
        consumers: Set<SharingClause.Consumer> = [.organisation("RX1")], roles: Set<Role> = [.doctor],
        purposes: Set<PurposeOfUse> = [.treatment], datasets: Set<Dataset> = [.risks, .medication],
        windows: [Dataset: Int] = [:], permission: SharingClause.PermissionCondition = .eachTime,
        needsRelationship: Bool = true, leastStrength: AuthenticationStrength = .substantial,
        journal: Bool = false, restricted: Bool = false
    ) -> SharingClause {
        SharingClause(
            id: id, effect: effect, consumers: consumers, roles: roles, purposes: purposes, datasets: datasets,
            windows: windows, permission: permission, needsRelationship: needsRelationship,
            leastStrength: leastStrength, includesJournal: journal, includesRestricted: restricted)
    }

    /// An agreement of the sample's controller, as it stands.
    func standing(
        _ id: String, version: Int = 1, controller: String = "A12345", from: FHIRDateTime? = nil,
        until: FHIRDateTime? = nil, isSuspended: Bool = false, _ clauses: [SharingClause]
    ) -> SharingPolicy.Standing {
        .init(
            SharingAgreement(
                id: id, version: version, title: id, controller: controller, validFrom: from ?? begin,
                validUntil: until, clauses: clauses), isSuspended: isSuspended)
    }

    /// The decision after a change.
    func decision(_ change: (inout Self) -> Void) -> SharingDecision {
        var sample = self
        change(&sample)
        return decide(sample.requester, controller: sample.controller, dataset: sample.dataset, given: sample.facts)
    }
}

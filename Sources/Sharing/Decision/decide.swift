// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
import FHIR

/// Decides for one dataset of one controller: a pure function. The most restrictive wins; what is not known, or empty, denies; the denial
/// that came nearest to a permission is the one given.
public func decide(
    _ requester: Requester, controller: Organisation, dataset: Dataset, given facts: SharingFacts
) -> SharingDecision {
    var deliberation = Deliberation(requester, controller: controller, dataset: dataset, facts: facts)
    let verdict = deliberation.verdict()
    let decision = SharingDecision(verdict, deliberation.explanation)
    guard dataset == .medication, decision.isPermitted else { return decision }
    // Any answer that holds medicines holds all allergies and alerts: who may not see these is not shown those.
    let risks = decide(requester, controller: controller, dataset: .risks, given: facts)
    guard let denial = risks.denial else { return decision }
    var explanation = risks.explanation
    explanation.note(.allergies, false)
    return SharingDecision(.deny(denial), explanation)
}

/// One decision in the making: the conditions in their order, each noted as it is looked at.
private struct Deliberation {
    private let requester: Requester
    private let controller: String
    private let dataset: Dataset
    private let facts: SharingFacts
    /// By which names a clause may name the requester's organisation.
    private let consumers: Set<SharingClause.Consumer>
    private let answers: PointOfCareAnswers
    private(set) var explanation: Explanation

    init(_ requester: Requester, controller: Organisation, dataset: Dataset, facts: SharingFacts) {
        self.requester = requester
        self.controller = controller.odsCode
        self.dataset = dataset
        self.facts = facts
        consumers = facts.policy.names(of: requester.organisation)
        answers = PointOfCareAnswers(facts.permissions, for: requester, at: facts.now)
        explanation = Explanation(policyVersion: facts.policy.version)
    }

    mutating func verdict() -> SharingDecision.Verdict {
        if let denial = denialOfRequester() { return .deny(denial) }
        switch agreementsInForce() {
        case .failure(let denial): return .deny(denial)
        case .success(let agreements): return verdict(under: agreements)
        }
    }

    // MARK: Who asks

    private mutating func denialOfRequester() -> Denial? {
        if !isMet(.purpose, requester.purpose != .unsupported) { return .purposeNotCare }
        if !isMet(.role, requester.role != .unrecognised) { return .roleNotRecognised }
        let asksForThemself = requester.purpose == .patientRequest || requester.role.isPatientOrProxy
        if asksForThemself {
            let isOwn =
                requester.purpose == .patientRequest && requester.role.isPatientOrProxy
                && !facts.numbers.isDisjoint(with: requester.ownNumbers)
            if !isMet(.ownRecord, isOwn) { return .notOwnRecord }
        }
        if let scope = requester.scope, !isMet(.tokenScope, scope.contains(dataset)) { return .outsideTokenScope }
        return nil
    }

    // MARK: The agreements

    private enum InForce {
        case success([SharingPolicy.Standing])
        case failure(Denial)
    }

    private mutating func agreementsInForce() -> InForce {
        let covering = facts.policy.agreements.filter { $0.agreement.controller == controller }
        let valid = covering.filter { $0.agreement.isValid(at: facts.now) }.withoutSuperseded
        guard isMet(.agreement, valid.contains { !$0.isSuspended }) else {
            // All that covers the controller has been stopped, or it has run out or not begun.
            return .failure(
                covering.isEmpty
                    ? .noAgreement
                    : covering.allSatisfy(\.isSuspended) || !valid.isEmpty ? .sharingSuspended : .agreementNotInForce)
        }
        return .success(valid)
    }

    private typealias Placed = (clause: SharingClause, reference: ClauseReference)

    private mutating func verdict(under standings: [SharingPolicy.Standing]) -> SharingDecision.Verdict {
        let stopped = Self.clauses(of: standings.filter(\.isSuspended))
        let running = Self.clauses(of: standings.filter { !$0.isSuspended })
        // What a stopped agreement forbids stays forbidden: to stop sharing must never open anything.
        if let forbidding = (running + stopped).first(where: { $0.clause.effect == .deny && forbids($0.clause) }) {
            return denied(.forbiddenByClause, .prohibition, by: forbidding)
        }
        explanation.note(.prohibition, true)
        // What a stopped agreement shared is stopped, whichever other agreement would share it too.
        if let permitting = stopped.first(where: { $0.clause.effect == .permit && permits($0.clause) }) {
            return denied(.sharingSuspended, .agreement, by: permitting)
        }
        return choose(among: running.filter { $0.clause.effect == .permit && $0.clause.isUnderstood })
    }

    private static func clauses(of standings: [SharingPolicy.Standing]) -> [Placed] {
        standings.map(\.agreement).flatMap { agreement in
            agreement.clauses.map {
                ($0, ClauseReference(agreement: agreement.id, version: agreement.version, clause: $0.id))
            }
        }
    }

    private mutating func denied(
        _ denial: Denial, _ condition: Explanation.Step.Condition, by placed: Placed
    ) -> SharingDecision.Verdict {
        note(condition, false, placed)
        explanation.clause = placed.reference
        return .deny(denial)
    }

    /// Whether a clause that forbids is about this request. It is there to forbid, so what it leaves empty, or names by a word that is
    /// not known, it names in full.
    private func forbids(_ clause: SharingClause) -> Bool {
        (clause.consumers.isEmpty || !clause.consumers.isDisjoint(with: consumers))
            && (clause.roles.isEmpty || !clause.roles.isDisjoint(with: [requester.role, .unrecognised]))
            && (clause.purposes.isEmpty || !clause.purposes.isDisjoint(with: [requester.purpose, .unsupported]))
            && (clause.datasets.isEmpty || clause.datasets.contains(dataset))
    }

    /// Whether a clause that permits names this request.
    private func permits(_ clause: SharingClause) -> Bool {
        !clause.consumers.isDisjoint(with: consumers) && clause.roles.contains(requester.role)
            && clause.purposes.contains(requester.purpose) && clause.datasets.contains(dataset)
    }

    private mutating func choose(among permitting: [Placed]) -> SharingDecision.Verdict {
        let (consumers, role, purpose, dataset) = (consumers, requester.role, requester.purpose, dataset)
        let conditions: [(Explanation.Step.Condition, Denial, (SharingClause) -> Bool)] = [
            (.consumer, .consumerNotNamed, { !$0.consumers.isDisjoint(with: consumers) }),
            (.role, .roleNotNamed, { $0.roles.contains(role) }),
            (.purpose, .purposeNotNamed, { $0.purposes.contains(purpose) }),
            (.dataset, .datasetNotShared, { $0.datasets.contains(dataset) }),
        ]
        var left = permitting
        for (condition, denial, holds) in conditions {
            left = left.filter { holds($0.clause) }
            guard isMet(condition, !left.isEmpty) else { return .deny(denial) }
        }
        return narrowest(of: left)
    }

    // MARK: The conditions of the clauses that permit

    /// All clauses that name the request must have their conditions met: of two that say it differently the stricter holds.
    private mutating func narrowest(of placed: [Placed]) -> SharingDecision.Verdict {
        explanation.clause = placed.first?.reference
        for each in placed {
            let needed = each.clause.leastStrength
            if !isMet(.strength, requester.strength >= needed, each, needs: .strength(needed)) {
                return .deny(.authenticationTooWeak)
            }
        }
        for each in placed where !isMet(.relationship, hasRelationship(for: each.clause), each) {
            return .deny(.noRelationship)
        }
        if let denial = denialOfPerson() { return .deny(denial) }
        if requester.purpose == .breakGlass, !isMet(.emergency, breaksGlass) { return .deny(.emergencyNotStated) }
        for each in placed {
            let needed = each.clause.permission
            if !isMet(.permission, hasPermission(needed), each, needs: .permission(needed)) {
                return .deny(.permissionNotAsked)
            }
        }
        let clauses = placed.map(\.clause)
        return .permit(
            Residue(
                windowMonths: clauses.compactMap { $0.windows[dataset] }.min(),
                includesJournal: clauses.allSatisfy(\.includesJournal),
                includesRestricted: clauses.allSatisfy(\.includesRestricted),
                withholdsNotForPatient: requester.role.isPatientOrProxy))
    }

    /// What the person wishes. It is looked at last of what denies whatever is asked, so that it is told to nobody whom the agreements
    /// would show nothing anyway: a wish is a thing to know about somebody.
    private mutating func denialOfPerson() -> Denial? {
        // A dissent keeps everybody away but the person, who has been found to ask for their own record; somebody who acts for them is
        // not them.
        if requester.role != .patient, !isMet(.preference, !facts.preferences.dissents(from: controller)) {
            return .preferenceDissents
        }
        return isMet(.refusal, !answers.isRefused || breaksGlass) ? nil : .permissionRefused
    }

    private var breaksGlass: Bool { answers.breakGlass }

    private func hasRelationship(for clause: SharingClause) -> Bool {
        !clause.needsRelationship || facts.relationship != nil || requester.purpose == .patientRequest || breaksGlass
    }

    private func hasPermission(_ needed: SharingClause.PermissionCondition) -> Bool {
        if requester.purpose == .patientRequest || breaksGlass { return true }
        return switch needed {
        case .implied: true
        case .episode: !answers.openings.isEmpty
        case .eachTime: answers.openings.contains { $0.extent == .consultation }
        }
    }

    // MARK: Noting

    private mutating func isMet(
        _ condition: Explanation.Step.Condition, _ isMet: Bool, _ placed: Placed? = nil,
        needs need: Explanation.Step.Need? = nil
    ) -> Bool {
        note(condition, isMet, placed, needs: need)
        return isMet
    }

    private mutating func note(
        _ condition: Explanation.Step.Condition, _ isMet: Bool, _ placed: Placed?,
        needs need: Explanation.Step.Need? = nil
    ) {
        explanation.note(condition, isMet, clause: placed?.reference, needs: need)
    }
}

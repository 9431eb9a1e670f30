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
    return SharingDecision(verdict, deliberation.explanation)
}

/// One decision in the making: the conditions in their order, each noted as it is looked at.
private struct Deliberation {
    private let requester: Requester
    private let controller: String
    private let dataset: Dataset
    private let facts: SharingFacts
    private(set) var explanation: Explanation

    init(_ requester: Requester, controller: Organisation, dataset: Dataset, facts: SharingFacts) {
        self.requester = requester
        self.controller = controller.odsCode
        self.dataset = dataset
        self.facts = facts
        explanation = Explanation(policyVersion: facts.policy.version)
    }

    mutating func verdict() -> SharingDecision.Verdict {
        if let denial = denialOfRequester() ?? denialOfPerson() { return .deny(denial) }
        switch agreementsInForce() {
        case .failure(let denial): return .deny(denial)
        case .success(let agreements): return verdict(under: agreements)
        }
    }

    // MARK: Who asks, and what the person wishes

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

    private mutating func denialOfPerson() -> Denial? {
        // A dissent keeps professionals away; the person's own request is their wish.
        if requester.purpose != .patientRequest,
            !isMet(.preference, !facts.preferences.dissents(from: controller))
        {
            return .preferenceDissents
        }
        let isRefused = latestAnswer == .refused && !breaksGlass
        return isMet(.refusal, !isRefused) ? nil : .permissionRefused
    }

    // MARK: The agreements

    private enum InForce {
        case success([SharingAgreement])
        case failure(Denial)
    }

    private mutating func agreementsInForce() -> InForce {
        let covering = facts.policy.agreements.filter { $0.agreement.controller == controller }
        let running = covering.filter { !$0.isSuspended }
        let inForce = running.map(\.agreement).filter { $0.isValid(at: facts.now) }
        guard isMet(.agreement, !inForce.isEmpty) else {
            return .failure(
                covering.isEmpty ? .noAgreement : running.isEmpty ? .sharingSuspended : .agreementNotInForce)
        }
        return .success(inForce)
    }

    private typealias Placed = (clause: SharingClause, reference: ClauseReference)

    private mutating func verdict(under agreements: [SharingAgreement]) -> SharingDecision.Verdict {
        let clauses: [Placed] = agreements.flatMap { agreement in
            agreement.clauses.map {
                ($0, ClauseReference(agreement: agreement.id, version: agreement.version, clause: $0.id))
            }
        }
        if let forbidding = clauses.first(where: { $0.clause.effect == .deny && names($0.clause) }) {
            note(.prohibition, false, forbidding)
            explanation.clause = forbidding.reference
            return .deny(.forbiddenByClause)
        }
        explanation.note(.prohibition, true)
        return choose(among: clauses.filter { $0.clause.effect == .permit })
    }

    /// Whether a clause that forbids is about this request: what it leaves empty it names in full, as it is there to forbid.
    private func names(_ clause: SharingClause) -> Bool {
        let consumers = facts.policy.names(of: requester.organisation)
        return (clause.consumers.isEmpty || !clause.consumers.isDisjoint(with: consumers))
            && (clause.roles.isEmpty || clause.roles.contains(requester.role))
            && (clause.purposes.isEmpty || clause.purposes.contains(requester.purpose))
            && (clause.datasets.isEmpty || clause.datasets.contains(dataset))
    }

    private mutating func choose(among permitting: [Placed]) -> SharingDecision.Verdict {
        let consumers = facts.policy.names(of: requester.organisation)
        let (role, purpose, dataset) = (requester.role, requester.purpose, dataset)
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
        for each in placed where !isMet(.strength, requester.strength >= each.clause.leastStrength, each) {
            return .deny(.authenticationTooWeak)
        }
        for each in placed where !isMet(.relationship, hasRelationship(for: each.clause), each) {
            return .deny(.noRelationship)
        }
        for each in placed where !isMet(.permission, hasPermission(for: each.clause), each) {
            return .deny(.permissionNotAsked)
        }
        let clauses = placed.map(\.clause)
        return .permit(
            Residue(
                windowMonths: clauses.compactMap { $0.windows[dataset] }.min(),
                includesJournal: clauses.allSatisfy(\.includesJournal),
                includesRestricted: clauses.allSatisfy(\.includesRestricted),
                withholdsNotForPatient: requester.role.isPatientOrProxy))
    }

    private func hasRelationship(for clause: SharingClause) -> Bool {
        !clause.needsRelationship || facts.relationship != nil || requester.purpose == .patientRequest || breaksGlass
    }

    private func hasPermission(for clause: SharingClause) -> Bool {
        if requester.purpose == .patientRequest || breaksGlass { return true }
        return switch clause.permission {
        case .implied: true
        case .episode: answers.contains { $0.opens }
        case .eachTime: answers.contains { $0.opens && $0.extent == .consultation }
        }
    }

    // MARK: Answers at the point of care

    private var answers: [PermissionToView] { facts.permissions.filter { $0.holds(at: facts.now) } }

    /// The answer given last; of two at one moment, the refusal.
    private var latestAnswer: PermissionToView.Answer? {
        answers.max { one, other in
            let seconds = (one.at.earliestSecond, other.at.earliestSecond)
            return seconds.0 == seconds.1 ? other.answer == .refused : seconds.0 < seconds.1
        }?.answer
    }

    /// Whether the requester broke the glass: the purpose says so, and an emergency with its reason has been recorded.
    private var breaksGlass: Bool {
        requester.purpose == .breakGlass
            && answers.contains { if case .emergency = $0.answer { true } else { false } }
    }

    // MARK: Noting

    private mutating func isMet(
        _ condition: Explanation.Step.Condition, _ isMet: Bool, _ placed: Placed? = nil
    ) -> Bool {
        note(condition, isMet, placed)
        return isMet
    }

    private mutating func note(_ condition: Explanation.Step.Condition, _ isMet: Bool, _ placed: Placed?) {
        explanation.note(condition, isMet, clause: placed?.reference)
    }
}

extension PermissionToView {
    /// Whether the answer opens the record without breaking any glass.
    fileprivate var opens: Bool {
        switch answer {
        case .given, .couldNotBeAsked: true
        case .refused, .emergency: false
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Synchronization

/// The breakers of all sources, shared by all requests of a broker. It knows of people no more than a mark that means nothing
/// outside this process.
final class SourceWatch: Sendable {
    private let breakers: Mutex<[SourceID: CircuitBreaker]>
    private let rule: CircuitBreaker.Rule

    init(_ rule: CircuitBreaker.Rule = .init()) {
        self.rule = rule
        breakers = Mutex([:])
    }

    func admit(_ source: SourceID, asksAgain: Bool, at now: ContinuousClock.Instant) -> CircuitBreaker.Admission {
        breakers.withLock { $0[source, default: CircuitBreaker(rule)].admit(asksAgain: asksAgain, at: now) }
    }

    /// Takes what an asking told.
    /// - Returns: since when the source has failed, where it failed before.
    func note(
        _ verdict: CircuitBreaker.Verdict, of source: SourceID, isProbe: Bool, at moment: CourseMoment
    ) -> FHIRDateTime? {
        breakers.withLock { breakers in
            breakers[source, default: CircuitBreaker(rule)].note(verdict, isProbe: isProbe, at: moment)
            return breakers[source]?.failingSince
        }
    }
}

extension SourceAnswer {
    /// The answer; a failure says since when the source has failed.
    func failing(since: FHIRDateTime?) -> SourceAnswer {
        guard let since, case .notAvailable(var reason) = self else { return self }
        reason.since = since
        return .notAvailable(reason)
    }
}

extension AskedQuestion {
    /// What an answer tells about the source. A failure counts where the cause may lie with the source, and lateness where it
    /// was given all the time that it is entitled to.
    func verdict(on answer: SourceAnswer?, askedAt: ContinuousClock.Instant) -> CircuitBreaker.Verdict {
        let late = SourceOutcome.Reason(.timedOut, "The source did not answer within its time limit.")
        switch answer ?? .notAvailable(late) {
        case .notAvailable(let reason): return verdict(on: reason, askedAt: askedAt, knowsPerson: false)
        case .searchPages(let pages, let faults) where isNothingButThePerson(pages, faults):
            let verdicts = faults.map { verdict(on: $0.reason, askedAt: askedAt, knowsPerson: true) }
            return verdicts.first { !$0.isFailure } ?? verdicts.first ?? .alive
        default: return .alive
        }
    }

    private func verdict(
        on reason: SourceOutcome.Reason, askedAt: ContinuousClock.Instant, knowsPerson: Bool
    ) -> CircuitBreaker.Verdict {
        let failed = CircuitBreaker.Verdict.failed(
            reason, person: query.numbers.first?.hashValue ?? 0, knowsPerson: knowsPerson)
        switch reason.code {
        case .unreachable, .connectionClosed, .serverError, .busy, .invalidAnswer: return failed
        case .timedOut: return deadline - askedAt >= question.timeLimit ? failed : .nothing
        case .gatewayBusy: return .nothing
        default: return .alive
        }
    }

    /// Whether the source found the person, and failed at everything that it was asked of them.
    private func isNothingButThePerson(_ pages: [Bundle<R4>], _ faults: [PartialFault]) -> Bool {
        let missing = faults.reduce(into: Set<Dataset>()) { $0.formUnion($1.datasets) }
        return !faults.isEmpty && missing.isSuperset(of: query.datasets)
            && pages.allSatisfy { $0.resources.allSatisfy { ["Patient", "OperationOutcome"].contains($0.type) } }
    }
}

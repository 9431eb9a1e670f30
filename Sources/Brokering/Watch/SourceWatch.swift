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
        let person = query.numbers.first?.hashValue ?? 0
        guard case .notAvailable(let reason) = answer ?? .notAvailable(late) else { return .alive }
        switch reason.code {
        case .unreachable, .connectionClosed, .serverError, .busy, .invalidAnswer:
            return .failed(reason, person: person)
        case .timedOut:
            return deadline - askedAt >= question.timeLimit ? .failed(reason, person: person) : .nothing
        case .gatewayBusy: return .nothing
        default: return .alive
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// Whether one source is asked, from how it answered of late. Once it has failed so often in a row that asking does nothing but
/// make people wait, it is left alone for a while; then one asking at a time shows whether it is back. A source that is left
/// alone is still named in every ledger, with since when and why. A value without a clock of its own.
struct CircuitBreaker: Sendable {
    /// When a source is left alone, and for how long.
    struct Rule: Sendable, Hashable {
        /// How many failures in a row it takes.
        var failures = 5
        /// About how many people they must have been, where the cause may lie in the record of one person.
        var people = 3
        /// How long the source is left alone at first; twice as long after each probe that fails.
        var pause = Duration.seconds(5)
        var longestPause = Duration.seconds(60)
    }

    /// What one asking tells about the source.
    enum Verdict: Sendable {
        /// It answered, be it with a refusal.
        case alive
        /// It failed. `person` marks whom it was asked about, without telling who that is; it may have known them, and failed after that.
        case failed(SourceOutcome.Reason, person: Int, knowsPerson: Bool = false)
        /// Nothing: whoever asked left, or gave it less time than it is entitled to.
        case nothing

        var isFailure: Bool {
            if case .failed = self { true } else { false }
        }
    }

    enum Admission: Sendable {
        case ask(isProbe: Bool)
        case suspended(SourceOutcome.Reason)
    }

    /// Failures with no answer between them.
    private struct Row: Sendable {
        let since: FHIRDateTime
        var count = 0
        /// Those that happened before the source could know whom it was asked about.
        var unreached = 0
        var people: Set<Int> = []
        var reason: SourceOutcome.Reason
    }

    private struct Opening: Sendable {
        var until: ContinuousClock.Instant
        var pause: Duration
        var isProbed = false
    }

    private let rule: Rule
    private var row: Row?
    private var opening: Opening?

    init(_ rule: Rule = Rule()) { self.rule = rule }

    /// Whether the source is to be asked now. Whoever asks *again* is let through, as a probe, if none is under way.
    mutating func admit(asksAgain: Bool, at now: ContinuousClock.Instant) -> Admission {
        guard let opening, let row else { return .ask(isProbe: false) }
        guard !opening.isProbed, asksAgain || now >= opening.until else { return .suspended(Self.suspension(row)) }
        self.opening?.isProbed = true
        return .ask(isProbe: true)
    }

    /// Takes what an asking told.
    mutating func note(_ verdict: Verdict, isProbe: Bool, at moment: CourseMoment) {
        if isProbe { opening?.isProbed = false }
        switch verdict {
        case .alive:
            row = nil
            opening = nil
        case .nothing: break
        case .failed(let reason, let person, let knowsPerson):
            note(reason, person, wasReached: knowsPerson, at: moment)
            if isProbe, let pause = opening?.pause {
                let longer = min(pause * 2, rule.longestPause)
                opening = Opening(until: moment.now.advanced(by: longer), pause: longer)
            } else if opening == nil, isRowLongEnough {
                opening = Opening(until: moment.now.advanced(by: rule.pause), pause: rule.pause)
            }
        }
    }

    /// Since when the source has failed; `nil` while it has not, or once alone.
    var failingSince: FHIRDateTime? { row.flatMap { $0.count > 1 ? $0.since : nil } }

    private mutating func note(
        _ reason: SourceOutcome.Reason, _ person: Int, wasReached: Bool, at moment: CourseMoment
    ) {
        var longer = row ?? Row(since: moment.utc, reason: reason)
        longer.count += 1
        longer.reason = reason
        if !wasReached, reason.code == .unreachable || reason.code == .connectionClosed { longer.unreached += 1 }
        if longer.people.count < rule.people { longer.people.insert(person) }
        row = longer
    }

    private var isRowLongEnough: Bool {
        guard let row else { return false }
        return row.unreached >= rule.failures || (row.count >= rule.failures && row.people.count >= rule.people)
    }

    private static func suspension(_ row: Row) -> SourceOutcome.Reason {
        let sentence =
            "It was not asked, as it failed \(row.count) times in a row. \(row.reason.sentence) It is tried again by itself, and when you ask again."
        return SourceOutcome.Reason(.suspended, sentence, since: row.since)
    }
}

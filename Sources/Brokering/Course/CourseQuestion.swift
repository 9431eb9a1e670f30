// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing

/// One source with what may be asked of it.
struct CourseQuestion: Sendable {
    /// Which of the configured sources it is.
    let place: Int
    let source: SourceDescription
    /// How long the source is given, within the whole deadline.
    let timeLimit: Duration
    let grounds: [LocatedSource.Ground]
    let decisions: [Dataset: SharingDecision]
    /// What the requester may not see of the source, whether or not it is asked for.
    var denied: Set<Dataset> = []

    var permitted: Set<Dataset> { Set(decisions.filter { $0.value.isPermitted }.keys) }

    /// What the source holds of what is permitted; empty when there is nothing to ask it.
    var askable: Set<Dataset> {
        let askable = permitted.intersection(source.datasets.union([.other]))
        return askable.subtracting([.other]).isEmpty ? [] : askable
    }

    /// How the source stands in a record while it is being asked. What it gave before, when asked again for the rest, stays.
    func awaited(after earlier: LedgerLine?, at utc: String) -> LedgerLine {
        let reason = SourceOutcome.Reason(.awaited, "Still being asked.")
        if let earlier, case .answered(let checked, let faults) = earlier.result {
            let awaited = faults.map { PartialFault(datasets: $0.datasets, reason: reason) }
            return LedgerLine(
                source: source, decisions: decisions, result: .answered(checked, faults: awaited),
                contribution: earlier.contribution, at: earlier.at, denied: denied)
        }
        return unanswered(reason, at: utc)
    }

    /// How the source stands when it gave nothing.
    func unanswered(_ reason: SourceOutcome.Reason, at utc: String) -> LedgerLine {
        LedgerLine(
            source: source, decisions: decisions, result: .notAvailable(reason), contribution: .init(), at: utc)
    }

    /// How the source stands when there is nothing to ask it: of what it holds, nothing is permitted.
    func unasked(at utc: String) -> LedgerLine {
        let reason = SourceOutcome.Reason(.notAskedFor, "The source was not asked: nothing that it holds may be shown.")
        return LedgerLine(
            source: source, decisions: decisions, result: .refused(reason), contribution: .init(), at: utc)
    }
}

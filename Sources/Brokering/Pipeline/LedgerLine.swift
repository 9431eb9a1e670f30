// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Sharing

/// One source on its way into the ledger.
struct LedgerLine: Sendable {
    let source: SourceDescription
    let decisions: [Dataset: SharingDecision]
    let result: SourceResult
    let contribution: Assemble.Contribution
    let at: String
    /// What the requester may not see of the source, whether or not it is asked for.
    var denied: Set<Dataset> = []

    /// The source's line: an outcome for every dataset in scope.
    /// - Parameter counts: how many of its entries are shown of each dataset.
    func line(
        scope: [Dataset], counts: [Dataset: Int], withheld: WithholdingStep.Result
    ) -> SourceLedger.SourceLine {
        var notices: [SourceNotice] = []
        var unreadable: [String?] = []
        var sourceValues = 0
        if case .answered(let checked, _) = result {
            notices = checked.notices + withheld.notices.filter { !checked.notices.contains($0) }
            unreadable = checked.unreadable
            // What is withheld is not counted, whatever is counted of it.
            sourceValues =
                withheld.withheldReferences.isEmpty
                ? checked.sourceValueCount
                : checked.items.reduce(0) { sum, item in
                    withheld.withheldReferences.contains(item.sourceReference) ? sum : sum + item.sourceValueCount
                }
        }
        return SourceLedger.SourceLine(
            source: source, asAt: at, scope: scope, notices: notices, unreadable: unreadable,
            sourceValueCount: sourceValues
        ) { outcome(for: $0, count: counts[$0] ?? 0, notices: notices) }
    }

    private func outcome(for dataset: Dataset, count: Int, notices: [SourceNotice]) -> SourceOutcome {
        // What a source does not hold by design is not missing, whoever may see it (invariant 2).
        guard source.datasets.contains(dataset) || dataset == .other else { return .notSupported }
        if let denial = decisions[dataset]?.denial {
            return .refused(reason: .init(.notPermitted, "Not shared: \(denial.words)."))
        }
        switch result {
        case .refused(let reason): return .refused(reason: reason)
        case .quarantined(let reason): return .quarantined(reason: reason)
        case .notAvailable(let reason): return .notAvailable(reason: reason)
        case .personNotKnown: return .nothingRecorded
        case .answered(_, let faults):
            if let fault = faults.first(where: { $0.datasets.contains(dataset) }) {
                return .notAvailable(reason: fault.reason)
            }
            let withheld = notices.contains {
                $0.kind == .confidentialItems && ($0.dataset == nil || $0.dataset == dataset)
            }
            if withheld { return .answeredWithWithheld(count: count) }
            if count > 0 { return .answered(count: count) }
            return contribution.notSeparated.contains(dataset) ? .notSeparatelyRecorded : .nothingRecorded
        }
    }
}

extension LedgerLine {
    /// The same line under what may be shown now; `nil` where more may be shown than the source was asked for.
    func decided(anew decisions: [Dataset: SharingDecision], denied: Set<Dataset>) -> LedgerLine? {
        let isAsked = decisions.allSatisfy { !$0.value.isPermitted || self.decisions[$0.key]?.isPermitted == true }
        guard isAsked else { return nil }
        return LedgerLine(
            source: source, decisions: decisions, result: result, contribution: contribution, at: at,
            denied: denied)
    }

    /// Whether the source gave an answer about the person, be it that it holds nothing.
    var hasAnswered: Bool {
        switch result {
        case .answered, .personNotKnown: true
        case .refused, .quarantined, .notAvailable: false
        }
    }

    /// Whether asking once more could bring what is missing. A source that refused, or knows the person by other particulars,
    /// has answered.
    var mayAnswerAgain: Bool {
        switch result {
        case .notAvailable: true
        case .answered(_, let faults):
            faults.contains {
                $0.datasets.contains { source.datasets.contains($0) && decisions[$0]?.isPermitted == true }
            }
        case .refused, .quarantined, .personNotKnown: false
        }
    }
}

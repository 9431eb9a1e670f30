// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// What must be said at the head of a dataset, before any of its entries: which sources are missing, what they withhold, and,
/// where nothing is shown, why. It can be read without the entries and never lets an absence pass for a "nothing".
struct DatasetHead {
    /// Why a dataset has no entries.
    enum Absence: String {
        case notAskedFor = "notasked"
        /// A source that holds it, or may, did not answer.
        case unavailable
        case withheld
        /// Every source answered, at least one holds the dataset, and none has anything.
        case nothingRecorded = "nothing-recorded"
        case notSeparatelyRecorded = "not-separately-recorded"
        case notSupported = "not-supported"
        /// Entries exist, but the filters of the request leave none of them.
        case filtered
    }

    let dataset: Dataset
    let hasEntries: Bool
    /// `nil` where there are entries.
    let absence: Absence?
    /// Sources that did not answer for the dataset, each with its sentence.
    let missing: [String]
    /// Notices of sources, in their exact words.
    let notices: [String]
    /// One sentence a source that answered without entries.
    let others: [String]

    init(_ dataset: Dataset, in record: DetailedCareRecord) {
        self.dataset = dataset
        hasEntries = record.entries.contains { $0.dataset == dataset }
        let ledger = record.ledger
        guard ledger.scope.contains(dataset) else {
            absence = hasEntries ? nil : .notAskedFor
            (missing, notices, others) = ([], [], hasEntries ? [] : ["This dataset was not asked for."])
            return
        }
        var missing: [String] = []
        var notices: [String] = []
        var others: [String] = []
        // Sources that do not share it for the same reason are named together.
        var closed = SourcesTogether<String>()
        if let soFar = ledger.soFarWords(for: dataset) { missing.append(soFar) }
        for line in ledger.lines {
            guard let outcome = line.outcomes[dataset], !outcome.isAwaited else { continue }
            let words = outcome.sentences(for: dataset)
            let sentence = "\(line.source.name): \(words)"
            if outcome.isNotShared {
                closed.add(line.source.name, words)
            } else if outcome.isMissing {
                missing.append(sentence)
            } else if !hasEntries || outcome.needsSaying {
                others.append(sentence)
            }
            if let remark = line.unreadRemark { missing.append("\(line.source.name): \(remark)") }
            notices += SourceNotice.sentences(of: line.notices(for: dataset)).map { "\(line.source.name): \($0)" }
        }
        missing += closed.groups.map { "\($0.names.joined(separator: ", ")): \($0.statement)" }
        if ledger.lines.isEmpty { missing.append("No source is known that could be asked.") }
        self.missing = missing
        self.notices = notices
        self.others = others
        absence = hasEntries ? nil : Self.absence(of: dataset, in: ledger)
    }

    private static func absence(of dataset: Dataset, in ledger: SourceLedger) -> Absence {
        let outcomes = ledger.lines.compactMap { $0.outcomes[dataset] }
        let isUnread = ledger.lines.contains { $0.unreadableCount > 0 }
        if outcomes.isEmpty || isUnread || outcomes.contains(where: \.isMissing) { return .unavailable }
        if ledger.lines.contains(where: { line in
            line.notices(for: dataset).contains { $0.kind == .confidentialItems }
        }) {
            return .withheld
        }
        if outcomes.contains(where: { if case .answeredWithWithheld = $0 { true } else { false } }) { return .withheld }
        if outcomes.contains(where: { if case .answered = $0 { true } else { false } }) { return .filtered }
        if outcomes.contains(.notSeparatelyRecorded) { return .notSeparatelyRecorded }
        if outcomes.contains(.nothingRecorded) { return .nothingRecorded }
        return .notSupported
    }

    /// Everything to say, the most pressing first.
    var sentences: [String] { missing + notices + others }
}

extension SourceOutcome {
    /// Whether a reader of the dataset's entries has to know of this outcome all the same.
    fileprivate var needsSaying: Bool {
        switch self {
        case .answeredWithWithheld, .notSeparatelyRecorded: true
        default: false
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

extension SourceOutcome {
    /// Whether the source is still being asked. It is said in what is handed on before all have answered, and never afterwards.
    var isAwaited: Bool { reason?.code == .awaited }
}

extension SourceLedger {
    /// The sources that are still being asked.
    var awaited: [SourceDescription] {
        lines.filter { line in line.outcomes.values.contains(where: \.isAwaited) }.map(\.source)
    }

    /// The sources that are still being asked for a dataset.
    func awaited(for dataset: Dataset) -> [SourceDescription] {
        lines.filter { $0.outcomes[dataset]?.isAwaited == true }.map(\.source)
    }

    /// The sources that are missing for a dataset, and are not being asked any more.
    func silent(for dataset: Dataset) -> [SourceDescription] {
        let awaited = awaited(for: dataset)
        return missing(for: dataset).filter { !awaited.contains($0) }
    }

    /// `So far: 2 of 5 sources.`; `nil` once no source is being asked for the dataset.
    func soFarCount(for dataset: Dataset) -> String? {
        guard !awaited(for: dataset).isEmpty else { return nil }
        let outcomes = lines.compactMap { $0.outcomes[dataset] }.filter { $0 != .notSupported }
        let answered = outcomes.count { !$0.isMissing }
        return "So far: \(answered) of \(outcomes.count) \(outcomes.count == 1 ? "source" : "sources")."
    }

    /// The same, with the names of the sources that are being asked.
    func soFarWords(for dataset: Dataset) -> String? {
        soFarCount(for: dataset).map { words in
            words + " Still asking \(awaited(for: dataset).map(\.name).joined(separator: ", "))."
        }
    }
}

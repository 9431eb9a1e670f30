// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// What an agreement leaves out of a source's record by its own rule, without a word about the person.
enum AgreementLimit: Hashable {
    case noJournal
    /// Only what is of the last months is shared of these datasets.
    case lastMonths(Int, of: [Dataset])

    /// The limits of all sources in words: sources with the same limit are named together, as what stands above the record should leave room
    /// for it.
    /// - Parameter limits: of each source in scope.
    static func words(_ limits: [(source: String, limits: [AgreementLimit])]) -> [String] {
        var together = SourcesTogether<AgreementLimit>()
        for (source, limits) in limits { for limit in limits { together.add(source, limit) } }
        return together.groups.map { $0.statement.words(of: $0.names, among: limits.count) }
    }

    private func words(of sources: [String], among count: Int) -> String {
        let (isOne, areAll) = (sources.count == 1, sources.count == count && count > 1)
        let names = sources.joined(separator: ", ")
        switch self {
        case .noJournal:
            let free = "the free text of the journal."
            if areAll { return "None of the \(count) sources shares \(free)" }
            return isOne ? "\(names) does not share \(free)" : "\(names) do not share \(free)"
        case .lastMonths(let months, let datasets):
            let titles = datasets.map { $0.title.lowercased() }.joined(separator: ", ")
            let who = areAll ? "All \(count) sources share" : isOne ? "\(names) shares" : "\(names) share"
            return
                "\(who) the last \(months) \(months == 1 ? "month" : "months") of: \(titles). Allergies, other risks and warnings, current medication, active problems and current diagnoses are shown whatever their date, as are entries without a date."
        }
    }
}

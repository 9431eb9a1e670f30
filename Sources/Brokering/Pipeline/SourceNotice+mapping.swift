// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Mapping

extension SourceNotice {
    /// What a list of a GP Connect source says about itself, for the ledger: a notice for every dataset that the list feeds,
    /// in the exact words.
    static func notices(_ notice: ListNotice) -> [SourceNotice] {
        guard let kind = kind(of: notice) else { return [] }
        let text = notice.text.joined(separator: " ")
        guard !text.isEmpty else { return [] }
        return datasets(of: notice.area).map { SourceNotice(kind: kind, dataset: $0, text: text) }
    }

    private static func kind(of notice: ListNotice) -> Kind? {
        switch notice.warningCode {
        case .confidentialItems: .confidentialItems
        case .dataInTransit: .dataInTransit
        case .dataAwaitingFiling: .dataAwaitingFiling
        case .other(let code): .other(code: code)
        // An empty list's own note ("Information not available") says no more than the outcome does.
        case nil: notice.isEmpty ? nil : .note
        }
    }

    /// The datasets that a clinical area feeds. Consultations, problems and uncategorised data may feed any of them, so a warning
    /// on such a list is about the whole answer.
    private static func datasets(of area: ClinicalArea?) -> [Dataset?] {
        switch area {
        case .allergies, .endedAllergies: [.risks]
        case .medications: [.medication]
        case .immunisations: [.procedures]
        case .investigations: [.investigations]
        case .outboundReferrals: [.events]
        case .problems: [.problems, .diagnoses]
        case .consultations: [.events, nil]
        case .diary, .documents: [.other]
        case .uncategorised, nil: [nil]
        }
    }
}

extension EntryWarning {
    /// The warning as a person reads it.
    var words: String {
        switch self {
        case .degradedCode(let original?):
            "The code lost its meaning when the record was transferred. Originally written: \(original)"
        case .degradedCode(nil):
            "The code lost its meaning when the record was transferred; the original text was not sent."
        case .illegalValue(let path): "A value is not valid here and is kept as written (\(path))."
        case .unknownModifier(let name): "This entry carries a modifier that this gateway does not know (\(name))."
        }
    }
}

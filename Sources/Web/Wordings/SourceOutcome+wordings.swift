// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

extension SourceOutcome {
    /// What a person reads about this outcome where a dataset is shown: the wordings that GP Connect mandates where it has one.
    func sentences(for dataset: Dataset) -> String {
        let mayExist = "This data may still exist in the source system."
        switch self {
        case .answered: return words + "."
        case .answeredWithWithheld(let count) where count == 0: return Self.itemsExcluded
        case .answeredWithWithheld: return words + ". " + Self.itemsExcluded
        case .nothingRecorded: return "No '\(dataset.title)' data is recorded for this patient."
        case .notSeparatelyRecorded: return words + "."
        case .notSupported: return "'\(dataset.title)' data is not supported by this system."
        case .refused(let reason) where reason.code == .notAskedFor: return words
        case .refused(let reason):
            return "Access is denied to '\(dataset.title)' data for this patient. \(mayExist) \(reason.sentence)"
        case .quarantined: return "\(words) \(mayExist)"
        case .notAvailable(let reason) where reason.code == .switchedOff:
            return "This system does not support retrieval of '\(dataset.title)' data. \(mayExist) \(reason.sentence)"
        case .notAvailable(let reason) where reason.code == .personNotKnown: return words
        case .notAvailable: return "\(words) \(mayExist)"
        }
    }

    /// The words for items that a source withholds.
    static let itemsExcluded = "Items excluded due to confidentiality and/or patient preferences."
}

extension SourceLedger.SourceLine {
    /// What the source said that concerns a dataset.
    func notices(for dataset: Dataset) -> [SourceNotice] {
        notices.filter { $0.dataset == nil || $0.dataset == dataset }
    }

    /// How many resources could not be read; `nil` when all could.
    var unreadRemark: String? {
        guard unreadableCount > 0 else { return nil }
        let items =
            unreadableCount == 1
            ? "1 item could not be read and is" : "\(unreadableCount) items could not be read and are"
        return items + " not shown." + (mayMissRisks ? " An allergy or an alert may be among what is not shown." : "")
    }

    /// What cannot be seen in the entries: resources that could not be read, values that stand as source values.
    var readingRemarks: [String] {
        var remarks = unreadRemark.map { [$0] } ?? []
        if sourceValueCount > 0 {
            let values = sourceValueCount == 1 ? "1 value has" : "\(sourceValueCount) values have"
            remarks.append("\(values) no place in FHIR R4 and stand as written at the source.")
        }
        return remarks
    }
}

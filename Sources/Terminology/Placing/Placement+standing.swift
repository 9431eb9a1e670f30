// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

extension Placement {
    /// Where a resource stands once it is asked whether it still holds and whom it is about: what was entered in error is never among
    /// what is in force, and what is about another is never among what is this person's. The dataset decides who may see it, so it
    /// changes only where nothing of the dataset fits.
    func standing(_ resource: Resource<R4>) -> Placement {
        guard case .entry(let dataset, let section) = self else { return self }
        if resource.isEnteredInError { return .entry(dataset, section.ofTakenBack) }
        guard resource.type == "Observation", resource.isAboutAnother else { return self }
        switch section {
        case .allergies, .endedAllergies, .activeProblems, .pastProblems, .currentDiagnoses, .pastDiagnoses,
            .recordedDiagnoses, .historyOf:
            return .entry(.other, .otherCodedEntries)
        case .bloodPressure, .vitalSigns, .lifestyle, .function: return .entry(dataset, .findings)
        case .resuscitation, .attorneyAndConsent: return .entry(dataset, .otherRisks)
        default: return self
        }
    }
}

extension DatasetSection {
    /// The section for what would stand here, had it not been entered in error.
    fileprivate var ofTakenBack: DatasetSection {
        switch self {
        case .allergies, .endedAllergies: .refutedAllergies
        case .activeProblems: .pastProblems
        case .currentDiagnoses, .pastDiagnoses, .recordedDiagnoses, .historyOf: .suspectedOrExcluded
        case .currentMedication: .pastMedication
        case .appointments: .encounters
        default: self
        }
    }
}

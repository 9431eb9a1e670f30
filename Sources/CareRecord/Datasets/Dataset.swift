// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The ten datasets of the Detailed Care Record, in their order, and what falls in none of them.
public enum Dataset: String, Sendable, Hashable, CaseIterable, Comparable {
    case demographics, summary, problems, diagnoses, medication, risks, procedures, investigations, examinations, events
    /// What falls in none of the ten: kept for the journal, shown, and counted.
    case other

    /// The name of the dataset as a heading.
    public var title: String {
        switch self {
        case .demographics: "Demographics"
        case .summary: "Summary"
        case .problems: "Problems"
        case .diagnoses: "Diagnoses"
        case .medication: "Medication"
        case .risks: "Risks and warnings"
        case .procedures: "Procedures"
        case .investigations: "Investigations"
        case .examinations: "Examinations"
        case .events: "Events"
        case .other: "Other"
        }
    }

    /// The datasets that sources are asked for; the summary is made from the others.
    public static let held: [Dataset] = allCases.filter { $0 != .summary && $0 != .other }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    public static func < (left: Self, right: Self) -> Bool { left.place < right.place }
}

/// A part of a dataset that must never be mixed with its other parts, as *family history* must not with *diagnoses*.
public enum DatasetSection: String, Sendable, Hashable, CaseIterable {
    case person, relatedPerson = "related-person"
    case activeProblems = "active-problems", pastProblems = "past-problems"
    case currentDiagnoses = "current-diagnoses", pastDiagnoses = "past-diagnoses"
    /// A disorder of which the source does not say whether it is current: a code in a GP record has no status.
    case recordedDiagnoses = "recorded-diagnoses"
    case suspectedOrExcluded = "suspected-or-excluded", familyHistory = "family-history", historyOf = "history-of"
    case currentMedication = "current-medication", pastMedication = "past-medication", issues, administered
    case medicationProduct = "medication-product"
    case allergies, endedAllergies = "ended-allergies", refutedAllergies = "refuted-allergies"
    case resuscitation, safeguarding, otherRisks = "other-risks", attorneyAndConsent = "attorney-and-consent"
    case operations, immunisations, immunisationsNotGiven = "immunisations-not-given"
    case reports, results, specimens
    case bloodPressure = "blood-pressure", vitalSigns = "vital-signs", lifestyle, function
    /// What a person complains of and what a clinician finds, short of a diagnosis.
    case findings
    case encounters, referrals, admissions, appointments, eventDocuments = "event-documents"
    case documents, diary, questionnaires, otherCodedEntries = "other-coded-entries", lists, plans, journal

    /// The name of the section as a heading.
    public var title: String {
        switch self {
        case .person: "Person"
        case .relatedPerson: "Next of kin and carers"
        case .activeProblems: "Active problems"
        case .pastProblems: "Past problems"
        case .currentDiagnoses: "Current diagnoses"
        case .pastDiagnoses: "Past diagnoses"
        case .recordedDiagnoses: "Diagnoses without a status"
        case .suspectedOrExcluded: "Suspected or excluded"
        case .familyHistory: "Family history"
        case .historyOf: "History of"
        case .currentMedication: "Current medication"
        case .pastMedication: "Past medication"
        case .issues: "Issues"
        case .administered: "Administered"
        case .medicationProduct: "Products"
        case .allergies: "Allergies and adverse reactions"
        case .endedAllergies: "Ended allergies"
        case .refutedAllergies: "Refuted or entered in error"
        case .resuscitation: "Resuscitation and advance decisions"
        case .safeguarding: "Safeguarding"
        case .otherRisks: "Other risks and warnings"
        case .attorneyAndConsent: "Attorney and consent"
        case .operations: "Operations and interventions"
        case .immunisations: "Immunisations"
        case .immunisationsNotGiven: "Immunisations declined or not given"
        case .reports: "Reports"
        case .results: "Results"
        case .specimens: "Specimens"
        case .bloodPressure: "Blood pressure"
        case .vitalSigns: "Measurements"
        case .lifestyle: "Smoking and alcohol"
        case .function: "Function and frailty"
        case .findings: "Symptoms and findings"
        case .encounters: "Contacts"
        case .referrals: "Referrals"
        case .admissions: "Admissions"
        case .appointments: "Future appointments"
        case .eventDocuments: "Discharge letters"
        case .documents: "Documents"
        case .diary: "Diary"
        case .questionnaires: "Questionnaires"
        case .otherCodedEntries: "Other coded entries"
        case .lists: "Lists"
        case .plans: "Plans"
        case .journal: "Journal"
        }
    }
}

extension DatasetSection {
    /// Whether its entries must never be read among the others of its dataset: they are no diagnoses, no allergies that stand,
    /// nothing that was given.
    public var isNeverMixed: Bool {
        switch self {
        case .suspectedOrExcluded, .familyHistory, .historyOf, .refutedAllergies, .endedAllergies,
            .immunisationsNotGiven,
            .appointments:
            true
        default: false
        }
    }
}

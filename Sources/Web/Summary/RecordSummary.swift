// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// What the first screen and the dataset *Summary* show, chosen from the entries of the record; every entry stands in its own
/// dataset as well.
struct RecordSummary {
    let allergies: [RecordEntry]
    let resuscitation: [RecordEntry]
    let safeguarding: [RecordEntry]
    /// Further risks and warnings.
    let otherRisks: [RecordEntry]
    /// Medicines that do most harm when they are overlooked first, then the others, newest first.
    let medicines: [RecordEntry]
    let activeProblems: [RecordEntry]
    let keyResults: [KeyResult]
    /// The newest admissions and contacts.
    let contacts: [RecordEntry]

    /// How many contacts the summary shows.
    static let contactCount = 4

    init(_ record: DetailedCareRecord) {
        // What a person reacts to stands above a statement that nothing is known.
        let statements = record.entries(of: .allergies)
        allergies =
            statements.filter { !DetailedCareRecord.statesNoKnownAllergy($0) }
            + statements.filter(DetailedCareRecord.statesNoKnownAllergy)
        resuscitation = record.entries(of: .resuscitation)
        safeguarding = record.entries(of: .safeguarding)
        otherRisks = record.entries(of: .otherRisks) + record.entries(of: .attorneyAndConsent)
        let current = record.entries(of: .currentMedication)
        medicines =
            current.filter { HighRiskMedicine.isNamed(in: $0.title) }
            + current.filter { !HighRiskMedicine.isNamed(in: $0.title) }
        activeProblems = record.entries(of: .activeProblems)
        keyResults = KeyResult.latest(among: record.entries.filter { $0.dataset == .investigations })
        let events = record.entries.filter { $0.section == .admissions || $0.section == .encounters }
        contacts = Array(events.prefix(Self.contactCount))
    }

    /// The entries, in the order in which they are shown.
    var entries: [RecordEntry] {
        allergies + resuscitation + safeguarding + medicines + activeProblems + keyResults.map(\.latest) + contacts
    }
}

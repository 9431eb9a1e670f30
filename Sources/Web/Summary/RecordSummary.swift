// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// What the first screen and the dataset *Summary* show, chosen from the facts of the record; every fact stands in its own
/// dataset as well.
struct RecordSummary {
    /// Those that tell of a reaction that may kill first, then the others, newest first.
    let allergies: [MergedEntry]
    let resuscitation: [MergedEntry]
    let safeguarding: [MergedEntry]
    /// Further risks and warnings.
    let otherRisks: [MergedEntry]
    let attorneyAndConsent: [MergedEntry]
    /// Medicines that do most harm when they are overlooked first, then the others, newest first.
    let medicines: [MergedEntry]
    let activeProblems: [MergedEntry]
    let keyResults: [KeyResult]
    /// The newest admissions and contacts.
    let contacts: [MergedEntry]

    /// How many contacts the summary shows.
    static let contactCount = 4

    init(_ record: DetailedCareRecord) { self.init(RecordContents(record)) }

    init(_ contents: RecordContents) {
        // What a person reacts to stands above a statement that nothing is known, and first of all what may kill.
        let statements = contents.facts(of: .allergies)
        let stated = statements.filter { !DetailedCareRecord.statesNoKnownAllergy($0.lead) }
        let isGrave = zip(stated, stated.map(GraveAllergy.isTold))
        allergies =
            isGrave.filter(\.1).map(\.0) + isGrave.filter { !$0.1 }.map(\.0)
            + statements.filter { DetailedCareRecord.statesNoKnownAllergy($0.lead) }
        resuscitation = contents.facts(of: .resuscitation)
        safeguarding = contents.facts(of: .safeguarding)
        otherRisks = contents.facts(of: .otherRisks)
        attorneyAndConsent = contents.facts(of: .attorneyAndConsent)
        let current = contents.facts(of: .currentMedication)
        let isHighRisk = current.map { HighRiskMedicine.isNamed(in: $0.lead.title) }
        let marked = zip(current, isHighRisk)
        medicines = marked.filter(\.1).map(\.0) + marked.filter { !$0.1 }.map(\.0)
        activeProblems = contents.facts(of: .activeProblems)
        keyResults = KeyResult.latest(in: contents)
        let events = contents.facts(of: .admissions) + contents.facts(of: .encounters)
        contacts = Array(events.sorted(by: Self.isNewer).prefix(Self.contactCount))
    }

    /// The entries, in the order in which they are shown.
    var entries: [RecordEntry] {
        let risks = allergies + resuscitation + safeguarding
        return (risks + medicines + activeProblems + keyResults.map(\.latest) + contacts).map(\.lead)
    }

    static func isNewer(_ one: MergedEntry, _ other: MergedEntry) -> Bool {
        (one.lead.date?.earliestSecond ?? .min) > (other.lead.date?.earliestSecond ?? .min)
    }
}

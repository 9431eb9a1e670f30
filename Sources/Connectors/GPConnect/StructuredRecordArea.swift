// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import JSON

/// A clinical area of a structured record, as it is asked for by one parameter of `$gpc.getstructuredrecord` (GP Connect 1.6).
enum StructuredRecordArea: String, Sendable, CaseIterable {
    case allergies = "includeAllergies"
    case medication = "includeMedication"
    case consultations = "includeConsultations"
    case problems = "includeProblems"
    case immunisations = "includeImmunisations"
    case uncategorised = "includeUncategorisedData"
    case investigations = "includeInvestigations"
    case referrals = "includeReferrals"
    case diary = "includeDiaryEntries"

    /// The SNOMED CT code of the list that the practice must answer with, even when there is nothing on it.
    var listCode: String {
        switch self {
        case .allergies: "886921000000105"
        case .medication: "933361000000108"
        case .consultations: "1149501000000101"
        case .problems: "717711000000103"
        case .immunisations: "1102181000000102"
        case .uncategorised: "826501000000100"
        case .investigations: "887191000000108"
        case .referrals: "792931000000107"
        case .diary: "714311000000108"
        }
    }

    /// The datasets that this area may hold something of. A practice puts resuscitation decisions, procedures and blood pressures
    /// alike among its problems and uncategorised data, so most datasets need those.
    var datasets: Set<Dataset> {
        switch self {
        case .allergies: [.risks]
        case .medication: [.medication]
        case .consultations, .referrals, .diary: [.events, .other]
        case .problems: [.problems, .diagnoses, .risks, .procedures]
        case .immunisations: [.procedures]
        case .uncategorised: [.diagnoses, .risks, .procedures, .investigations, .examinations, .other]
        case .investigations: [.investigations, .examinations]
        }
    }

    /// Where a person's wishes about sharing may stand: among the other coded entries, or as a problem. They hold for the whole record,
    /// so these are asked for whatever else is, and nothing is taken of a record that leaves them out.
    static let wishes: [StructuredRecordArea] = [.problems, .uncategorised]

    /// The areas that hold anything of these datasets, and the person's wishes. Whoever is given medicines is given allergies and alerts
    /// too; the summary is made from everything.
    static func areas(for datasets: Set<Dataset>) -> [StructuredRecordArea] {
        var wanted = datasets
        if wanted.contains(.summary) { wanted.formUnion(Dataset.held) }
        if wanted.contains(.medication) { wanted.insert(.risks) }
        return allCases.filter { wishes.contains($0) || !$0.datasets.isDisjoint(with: wanted) }
    }

    /// The parts that ask for all of the area: ended allergies, every issue of a prescription, immunisations not given.
    private var parts: [JSONTree] {
        switch self {
        case .allergies: [["name": "includeResolvedAllergies", "valueBoolean": true]]
        case .medication: [["name": "includePrescriptionIssues", "valueBoolean": true]]
        case .immunisations: [["name": "includeNotGiven", "valueBoolean": true]]
        default: []
        }
    }

    var parameter: JSONTree {
        var parameter = JSONObject(["name": .string(rawValue)])
        if !parts.isEmpty { parameter["part"] = .array(parts) }
        return .object(parameter)
    }
}

extension StructuredRecordArea {
    /// The area as a clinician names it.
    var words: String {
        switch self {
        case .allergies: "the allergies"
        case .medication: "the medication"
        case .consultations: "the consultations"
        case .problems: "the problems"
        case .immunisations: "the immunisations"
        case .uncategorised: "the uncategorised data"
        case .investigations: "the investigations"
        case .referrals: "the referrals"
        case .diary: "the diary"
        }
    }
}

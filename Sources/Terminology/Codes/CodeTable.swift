// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// A list of codes with the dataset and section of each, read from tab-separated lines.
struct CodeTable: Sendable {
    /// Where entries with a code go.
    struct Place: Hashable, Sendable {
        let dataset: Dataset
        let section: DatasetSection
    }

    /// The code systems that a list may name.
    enum System: String, Sendable, CaseIterable {
        case sct, loinc, read2, ctv3, emis

        init?(url: String) {
            switch url {
            case CodeSystem.snomed: self = .sct
            case CodeSystem.loinc: self = .loinc
            case "http://read.info/readv2": self = .read2
            case "http://read.info/ctv3": self = .ctv3
            case "https://fhir.hl7.org.uk/Id/egton-codes": self = .emis
            default: return nil
            }
        }

        /// The code as a list writes it: Read codes come with and without their two-character term code.
        func listed(_ code: String) -> String {
            if self != .read2, !code.utf8.contains(UInt8(ascii: " ")) { return code }
            let trimmed = code.drop { $0 == " " }.prefix { $0 != " " }
            switch self {
            case .read2 where trimmed.count == 7: return String(trimmed.prefix(5))
            default: return String(trimmed)
            }
        }
    }

    /// A code of a code system.
    struct Key: Hashable, Sendable {
        let system: System
        let code: String
    }

    private(set) var places: [Key: Place] = [:]

    /// Reads a list: columns code system, code, dataset, section, term, why; lines that begin with # are comments.
    init(_ text: String) throws(CodeTableFault) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            let (key, place) = try Self.entry(line.split(separator: "\t", omittingEmptySubsequences: false), index + 1)
            guard places.updateValue(place, forKey: key) == nil else {
                throw CodeTableFault(
                    line: index + 1, found: "the code \(key.code) of \(key.system) a second time",
                    allowed: "each code once")
            }
        }
    }

    private static func entry(_ columns: [Substring], _ line: Int) throws(CodeTableFault) -> (Key, Place) {
        guard columns.count == 6 else {
            throw CodeTableFault(line: line, found: "\(columns.count) columns", allowed: "6, separated by tabs")
        }
        guard let system = System(rawValue: String(columns[0])) else {
            throw CodeTableFault(
                line: line, found: "the code system \(columns[0])",
                allowed: System.allCases.map(\.rawValue).joined(separator: ", "))
        }
        let code = String(columns[1])
        guard !code.isEmpty, code == system.listed(code), system != .sct || SNOMEDIdentifier.isValid(code) else {
            throw CodeTableFault(
                line: line, found: "the code \(code)",
                allowed: "a code of \(system), without blanks or term code, its check digit right")
        }
        guard let dataset = Dataset(rawValue: String(columns[2])) else {
            throw CodeTableFault(
                line: line, found: "the dataset \(columns[2])",
                allowed: Dataset.allCases.map(\.rawValue).joined(separator: ", "))
        }
        guard let section = DatasetSection(rawValue: String(columns[3])), dataset.codedSections.contains(section) else {
            throw CodeTableFault(
                line: line, found: "the section \(columns[3]) of \(dataset.rawValue)",
                allowed: dataset.codedSections.map(\.rawValue).joined(separator: ", "))
        }
        guard columns[4...].allSatisfy({ !$0.isEmpty }) else {
            throw CodeTableFault(line: line, found: "no term or no reason", allowed: "both")
        }
        return (Key(system: system, code: code), Place(dataset: dataset, section: section))
    }

    /// Where the list puts a concept; `nil` where it names none of its codings. A coding that is a risk outweighs the others, so
    /// that no warning is lost to a second coding.
    func place(of concept: CodeableConcept) -> Place? {
        let found = concept.codings.compactMap { coding -> (System, Place)? in
            guard let system = coding.system.flatMap(System.init(url:)), let code = coding.code,
                let place = places[Key(system: system, code: system.listed(code))]
            else { return nil }
            return (system, place)
        }
        if let risk = found.first(where: { $0.1.dataset == .risks }) { return risk.1 }
        return System.allCases.lazy.compactMap { system in found.first { $0.0 == system }?.1 }.first
    }
}

extension Dataset {
    /// The sections into which a code alone can put an entry.
    var codedSections: [DatasetSection] {
        switch self {
        case .demographics: [.person, .relatedPerson]
        case .summary, .problems, .medication: []
        case .diagnoses: [.recordedDiagnoses, .suspectedOrExcluded, .familyHistory, .historyOf]
        case .risks: [.allergies, .resuscitation, .safeguarding, .otherRisks, .attorneyAndConsent, .plans]
        case .procedures: [.operations, .immunisations, .immunisationsNotGiven]
        case .investigations: [.reports, .results, .specimens]
        case .examinations: [.bloodPressure, .vitalSigns, .lifestyle, .function, .findings]
        case .events: [.encounters, .referrals, .admissions, .eventDocuments]
        case .other: [.otherCodedEntries, .journal, .plans, .documents]
        }
    }
}

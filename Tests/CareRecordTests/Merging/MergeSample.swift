// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Testing

/// Entries for the tests of merging: a resource as text, at one of a few sources.
enum MergeSample {
    static func source(_ name: String) throws -> SourceDescription {
        SourceDescription(
            id: try #require(SourceID(name)), name: name, controller: Organisation(odsCode: name, name: name),
            datasets: Set(Dataset.held))
    }

    static func resource(_ text: String) throws -> Resource<R4> {
        try #require(Resource<R4>(try JSONDocument(parsing: text).root))
    }

    /// An entry under the id that its resource has, made its source's own.
    static func entry(
        _ source: String, _ section: DatasetSection, _ text: String, dataset: Dataset? = nil,
        title: String = "As recorded", date: FHIRDateTime? = nil
    ) throws -> RecordEntry {
        let resource = try resource(text)
        let reference = try #require(resource.localReference)
        return RecordEntry(
            id: "\(source)-\(reference.replacing("/", with: "-"))", dataset: dataset ?? Self.dataset(of: section),
            section: section, resource: resource, sourceReference: reference, source: try Self.source(source),
            date: date, title: title)
    }

    /// Entries in the order given, each under an id of its own.
    static func merged(
        _ section: DatasetSection, _ texts: [(source: String, text: String)], titles: [String] = [],
        dates: [String] = []
    ) throws -> MergedRecord {
        let entries = try texts.enumerated().map { place, item in
            try entry(
                item.source, section, item.text.replacing(#""id":"1""#, with: #""id":"\#(place + 1)""#),
                title: titles.isEmpty ? "As recorded" : titles[place],
                date: dates.isEmpty ? nil : FHIRDateTime(dates[place]))
        }
        return MergedRecord(merging: entries, supporting: try people())
    }

    static func supporting(_ source: String, _ text: String) throws -> SupportingResource {
        let resource = try resource(text)
        let reference = try #require(resource.localReference)
        return SupportingResource(
            id: "\(source)-\(reference.replacing("/", with: "-"))", resource: resource, sourceReference: reference,
            source: try Self.source(source))
    }

    private static func dataset(of section: DatasetSection) -> Dataset {
        switch section {
        case .person, .relatedPerson: .demographics
        case .activeProblems, .pastProblems: .problems
        case .currentDiagnoses, .pastDiagnoses, .recordedDiagnoses, .suspectedOrExcluded, .familyHistory, .historyOf:
            .diagnoses
        case .currentMedication, .pastMedication, .issues, .administered, .medicationProduct: .medication
        case .allergies, .endedAllergies, .refutedAllergies, .resuscitation, .safeguarding, .otherRisks,
            .attorneyAndConsent:
            .risks
        case .operations, .immunisations, .immunisationsNotGiven: .procedures
        case .reports, .results, .specimens: .investigations
        case .bloodPressure, .vitalSigns, .lifestyle, .function, .findings: .examinations
        case .encounters, .referrals, .admissions, .appointments, .eventDocuments: .events
        case .documents, .diary, .questionnaires, .otherCodedEntries, .lists, .plans, .journal: .other
        }
    }

    /// A person, organisation or place at every source, under the same number.
    static func people(_ sources: [String] = ["gp", "hospital", "mental-health"]) throws -> [SupportingResource] {
        try sources.flatMap { source in
            try [
                #"{"resourceType":"Practitioner","id":"dr","identifier":[{"system":"https://fhir.hl7.org.uk/Id/gmc-number","value":"C1"}]}"#,
                #"{"resourceType":"Practitioner","id":"other","identifier":[{"system":"https://fhir.hl7.org.uk/Id/gmc-number","value":"C2"}]}"#,
                #"{"resourceType":"Practitioner","id":"unnumbered","name":[{"family":"Jones"}]}"#,
                #"{"resourceType":"Organization","id":"trust","identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"RX1"}]}"#,
                #"{"resourceType":"Location","id":"ward","identifier":[{"system":"https://example.org/places","value":"W7"}]}"#,
            ].map { try supporting(source, $0) }
        }
    }

    static func concept(_ code: String) -> String {
        #"{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)"}]}"#
    }

    /// The groups of a merged record: each as the set of the ids of its originals.
    static func groups(_ record: MergedRecord) -> Set<Set<String>> {
        Set(record.entries.filter { $0.originals.count > 1 }.map { Set($0.originals.map(\.id)) })
    }

    /// The links of a merged record, each with the ids of all originals behind it.
    static func links(_ record: MergedRecord) -> Set<String> {
        Set(
            record.links.map { "\($0.rule.text): " + originals($0.entries, of: record).sorted().joined(separator: " ") }
        )
    }

    /// The originals behind the versions that are replaced.
    static func replaced(_ record: MergedRecord) -> Set<String> {
        Set(record.links.flatMap { originals(Array($0.replaced), of: record) })
    }

    static func conflicts(_ record: MergedRecord) -> Set<String> {
        Set(
            record.conflicts.map {
                "\($0.rule.text): " + originals($0.entries, of: record).sorted().joined(separator: " ")
            })
    }

    static func originals(_ ids: [MergedEntry.ID], of record: MergedRecord) -> [String] {
        ids.flatMap { id in record.entries.filter { $0.id == id }.flatMap { $0.originals.map(\.id) } }
    }
}

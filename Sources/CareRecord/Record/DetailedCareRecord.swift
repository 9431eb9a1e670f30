// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR

/// One person's record put together from all their sources. It cannot be made without its ledger.
public struct DetailedCareRecord: Sendable {
    /// The person, as the demographic service tells it.
    public let person: PersonDemographics
    public let nhsNumber: NHSNumber
    /// Numbers that the trace calls superseded by this one.
    public let supersededNumbers: [NHSNumber]
    /// The practice where the person is registered, where the trace knows it.
    public let registeredPractice: Organisation?
    /// The entries of every dataset in scope, newest first within a dataset.
    public let entries: [RecordEntry]
    /// The same entries, every fact once, with what links them and what contradicts what.
    public let merged: MergedRecord
    /// What entries refer to without being entries themselves: people, places, organisations, products.
    public let supporting: [SupportingResource]
    public let ledger: SourceLedger
    /// The filters that were applied, in words, empty when everything was asked for.
    public let filters: [String]
    /// When the record was put together, in UTC.
    public let assembledAt: FHIRDateTime
    /// Whether it is by their own claim alone that whoever asked cares for the person.
    public let relationshipIsClaimed: Bool

    public init(
        person: PersonDemographics, nhsNumber: NHSNumber, supersededNumbers: [NHSNumber],
        registeredPractice: Organisation?,
        entries: [RecordEntry], supporting: [SupportingResource], ledger: SourceLedger, filters: [String],
        assembledAt: FHIRDateTime, relationshipIsClaimed: Bool = false
    ) {
        self.init(
            person: person, nhsNumber: nhsNumber, supersededNumbers: supersededNumbers,
            registeredPractice: registeredPractice, entries: entries,
            merged: MergedRecord(merging: entries, supporting: supporting), supporting: supporting, ledger: ledger,
            filters: filters, assembledAt: assembledAt, relationshipIsClaimed: relationshipIsClaimed)
    }

    init(
        person: PersonDemographics, nhsNumber: NHSNumber, supersededNumbers: [NHSNumber],
        registeredPractice: Organisation?, entries: [RecordEntry], merged: MergedRecord,
        supporting: [SupportingResource], ledger: SourceLedger, filters: [String], assembledAt: FHIRDateTime,
        relationshipIsClaimed: Bool
    ) {
        self.person = person
        self.nhsNumber = nhsNumber
        self.supersededNumbers = supersededNumbers
        self.registeredPractice = registeredPractice
        self.entries = entries
        self.merged = merged
        self.supporting = supporting
        self.ledger = ledger
        self.filters = filters
        self.assembledAt = assembledAt
        self.relationshipIsClaimed = relationshipIsClaimed
    }

    /// The entries of a dataset, newest first.
    public func entries(of dataset: Dataset) -> [RecordEntry] { entries.filter { $0.dataset == dataset } }

    /// The entries of a section, newest first.
    public func entries(of section: DatasetSection) -> [RecordEntry] { entries.filter { $0.section == section } }
}

/// A resource that entries refer to.
public struct SupportingResource: Sendable {
    public let id: String
    public let resource: Resource<R4>
    public let sourceReference: String
    public let source: SourceDescription

    public init(id: String, resource: Resource<R4>, sourceReference: String, source: SourceDescription) {
        self.id = id
        self.resource = resource
        self.sourceReference = sourceReference
        self.source = source
    }
}

extension DetailedCareRecord: CustomStringConvertible, CustomReflectable {
    public var description: String { "<redacted record>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

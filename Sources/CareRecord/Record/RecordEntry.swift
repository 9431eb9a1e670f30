// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR

/// One clinical statement in a dataset, with its resource and its source.
public struct RecordEntry: Sendable {
    /// Held in one place, because entries are sorted, filtered and handed on by the hundred.
    private final class Contents: Sendable {
        let id: String
        let resource: Resource<R4>
        let sourceReference: String
        let source: SourceDescription
        let date: FHIRDateTime?
        let words: EntryWords

        init(
            id: String, resource: Resource<R4>, sourceReference: String, source: SourceDescription, date: FHIRDateTime?,
            words: EntryWords
        ) {
            self.id = id
            self.resource = resource
            self.sourceReference = sourceReference
            self.source = source
            self.date = date
            self.words = words
        }
    }

    public let dataset: Dataset
    public let section: DatasetSection
    private let contents: Contents

    /// The resource's opaque id in answers; the same every time.
    public var id: String { contents.id }
    /// The statement, in the canonical form, with the source's own ids and references.
    public var resource: Resource<R4> { contents.resource }
    /// The source's own type and id of it, before any mapping.
    public var sourceReference: String { contents.sourceReference }
    public var source: SourceDescription { contents.source }
    /// The moment that the statement is about: onset, start, performed, effective; else recorded; `nil` where none was given.
    public var date: FHIRDateTime? { contents.date }
    /// The words of the statement as a person reads them.
    public var title: String { contents.words.title }
    /// Further words, each with a label (`Dose`, `Reaction`), values exactly as written.
    public var details: [Detail] { contents.words.statement.details }
    /// What a reader must know about this statement, such as a degraded code.
    public var warnings: [String] { contents.words.statement.warnings }
    /// Who said so: names, in the order given; empty where the source names nobody.
    public var authors: [String] { contents.words.statement.authors }

    /// A labelled piece of a statement.
    public struct Detail: Sendable, Hashable {
        public let label: String
        public let text: String
        public init(_ label: String, _ text: String) {
            self.label = label
            self.text = text
        }
    }

    /// An entry whose date is read now and whose words are read when they are asked for.
    /// - Parameters:
    ///   - warnings: what a reader must know besides what the resource itself says.
    ///   - resolve: finds what a reference means, among the resources of the same source.
    public init(
        id: String, dataset: Dataset, section: DatasetSection, resource: Resource<R4>, sourceReference: String,
        source: SourceDescription, warnings: [String],
        resolve: @escaping @Sendable (Reference) -> Resource<R4>?
    ) {
        self.dataset = dataset
        self.section = section
        contents = Contents(
            id: id, resource: resource, sourceReference: sourceReference, source: source,
            date: Statement.date(of: resource), words: EntryWords(of: resource, warnings: warnings, resolve: resolve))
    }

    /// An entry whose words are known.
    public init(
        id: String, dataset: Dataset, section: DatasetSection, resource: Resource<R4>, sourceReference: String,
        source: SourceDescription, date: FHIRDateTime?, title: String, details: [Detail] = [], warnings: [String] = [],
        authors: [String] = []
    ) {
        self.dataset = dataset
        self.section = section
        let statement = Statement(date: date, title: title, details: details, warnings: warnings, authors: authors)
        contents = Contents(
            id: id, resource: resource, sourceReference: sourceReference, source: source, date: date,
            words: EntryWords(statement, of: resource))
    }
}

extension RecordEntry: CustomStringConvertible, CustomReflectable {
    public var description: String { "<redacted entry>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

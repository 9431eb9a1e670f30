// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR

/// One clinical statement in a dataset, with its resource and its source.
public struct RecordEntry: Sendable {
    /// The resource's opaque id in answers; the same every time.
    public let id: String
    public let dataset: Dataset
    public let section: DatasetSection
    /// The statement, in the canonical form, with the source's own ids and references.
    public let resource: Resource<R4>
    /// The source's own type and id of it, before any mapping.
    public let sourceReference: String
    public let source: SourceDescription
    /// The moment that the statement is about: onset, start, performed, effective; else recorded; `nil` where none was given.
    public let date: FHIRDateTime?
    /// The words of the statement as a person reads them.
    public let title: String
    /// Further words, each with a label (`Dose`, `Reaction`), values exactly as written.
    public let details: [Detail]
    /// What a reader must know about this statement, such as a degraded code.
    public let warnings: [String]
    /// Who said so: names, in the order given; empty where the source names nobody.
    public let authors: [String]

    /// A labelled piece of a statement.
    public struct Detail: Sendable, Hashable {
        public let label: String
        public let text: String
        public init(_ label: String, _ text: String) {
            self.label = label
            self.text = text
        }
    }

    public init(
        id: String, dataset: Dataset, section: DatasetSection, resource: Resource<R4>, sourceReference: String,
        source: SourceDescription, date: FHIRDateTime?, title: String, details: [Detail] = [], warnings: [String] = [],
        authors: [String] = []
    ) {
        self.id = id
        self.dataset = dataset
        self.section = section
        self.resource = resource
        self.sourceReference = sourceReference
        self.source = source
        self.date = date
        self.title = title
        self.details = details
        self.warnings = warnings
        self.authors = authors
    }
}

extension RecordEntry: CustomStringConvertible, CustomReflectable {
    public var description: String { "<redacted entry>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR

/// A resource as a person reads it: what it says, when, by whom, and what to be careful of. Values stand as they were written;
/// nothing is converted, rounded or cut.
public struct Statement: Sendable {
    /// The moment that the statement is about: onset, start, performed, effective; else recorded; `nil` where none was given.
    public let date: FHIRDateTime?
    /// What it says, in the recorder's words; never empty.
    public let title: String
    /// The rest, each piece with a label.
    public let details: [RecordEntry.Detail]
    /// What a reader must know, the gravest first.
    public let warnings: [String]
    /// Who said so: names, in the order given; empty where nobody is named.
    public let authors: [String]

    public init(
        date: FHIRDateTime?, title: String, details: [RecordEntry.Detail], warnings: [String], authors: [String]
    ) {
        self.date = date
        self.title = title
        self.details = details
        self.warnings = warnings
        self.authors = authors
    }

    /// Reads a resource of any type and shape.
    /// - Parameter resolve: finds what a reference means, among the resources of the same source.
    public static func reading(
        _ resource: Resource<R4>, resolve: (Reference) -> Resource<R4>? = { _ in nil }
    ) -> Statement {
        withoutActuallyEscaping(resolve) { resolve in
            var reader = StatementReader(resource, resolve: resolve)
            reader.readType()
            return reader.statement
        }
    }

    /// The title that ``reading(_:resolve:)`` gives, where one concept says it; `nil` where more has to be read.
    static func title(of resource: Resource<R4>, resolve: (Reference) -> Resource<R4>?) -> String? {
        withoutActuallyEscaping(resolve) { resolve in
            StatementReader(resource, resolve: resolve).titleConcept.flatMap(StatementReader.titleWords)
                .flatMap(StatementReader.visible)
        }
    }
}

extension Statement: CustomStringConvertible, CustomReflectable {
    public var description: String { "<redacted statement>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

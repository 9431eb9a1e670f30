// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import Synchronization

/// The words of an entry, read when somebody asks for them: an answer for machines holds the resource and none of its words.
final class EntryWords: Sendable {
    private let resource: Resource<R4>
    private let resolve: @Sendable (Reference) -> Resource<R4>?
    /// What a reader must know besides what the resource itself says.
    private let warnings: [String]
    private let known: Mutex<Statement?>

    /// Words to be read.
    /// - Parameter resolve: finds what a reference means, among the resources of the same source.
    init(
        of resource: Resource<R4>, warnings: [String], resolve: @escaping @Sendable (Reference) -> Resource<R4>?
    ) {
        self.resource = resource
        self.resolve = resolve
        self.warnings = warnings
        known = Mutex(nil)
    }

    /// Words that have been read.
    init(_ statement: Statement, of resource: Resource<R4>) {
        self.resource = resource
        resolve = { _ in nil }
        warnings = []
        known = Mutex(statement)
    }

    /// The title alone, by less reading where less will do.
    var title: String {
        known.withLock { $0?.title } ?? Statement.title(of: resource, resolve: resolve) ?? statement.title
    }

    /// All the words; they are read once.
    var statement: Statement {
        known.withLock { known in
            if let known { return known }
            let read = Statement.reading(resource, resolve: resolve).warned(first: warnings)
            known = read
            return read
        }
    }
}

extension Statement {
    fileprivate func warned(first others: [String]) -> Statement {
        guard !others.isEmpty else { return self }
        return Statement(
            date: date, title: title, details: details, warnings: others + warnings.filter { !others.contains($0) },
            authors: authors)
    }
}

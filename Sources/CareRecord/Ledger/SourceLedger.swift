// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// All outcomes of a record: every source in scope stands here exactly once for every dataset in scope (invariant 1). A ledger
/// cannot be made with a line missing.
public struct SourceLedger: Sendable {
    /// What one source answered.
    public struct SourceLine: Sendable {
        public let source: SourceDescription
        /// When the answer arrived, or it became certain that none would, in UTC (`2026-01-31T09:30:00Z`).
        public let asAt: String
        /// The outcome for every dataset in scope.
        public let outcomes: [Dataset: SourceOutcome]
        /// What the source said about its answer, in its exact words.
        public let notices: [SourceNotice]
        /// The types of the source's resources that could not be read, one each; `nil` where not even the type could be.
        public let unreadable: [String?]
        /// How many values were kept as source values, as R4 does not allow them where they stood.
        public let sourceValueCount: Int

        /// A line about a source; every dataset in `scope` for which `outcome` gives none is *not supported*.
        public init(
            source: SourceDescription, asAt: String, scope: [Dataset], notices: [SourceNotice] = [],
            unreadable: [String?] = [],
            sourceValueCount: Int = 0, outcome: (Dataset) -> SourceOutcome
        ) {
            self.source = source
            self.asAt = asAt
            self.notices = notices
            self.unreadable = unreadable
            self.sourceValueCount = sourceValueCount
            outcomes = Dictionary(uniqueKeysWithValues: scope.map { ($0, outcome($0)) })
        }

        /// How many of the source's resources could not be read.
        public var unreadableCount: Int { unreadable.count }

        /// Whether an allergy or an alert may be among what could not be read.
        public var mayMissRisks: Bool {
            unreadable.contains { $0 == nil || $0 == "AllergyIntolerance" || $0 == "Flag" || $0 == "List" }
        }

        /// Whether the source gave nothing at all although it was to be asked.
        public var gaveNothing: Bool {
            outcomes.values.contains(where: \.isMissing)
                && outcomes.values.allSatisfy { $0.isMissing || $0 == .notSupported }
        }
    }

    /// The datasets in scope, in order.
    public let scope: [Dataset]
    /// One line a source, in the order of the sources.
    public let lines: [SourceLine]

    /// A ledger over the sources in scope.
    /// - Parameter line: makes the line of a source; it is called once for each.
    public init(sources: [SourceDescription], scope: [Dataset], line: (SourceDescription) -> SourceLine) {
        self.scope = scope
        lines = sources.map(line)
        for (source, line) in zip(sources, lines) {
            precondition(
                line.source == source && Set(line.outcomes.keys) == Set(scope),
                "a ledger line is about another source or leaves a dataset out: the record would be silently incomplete"
            )
        }
    }

    /// How many sources gave an answer.
    public var answeredCount: Int { lines.count { !$0.gaveNothing } }

    /// The sources that did not answer, or not completely, for a dataset that they hold or may hold.
    public func missing(for dataset: Dataset) -> [SourceDescription] {
        lines.filter { $0.outcomes[dataset]?.isMissing == true || (dataset == .risks && $0.mayMissRisks) }.map(\.source)
    }

    /// Whether any source in scope is missing for any dataset.
    public var isComplete: Bool {
        lines.allSatisfy { line in line.unreadable.isEmpty && line.outcomes.values.allSatisfy { !$0.isMissing } }
    }

    /// Whether any source said that it withholds items.
    public var withholdsItems: Bool {
        lines.contains { line in line.notices.contains { $0.kind == .confidentialItems } }
    }
}

/// Something a source said about its own answer. The words are its own, or the mandated ones where it sent a code alone.
public struct SourceNotice: Hashable, Sendable {
    /// What a notice warns of.
    public enum Kind: Hashable, Sendable {
        case confidentialItems, dataInTransit, dataAwaitingFiling
        /// A warning code that the gateway does not know.
        case other(code: String)
        /// A note without a warning code.
        case note
        /// The gateway's own remark on the answer, such as fields of the identity that differ.
        case identity
    }

    public let kind: Kind
    /// The dataset that it concerns; `nil` for all of them.
    public let dataset: Dataset?
    /// The exact words.
    public let text: String

    public init(kind: Kind, dataset: Dataset?, text: String) {
        self.kind = kind
        self.dataset = dataset
        self.text = text
    }
}

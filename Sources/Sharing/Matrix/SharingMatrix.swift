// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The agreements of a policy as a table, as their clauses say it: for each controller, who (consumer, role, purpose) may see which dataset, and
/// under which conditions. Where several clauses name the same, the strictest of each condition is shown, as it is the one that holds.
public struct SharingMatrix: Hashable, Sendable {
    /// One consumer, role and purpose under one controller's agreements.
    public struct Row: Hashable, Sendable, Codable {
        /// The ODS code of the controller whose data it is.
        public let controller: String
        /// `organisation RX1`, `group acute-trusts`, `network anytown`, or `everyone` where only what is forbidden names anybody.
        public let consumer: String
        /// The role's code, or `every role`.
        public let role: String
        /// The purpose's code, or `every purpose`.
        public let purpose: String
        /// By the dataset's code; a dataset of which no clause says anything is not here.
        public let cells: [String: Cell]
    }

    /// What is said of one dataset.
    public struct Cell: Hashable, Sendable, Codable {
        /// `permit`, `deny`, or `stopped` where an agreement that permits it is suspended.
        public let effect: String
        /// `implied`, `episode` or `each-time`; `emergency` where a stated emergency stands in its place, and `own-record` where the
        /// person asks.
        public let permission: String
        public let needsRelationship: Bool
        /// `none`, `low`, `substantial` or `high`.
        public let leastStrength: String
        public let windowMonths: Int?
        public let includesJournal: Bool
        public let includesRestricted: Bool
        /// The clauses that say so, each with its agreement and version.
        public let clauses: [String]
    }

    public let rows: [Row]
    /// The agreements that the rows are made from, one line each: id, version, controller, days, and whether it is suspended.
    public let agreements: [String]

    public init(_ policy: SharingPolicy) {
        let controllers = Set(policy.agreements.map(\.agreement.controller)).sorted()
        agreements = policy.agreements.map(Self.words).sorted()
        rows = controllers.flatMap { controller in
            Self.rows(of: policy.agreements.filter { $0.agreement.controller == controller }, controller)
        }
    }

    private static func words(of standing: SharingPolicy.Standing) -> String {
        let agreement = standing.agreement
        let until = agreement.validUntil.map { " to \($0.text)" } ?? " on"
        let state = standing.isSuspended ? "; STOPPED: it shares nothing now" : ""
        return
            "  \(agreement.controller) \(agreement.id) \(agreement.version): \(agreement.title); from \(agreement.validFrom.text)\(until)\(state)"
    }
}

/// A clause with the agreement in which it stands.
private struct Standing {
    let clause: SharingClause
    let isSuspended: Bool
    let words: String
}

extension SharingMatrix {
    private static func rows(of standings: [SharingPolicy.Standing], _ controller: String) -> [Row] {
        let clauses = standings.flatMap { standing in
            standing.agreement.clauses.map { clause in
                let agreement = standing.agreement
                let reference = ClauseReference(
                    agreement: agreement.id, version: agreement.version, clause: clause.id)
                return Standing(clause: clause, isSuspended: standing.isSuspended, words: reference.words)
            }
        }
        let lines = Set(clauses.flatMap { Line.all(of: $0.clause) }).sorted()
        return lines.map { line in
            Row(
                controller: controller, consumer: line.consumer?.description ?? "everyone",
                role: line.role?.rawValue ?? "every role", purpose: line.purpose?.code ?? "every purpose",
                cells: cells(clauses.filter { $0.clause.says(line) }, line.purpose))
        }
    }

    private static func cells(_ clauses: [Standing], _ purpose: PurposeOfUse?) -> [String: Cell] {
        var cells: [String: Cell] = [:]
        for dataset in Dataset.allCases {
            let saying = clauses.filter { each in
                each.clause.datasets.contains(dataset)
                    || (each.clause.effect == .deny && each.clause.datasets.isEmpty)
            }
            cells[dataset.rawValue] = Cell(saying, dataset, purpose)
        }
        return cells
    }
}

/// Whom a line is about. What is `nil` is about all: only a clause that forbids leaves something out.
private struct Line: Hashable, Comparable {
    let consumer: SharingClause.Consumer?
    let role: Role?
    let purpose: PurposeOfUse?

    static func all(of clause: SharingClause) -> [Line] {
        func values<Value>(_ set: Set<Value>) -> [Value?] {
            set.isEmpty && clause.effect == .deny ? [nil] : set.map { $0 }
        }
        return values(clause.consumers).flatMap { consumer in
            values(clause.roles).flatMap { role in
                values(clause.purposes).map { Line(consumer: consumer, role: role, purpose: $0) }
            }
        }
    }

    private var place: (String, Int, Int) {
        (
            consumer?.description ?? "", role.flatMap(Role.allCases.firstIndex) ?? -1,
            purpose.flatMap(PurposeOfUse.supported.firstIndex) ?? -1
        )
    }

    static func < (left: Self, right: Self) -> Bool { left.place < right.place }
}

extension SharingClause {
    /// Whether it says anything of a line of the table.
    fileprivate func says(_ line: Line) -> Bool {
        func has<Value: Hashable>(_ values: Set<Value>, _ value: Value?) -> Bool {
            if values.isEmpty { return effect == .deny }
            return value.map(values.contains) ?? false
        }
        return has(consumers, line.consumer) && has(roles, line.role) && has(purposes, line.purpose)
    }
}

extension SharingMatrix.Cell {
    fileprivate init?(_ saying: [Standing], _ dataset: Dataset, _ purpose: PurposeOfUse?) {
        guard !saying.isEmpty else { return nil }
        let waiver: String? =
            switch purpose {
            case .breakGlass: "emergency"
            case .patientRequest: "own-record"
            default: nil
            }
        let denying = saying.filter { $0.clause.effect == .deny }
        let stopped = saying.filter(\.isSuspended)
        let telling = !denying.isEmpty ? denying : !stopped.isEmpty ? stopped : saying
        let clauses = telling.map(\.clause)
        self.init(
            effect: !denying.isEmpty ? "deny" : !stopped.isEmpty ? "stopped" : "permit",
            permission: waiver ?? (clauses.map(\.permission).max() ?? .eachTime).rawValue,
            needsRelationship: waiver == nil && clauses.contains(where: \.needsRelationship),
            leastStrength: (clauses.map(\.leastStrength).max() ?? .high).word,
            windowMonths: clauses.compactMap { $0.windows[dataset] }.min(),
            includesJournal: clauses.allSatisfy(\.includesJournal),
            includesRestricted: clauses.allSatisfy(\.includesRestricted), clauses: telling.map(\.words))
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

extension SharingMatrix {
    /// The table as text, with its legend. Where not all datasets fit in the width, those that do not follow in a further table.
    public func text(width: Int = 120) -> String {
        guard !agreements.isEmpty else { return "No agreement: nothing is shared with anybody.\n" }
        let perTable = max(1, (width - Self.labelWidth) / (Self.cellWidth + 1))
        let datasets = Dataset.allCases
        var lines = ["Agreements"] + agreements.flatMap { Self.wrapped($0, width: width, indent: 2) }
        for start in stride(from: 0, to: datasets.count, by: perTable) {
            lines += [""] + table(Array(datasets[start..<min(start + perTable, datasets.count)]))
        }
        lines += [""] + windows.flatMap { Self.wrapped($0, width: width, indent: 2) }
        lines += Self.legend.flatMap { Self.wrapped($0, width: width, indent: 2) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let cellWidth = 6
    private static let labelWidth = 2 + 26 + 1 + 14

    private func table(_ datasets: [Dataset]) -> [String] {
        var lines: [String] = []
        var heading: (controller: String, consumer: String)?
        for row in rows {
            if heading?.controller != row.controller {
                let names = datasets.map { Self.padded($0.column, Self.cellWidth) }.joined(separator: " ")
                lines += lines.isEmpty ? [] : [""]
                lines.append(Self.trimmed(Self.padded("Controller \(row.controller)", Self.labelWidth) + names))
            }
            if heading?.controller != row.controller || heading?.consumer != row.consumer {
                lines.append(row.consumer)
            }
            heading = (row.controller, row.consumer)
            let label = "  " + Self.padded(row.role, 26) + " " + Self.padded(row.purpose, 14)
            let marks = datasets.map { Self.padded(row.cells[$0.rawValue]?.marks ?? "-", Self.cellWidth) }
            lines.append(Self.trimmed(label + marks.joined(separator: " ")))
        }
        return lines
    }

    /// Every window with those for whom it is set, in words, as a cell has no room for it.
    private var windows: [String] {
        let lines = rows.flatMap { row in
            Dataset.allCases.compactMap { dataset -> String? in
                guard let cell = row.cells[dataset.rawValue], let months = cell.windowMonths else { return nil }
                return
                    "\(dataset.title): \(months) \(months == 1 ? "month" : "months") back, by \(cell.clauses.joined(separator: " and "))"
            }
        }
        return lines.isEmpty ? [] : ["Windows"] + Set(lines).sorted().map { "  " + $0 } + [""]
    }

    private static var legend: [String] {
        let columns = Dataset.allCases.map { "\($0.column) \($0.title)" }.joined(separator: "; ")
        return [
            "Legend",
            "  \(columns).",
            "  A asked each time; E asked once for an episode; I implied: not asked, but a refusal is obeyed.",
            "  B opened by an emergency that has been stated with its reason; O the person's own record.",
            "  1 2 3 the least strength of the sign-in: one factor, two factors, a smartcard or the like.",
            "  l a legitimate relationship is needed; w a window in time; j journal text too; r restricted items too.",
            "  no: a clause forbids it; stop: an agreement that permits it is stopped; -: no clause shares it.",
            "  An organisation that several lines name, as itself and by its groups and networks, is held to all of them: the strictest wins.",
        ]
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }

    /// A line broken at blanks, its further lines indented.
    static func wrapped(_ text: String, width: Int, indent: Int) -> [String] {
        let margin = String(text.prefix { $0 == " " })
        var lines: [String] = []
        var line = margin
        for word in text.split(separator: " ") {
            let isFirst = line.allSatisfy { $0 == " " }
            if !isFirst, line.count + 1 + word.count > width {
                lines.append(line)
                line = margin + String(repeating: " ", count: indent) + word
            } else {
                line += isFirst ? String(word) : " " + word
            }
        }
        return lines + [line]
    }
}

extension SharingMatrix.Cell {
    /// The conditions in letters; the legend says what they mean.
    public var marks: String {
        guard effect == "permit" else { return effect == "deny" ? "no" : "stop" }
        let asked = ["implied": "I", "episode": "E", "emergency": "B", "own-record": "O"][permission] ?? "A"
        let strength = ["low": "1", "substantial": "2", "high": "3"][leastStrength] ?? ""
        return asked + strength + (needsRelationship ? "l" : "") + (windowMonths == nil ? "" : "w")
            + (includesJournal ? "j" : "") + (includesRestricted ? "r" : "")
    }
}

extension Dataset {
    /// The heading of its column.
    fileprivate var column: String {
        switch self {
        case .demographics: "Demogr"
        case .summary: "Summ"
        case .problems: "Probl"
        case .diagnoses: "Diagn"
        case .medication: "Medic"
        case .risks: "Risks"
        case .procedures: "Proced"
        case .investigations: "Invest"
        case .examinations: "Examin"
        case .events: "Events"
        case .other: "Other"
        }
    }
}

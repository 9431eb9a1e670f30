// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension PolicyComparison {
    /// What would change, as a table.
    public var text: String {
        let decided = rows.reduce(0) { $0 + $1.wouldBePermitted + $1.wouldBeDenied + $1.otherLimits + $1.same }
        let same = rows.reduce(0) { $0 + $1.same }
        let summary =
            "\(requests) \(requests == 1 ? "request" : "requests"), \(decided) decisions: \(same) stay the same."
        guard !changes.isEmpty else { return summary + "\nNothing would change.\n" }
        let heading = [
            "consumer", "role", "controller", "dataset", "permitted", "denied", "other limits", "same", "why denied",
        ]
        let table =
            [heading]
            + changes.map { row in
                [
                    row.consumer, row.role, row.controller, row.dataset, "+\(row.wouldBePermitted)",
                    "-\(row.wouldBeDenied)", "\(row.otherLimits)", "\(row.same)", row.reasons,
                ]
            }
        return summary + "\nWould be permitted or denied, that is not so now:\n" + Self.aligned(table)
    }

    private static func aligned(_ table: [[String]]) -> String {
        let columns = table.first?.indices ?? 0..<0
        let widths = columns.map { column in table.map { $0[column].count }.max() ?? 0 }
        let lines = table.map { row in
            let cells = columns.map { column in
                let isLast = column == columns.last
                return isLast
                    ? row[column] : row[column] + String(repeating: " ", count: widths[column] - row[column].count)
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension PolicyComparison.Row {
    fileprivate var reasons: String {
        denials.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A part of what the benchmark prints: figures, each beside what it is to reach.
struct Table {
    let title: String
    private(set) var rows: [(name: String, figures: String, goal: String)] = []

    init(_ title: String) { self.title = title }

    mutating func add(_ name: String, _ figures: String, goal: String = "") { rows.append((name, figures, goal)) }

    mutating func add(_ rows: [Row]) {
        for row in rows {
            let figures = [
                row.best.isEmpty ? "" : "best \(row.best)", row.median.isEmpty ? "" : "median \(row.median)",
            ]
            add(row.name, figures.filter { !$0.isEmpty }.joined(separator: ", "), goal: row.goal)
        }
    }

    func show() {
        let name = rows.map(\.name.count).max() ?? 0
        let figures = rows.map(\.figures.count).max() ?? 0
        print("\n\(title)")
        for row in rows {
            print("  " + Self.padded(row.name, name), Self.padded(row.figures, figures), row.goal, separator: "  ")
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// `4.1 ms`.
    static func milliseconds(_ seconds: Double) -> String {
        seconds.isNaN
            ? "-" : seconds < 0.01 ? "\((seconds * 1e5).rounded() / 100) ms" : "\((seconds * 1e4).rounded() / 10) ms"
    }
}

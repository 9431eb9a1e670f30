// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Measures what the gateway promises to do quickly, beside what it replaces, in one run.
///
///     swift run -c release bench
@main
struct Bench {
    static func main() async throws {
        let arguments = CommandLine.arguments
        if arguments.count > 2, arguments[1] == "pipeline", let manner = SourceManner(rawValue: arguments[2]) {
            try await PipelineBenchmark.run(manner, records: arguments.count > 3 ? Int(arguments[3]) ?? 200 : 200)
            return
        }
        show("JSON", try JSONBenchmark.rows())
        show("A GP Connect record", try MappingBenchmark.rows())
        show("The gateway, sources and clients in this process", try await GatewayBenchmark.rows())
    }

    private static func show(_ title: String, _ rows: [Row]) {
        let header = Row(name: title, best: "best", median: "median", goal: "goal")
        let width = ([header] + rows).map(\.name.count).max() ?? 0
        for row in [header] + rows {
            print(
                row.name + spaces(width - row.name.count), spaces(11 - row.best.count) + row.best,
                spaces(11 - row.median.count) + row.median, " " + row.goal)
        }
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

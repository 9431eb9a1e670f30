// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Allocator
import Foundation

/// Measures what the gateway promises to do quickly, beside what it replaces, in one run.
///
///     scripts/bench                     the table
///     scripts/bench --quick             the table from shorter runs, in a few minutes
///     scripts/bench overload [seconds]  three times capacity, a minute unless said otherwise
///     scripts/bench soak [seconds]      half capacity with sources failing in turn, ten minutes unless said otherwise
///     scripts/bench restricted [calls]  whether restricted people can be told from unknown ones by the time that their answers take;
///                                       ends with status 1 where they can
///     scripts/bench pipeline r4|stu3 [records [sources]]  the processor time of one record without sockets, for profiling
@main
struct Bench {
    static func main() async throws {
        signal(SIGPIPE, SIG_IGN)
        // As the gateway does.
        keepFreedMemory()
        let arguments = Array(CommandLine.arguments.dropFirst())
        let numbers = arguments.compactMap { Int($0) }
        let manner = arguments.dropFirst().first.flatMap { SourceManner(rawValue: $0) } ?? .fhirR4
        switch arguments.first {
        case "pipeline":
            let sources = numbers.count > 1 ? min(max(1, numbers[1]), SourceManner.sources) : SourceManner.sources
            try await PipelineBenchmark.run(manner, records: numbers.first ?? 200, sources: sources)
        case "sources": try await SourceServer.run(manner, persons: InventedPerson.count)
        case "gateway": try await GatewayProcess.run(manner, numbers)
        case "concatenate": try await ConcatenatingServer.run(numbers)
        case "overload":
            try await OverloadBenchmark(manner: manner).overload(seconds: Double(numbers.first ?? 60)).show()
        case "soak": try await OverloadBenchmark(manner: manner).soak(seconds: Double(numbers.first ?? 600)).show()
        case "merging": try await MergingBenchmark(yardsticks: Yardsticks(), seconds: 8).table().show()
        case "latency": try await LatencyBenchmark(seconds: 5).table().show()
        case "restricted":
            let (table, isPassed) = try await RestrictedBenchmark.run(calls: numbers.first ?? 10_000)
            table.show()
            guard isPassed else {
                print("A restricted person can be told from an unknown one by the time that the answer takes.")
                exit(1)
            }
        case "decisions": try await DecisionBenchmark.table().show()
        case "tokens": try await TokenBenchmark.table().show()
        case "audit": try await AuditBenchmark.table(seconds: 4).show()
        case "process": try await ResidenceBenchmark.table().show()
        case nil, "--quick": try await table(isQuick: arguments.first == "--quick")
        default:
            print("bench does not know \(arguments.joined(separator: " ")); see scripts/bench --help")
            exit(2)
        }
    }

    private static func table(isQuick: Bool) async throws {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        print(
            "Sources, load and gateway share this machine's \(cores) processors; ratios hold, figures are this machine's."
        )
        var json = Table("JSON, one core")
        json.add(try JSONBenchmark.rows())
        json.show()
        var mapping = Table("A GP Connect record")
        mapping.add(try MappingBenchmark.rows())
        mapping.show()
        try await TokenBenchmark.table().show()
        try await DecisionBenchmark.table().show()
        for manner in SourceManner.allCases { try await PipelineBenchmark.run(manner, records: isQuick ? 100 : 400) }
        try await LatencyBenchmark(seconds: isQuick ? 3 : 10).table().show()
        try await MergingBenchmark(yardsticks: Yardsticks(), seconds: isQuick ? 5 : 20).table().show()
        try await AuditBenchmark.table(seconds: isQuick ? 3 : 10).show()
        try await ResidenceBenchmark.table().show()
        guard !isQuick else { return }
        try await OverloadBenchmark(manner: .fhirR4).overload(seconds: 60).show()
    }
}

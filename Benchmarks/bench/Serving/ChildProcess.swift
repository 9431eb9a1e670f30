// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Synchronization

/// Another process of a benchmark, which says on its standard output when it is ready, and ends when its standard input does.
final class ChildProcess: Sendable {
    /// What stood behind `ready`: ports.
    let ports: [Int]
    let processIdentifier: Int32
    /// From the start to the line `ready`.
    let secondsToReady: Double
    private let input: FileHandle

    struct NotReady: Error, CustomStringConvertible {
        let description: String
    }

    /// A part of this same program.
    convenience init(part arguments: [String], environment: [String: String] = [:]) throws {
        try self.init("/proc/self/exe", arguments, environment: environment)
    }

    init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = URL(
            fileURLWithPath: program == "/proc/self/exe"
                ? try FileManager.default.destinationOfSymbolicLink(atPath: program) : program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        let begun = ContinuousClock.now
        try process.run()
        var line = ""
        while !line.contains("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            line += String(decoding: data, as: UTF8.self)
        }
        secondsToReady = begun.duration(to: .now) / .seconds(1)
        guard line.hasPrefix("ready") else {
            throw NotReady(description: "\(program) \(arguments.joined(separator: " ")) did not get ready: \(line)")
        }
        ports = line.split(whereSeparator: \.isWhitespace).dropFirst().compactMap { Int($0) }
        processIdentifier = process.processIdentifier
        self.input = input.fileHandleForWriting
    }

    /// Sends a line to the process.
    func tell(_ line: String) { try? input.write(contentsOf: Data((line + "\n").utf8)) }

    /// Ends the process.
    func end() {
        try? input.close()
        kill(processIdentifier, SIGTERM)
    }

    /// Seconds of processor time that the process has used.
    var processorTime: Double {
        guard let text = try? String(contentsOfFile: "/proc/\(processIdentifier)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return 0 }
        let fields = text[end...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Resident memory in MiB.
    var residentMebibytes: Int {
        let text = (try? String(contentsOfFile: "/proc/\(processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) / 1024
    }

    /// How many file descriptors are open.
    var descriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(processIdentifier)/fd").count) ?? 0
    }
}

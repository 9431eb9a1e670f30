// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import JSON
import Simulator
import Testing

@testable import mig

extension `The whole gateway` {
    @Suite struct `The command line` {
        /// What the built program wrote, and how it ended.
        struct Ending: Sendable {
            let status: Int32
            let output: [UInt8]
            let errors: String
            var json: JSONValue? { (try? JSONDocument(parsing: output))?.root }
        }

        /// Runs the program that was built beside the tests.
        private static func mig(_ arguments: String...) async throws -> Ending { try await mig(arguments) }

        /// The program that was built beside the tests.
        static var program: URL? {
            Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent("mig")
        }

        /// Runs the program that was built beside the tests.
        /// - Parameters:
        ///   - input: what it reads from standard input; nothing where there is none.
        ///   - temporary: where it looks for the notes of a running demonstration.
        static func mig(
            _ arguments: [String], input: String? = nil, temporary: String? = nil
        ) async throws -> Ending {
            let process = Process()
            process.executableURL = program
            process.arguments = arguments
            if let temporary {
                process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": temporary]) { $1 }
            }
            let folder = NSTemporaryDirectory() + "/mig-command-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            // Files, not pipes: a pipe that nobody empties stops the program.
            for name in ["output", "errors"] {
                _ = FileManager.default.createFile(atPath: folder + "/" + name, contents: Data())
            }
            if let input {
                _ = FileManager.default.createFile(atPath: folder + "/input", contents: Data(input.utf8))
                process.standardInput = FileHandle(forReadingAtPath: folder + "/input")
            }
            process.standardOutput = FileHandle(forWritingAtPath: folder + "/output")
            process.standardError = FileHandle(forWritingAtPath: folder + "/errors")
            let (endings, ended) = AsyncStream<Int32>.makeStream()
            process.terminationHandler = { ended.yield($0.terminationStatus) }
            try process.run()
            var status: Int32 = -1
            for await ending in endings {
                status = ending
                break
            }
            let output = FileManager.default.contents(atPath: folder + "/output") ?? Data()
            let errors = FileManager.default.contents(atPath: folder + "/errors") ?? Data()
            return Ending(status: status, output: Array(output), errors: String(decoding: errors, as: UTF8.self))
        }

        @Test func `prints a record, for people and for programs`() async throws {
            try await withDemonstration { gateway in
                let number = DemonstrationPeople.knownToAll
                let text = try await Self.mig("record", number, "--gateway", gateway.address)
                #expect(text.status == 0)
                #expect(String(decoding: text.output, as: UTF8.self).contains("HARTLEY"))
                #expect(text.errors.split(separator: "\n").count == DemonstrationSource.allCases.count)

                let programs = try await Self.mig("record", number, "--json", "--gateway", gateway.address)
                #expect(programs.status == 0)
                let ledger = programs.json?["ledger"]?.elements.map(\.self) ?? []
                #expect(ledger.count >= 40)
                let record = try await gateway.record(of: number)
                for section in programs.json?["sections"]?.elements.map(\.self) ?? [] {
                    let code = section["code"]?["coding"]?[0]?["code"]?.string ?? "?"
                    #expect(section["count"]?.numberLexeme == String(record.entries(of: code).count), "\(code)")
                    #expect(section["entries"]?.count == record.entries(of: code).count, "\(code)")
                }
                let fhir = try await Self.mig("record", number, "--fhir", "--gateway", gateway.address)
                #expect(fhir.json?["type"]?.string == "document")
            }
        }

        @Test func `tells a wrong question from a failure`() async throws {
            try await withDemonstration { gateway in
                let digit = try await Self.mig("record", "9991001019", "--gateway", gateway.address)
                #expect(digit.status == 2 && digit.errors.contains("check digit"), "\(digit.errors)")
                let dataset = try await Self.mig(
                    "record", DemonstrationPeople.knownToAll, "--dataset", "nothing", "--gateway", gateway.address)
                #expect(dataset.status == 2 && dataset.errors.contains("dataset"))
                let unknown = try await Self.mig("record", "9991009019", "--gateway", gateway.address)
                #expect(unknown.status == 1 && unknown.errors.contains("No record can be shown"))
                let nobody = try await Self.mig("record", "9991001018", "--gateway", "http://127.0.0.1:1")
                #expect(nobody.status == 1 && nobody.errors.contains("mig demo"))
                let option = try await Self.mig("record", "--colour")
                #expect(option.status == 2 && !option.errors.isEmpty)
                let help = try await Self.mig("--help")
                #expect(help.status == 0 && !help.output.isEmpty)
                let version = try await Self.mig("--version")
                #expect(version.status == 0)
            }
        }

        @Test func `lists the subjects of record files`() async throws {
            let folder = NSTemporaryDirectory() + "/mig-records-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let bundle = """
                {"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p",
                "name":[{"family":"Vale","given":["Ada"]}],"birthDate":"1970-01-02"}}]}
                """
            _ = FileManager.default.createFile(atPath: folder + "/9991002022_vale.json", contents: Data(bundle.utf8))
            let list = try await Self.mig("simulate", "gp-connect", "--records", folder, "--list", "--json")
            #expect(list.status == 0)
            let row = list.json?[0]
            #expect(row?["file"]?.string == "9991002022_vale.json")
            #expect(row?["nhsNumber"]?.string == "9991002022")
            #expect(row?["name"]?.string == "Ada Vale")
            #expect(row?["birthDate"]?.string == "1970-01-02")
            let missing = try await Self.mig("simulate", "gp-connect", "--records", folder + "/nowhere", "--list")
            #expect(missing.status == 2)
            let check = try await Self.mig("check", "--config", folder + "/nowhere.yaml")
            #expect(check.status == 2 && check.errors.contains("no file that can be read"))
        }
    }
}

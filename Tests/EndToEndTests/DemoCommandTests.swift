// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import FHIR
import Foundation
import NIOCore
import Simulator
import Testing

@testable import mig

extension `The whole gateway` {
    @Suite struct `The demonstration from the command line` {
        /// Runs `mig demo` in a folder of its own until the test has been done with its address.
        /// - Returns: how it ended when it was told to.
        private static func demo(
            _ arguments: [String], _ test: (_ address: String, _ folder: String) async throws -> Void
        ) async throws -> Int32 {
            let folder = NSTemporaryDirectory() + "/mig-demo-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let process = Process()
            process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent("mig")
            process.arguments = ["demo", "--port", "0", "--data", folder] + arguments
            // It notes its address there for other commands: not where the notes of another demonstration are.
            process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": folder]) { $1 }
            let (pieces, piece) = AsyncStream<Data>.makeStream()
            let output = Pipe()
            output.fileHandleForReading.readabilityHandler = { handle in
                let data = handle.availableData
                if data.isEmpty { piece.finish() } else { piece.yield(data) }
            }
            process.standardOutput = output
            let (endings, ending) = AsyncStream<Int32>.makeStream()
            process.terminationHandler = { ending.yield($0.terminationStatus) }
            try process.run()
            var said = ""
            var address: String?
            for await data in pieces {
                said += String(decoding: data, as: UTF8.self)
                address = said.firstMatch(of: #/Open\s+(http://127\.0\.0\.1:[0-9]+)/viewer/#).map { String($0.1) }
                if address != nil { break }
            }
            do { try await test(try #require(address, "it said no address: \(said)"), folder) } catch {
                process.terminate()
                throw error
            }
            process.terminate()
            var status: Int32 = -1
            for await end in endings {
                status = end
                break
            }
            output.fileHandleForReading.readabilityHandler = nil
            return status
        }

        @Test func `begins with the faults that it is told, for whom it is told`() async throws {
            let (person, another) = (DemonstrationPeople.knownToAll, "9991002022")
            let faults = ["--fault", "anytown-surgery=wrong:1", "--fault", "anytown-hospitals=refusing:3@\(another)"]
            let status = try await Self.demo(["--without-authentication"] + faults) { address, _ in
                let question = HTTPClientRequest(url: address + "/simulator")
                let answer = try await HTTPClient.shared.execute(question, timeout: .seconds(60))
                let page = String(buffer: try await answer.body.collect(upTo: 1 << 20))
                #expect(page.contains("<p>wrong:1: answers that it failed (500)</p>"))
                #expect(page.contains("<p>For 999 100 2022: refusing:3: does not accept"))
                // For everybody: this, and nothing else.
                #expect(page.ranges(of: "<p>wrong:").count == 1 && page.ranges(of: "<p>refusing:").isEmpty)
                let record = try await `The command line`.mig(["record", person, "--gateway", address])
                #expect(record.status == 0, "\(record.errors)")
                #expect(record.errors.contains("Anytown Surgery did NOT answer"), "\(record.errors)")
            }
            #expect(status == 0)
        }

        @Test func `has a person's wish recorded by whoever may, without a word about gateway or token`() async throws {
            let number = DemonstrationPeople.knownToAll
            let today = RecordDay(secondsSince1970: SystemClock().utc.earliestSecond)
            let another = try #require(
                DemonstrationPeople.all(on: today).first {
                    $0.practice == .anytownSurgery && !$0.isRestricted && $0.nhsNumber != number
                }
            ).nhsNumber
            let status = try await Self.demo([]) { _, folder in
                func mig(_ arguments: [String], input: String? = nil) async throws -> `The command line`.Ending {
                    try await `The command line`.mig(arguments, input: input, temporary: folder)
                }
                func isRefused() async throws -> Bool {
                    let token = try await mig(["token", "--as", "ae-doctor"])
                    let record = try await mig([
                        "record", number, "--permission", "given", "--token",
                        String(decoding: token.output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines),
                    ])
                    return record.status != 0
                }
                let her = try await mig(["sharing", "preference", "-", "dissent"], input: number + "\n")
                #expect(her.status == 0, "\(her.errors)")
                #expect(String(decoding: her.output, as: UTF8.self) == "Recorded: dissent, with all controllers.\n")
                #expect(try await isRefused())
                #expect(try await mig(["sharing", "preference", number, "share"]).status == 0)
                #expect(try await !isRefused())
                // The practice manager's word, about somebody else.
                let theirs = try await mig([
                    "sharing", "preference", another, "dissent", "--controller", "Z99001",
                ])
                #expect(theirs.status == 0, "\(theirs.errors)")
                let nobody = try await mig(["sharing", "preference", another, "dissent"])
                #expect(nobody.status == 2 && nobody.errors.contains("--controller Z99001"), "\(nobody.errors)")
                let by = try await mig(["sharing", "preference", number, "share", "--by", "clerk"])
                #expect(by.status == 2 && by.errors.contains("--by"), "\(by.errors)")
            }
            #expect(status == 0)
        }
    }
}

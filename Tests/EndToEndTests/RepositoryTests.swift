// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Simulator
import TestSupport
import Testing

@testable import mig

extension `The whole gateway` {
    /// Invariant 1: it is no repository. After it has answered for everybody in every form, nothing that it wrote holds a word of a record.
    @Suite struct `No repository` {
        private static let forms = [
            "application/fhir+json", "text/html", "text/plain", "text/event-stream", "text/event-stream, text/html",
        ]

        @Test
        func
            `no file that is open, in its folder or among the temporary ones holds a word of a record, nor does the log`()
            async throws
        {
            try await withDemonstration { gateway in
                let before = WrittenFiles.Before()
                let people = gateway.people.filter { !$0.isRestricted }.prefix(6)
                for person in people { try await Self.lookInEveryWay(at: person.nhsNumber, gateway) }
                // What organisations are called is no word about a person.
                let words = Self.words(of: Array(people)).subtracting(DemonstrationSource.allCases.map(\.name))
                #expect(words.count > 100)
                // What is looked for was shown: the page of one person holds many of the words.
                let page = try await gateway.record(of: DemonstrationPeople.knownToAll, as: "text/html").text
                #expect(words.count { page.contains($0) } > 30)
                let written = try WrittenFiles.all(of: gateway.folder.path, notThere: before)
                #expect(written.contains { $0.name.hasSuffix("audit.sqlite") })
                #expect(written.contains { $0.name.hasSuffix("-wal") })
                #expect(WrittenFiles.find(words, in: written) == [:])
                #expect(gateway.log.text.contains("request answered"))
                #expect(words.filter { gateway.log.text.contains($0) } == [])

                // The same search finds what is planted, in a file of its own and behind other bytes of a file that is open.
                let planted = try #require(words.sorted().first)
                let file = gateway.folder.path + "/planted"
                try Data(repeating: 0, count: 5_000).write(to: URL(fileURLWithPath: file))
                let handle = try #require(FileHandle(forWritingAtPath: file))
                try handle.seekToEnd()
                try handle.write(contentsOf: Data(planted.utf8))
                try FileManager.default.removeItem(atPath: file)
                let found = WrittenFiles.find(
                    words, in: try WrittenFiles.all(of: gateway.folder.path, notThere: before))
                #expect(found.count == 1 && found.keys.allSatisfy { $0.contains("planted") })
                #expect(found.values.allSatisfy { $0.contains(planted) })
                try handle.close()
            }
        }

        /// By every form of the API, and on the pages with and without the script.
        private static func lookInEveryWay(at number: String, _ gateway: RunningDemonstration) async throws {
            for form in forms { #expect(try await gateway.record(of: number, as: form).status == 200) }
            for path in ["", "/$locate", "/$detailed-care-record?permission=given&consultation=c1"] {
                #expect(try await gateway.send("/fhir/R4/Patient/\(number)\(path)").status == 200)
            }
            let body = """
                {"resourceType":"Parameters","parameter":[{"name":"patientNHSNumber","valueIdentifier":{"system":\
                "https://fhir.nhs.uk/Id/nhs-number","value":"\(number)"}}]}
                """
            for path in ["Patient/$detailed-care-record", "Patient/$locate", "$explain-access"] {
                let reply = try await gateway.send(
                    "/fhir/R4/" + path, method: "POST", headers: ["Content-Type": "application/fhir+json"], body: body)
                #expect(reply.status == 200)
            }
            let visit = try await gateway.visit(number)
            for rest in ["", "?whole=1", "?whole=1&view=social-care", "/events"] {
                #expect(try await gateway.send(visit.path + rest, headers: ["Cookie": visit.cookie]).status == 200)
            }
        }

        /// Every text of these people's records that is more than one word: names of diseases and medicines, notes, free text.
        private static func words(of people: [SimulatedPerson]) -> Set<String> {
            var words: Set<String> = []
            func collect(_ value: Any) {
                if let text = value as? String {
                    if text.utf8.count >= 12, text.contains(" ") { words.insert(text) }
                } else {
                    for child in Mirror(reflecting: value).children { collect(child.value) }
                }
            }
            for person in people { for record in person.records.values { collect(record) } }
            return words
        }
    }
}

/// What this process has written, as far as it can be found out.
enum WrittenFiles {
    struct File {
        let name: String
        let bytes: Data
    }

    /// What was there before: other tests keep what programs printed to them.
    struct Before {
        let temporary = WrittenFiles.temporary()
        let open = Set(WrittenFiles.open().values)
    }

    /// The targets of this process's descriptors, by descriptor.
    fileprivate static func open() -> [String: String] {
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        let targets = descriptors.compactMap { descriptor in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + descriptor)).map {
                (descriptor, $0)
            }
        }
        return Dictionary(targets, uniquingKeysWith: { first, _ in first })
    }

    /// The files in the folder for temporary ones.
    fileprivate static func temporary() -> Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: NSTemporaryDirectory())) ?? [])
    }

    /// Everything in a folder, what is new among the temporary files, and every file that this process holds open, those included whose
    /// name has gone.
    static func all(of folder: String, notThere before: Before) throws -> [File] {
        var files = try FileManager.default.subpathsOfDirectory(atPath: folder).map { folder + "/" + $0 }
        files += temporary().subtracting(before.temporary).map { NSTemporaryDirectory() + "/" + $0 }
        var result = files.compactMap { path in
            FileManager.default.contents(atPath: path).map { File(name: path, bytes: $0) }
        }
        for (descriptor, target) in open() where !before.open.contains(target) {
            let path = "/proc/self/fd/" + descriptor
            guard target.hasPrefix("/"), !target.hasPrefix("/dev"), !target.hasPrefix("/proc"), !isTests(target),
                isWritten(descriptor), let bytes = FileManager.default.contents(atPath: path)
            else { continue }
            result.append(File(name: target, bytes: bytes))
        }
        return result
    }

    /// What the tests themselves are and print.
    private static func isTests(_ target: String) -> Bool { target.hasSuffix(".xctest") || target.hasSuffix(".log") }

    /// Whether a file is open for writing (the last digit of its flags, in octal).
    private static func isWritten(_ descriptor: String) -> Bool {
        let information = try? String(contentsOfFile: "/proc/self/fdinfo/" + descriptor, encoding: .utf8)
        let flags = information?.split(separator: "\n").first { $0.hasPrefix("flags:") }
        return flags?.last.map { $0 != "0" && $0 != "4" } ?? false
    }

    /// Which of these words, of eight bytes and more, stand in which file: each file is gone through once.
    static func find(_ words: Set<String>, in files: [File]) -> [String: Set<String>] {
        var beginnings: [UInt64: [String]] = [:]
        for word in words {
            beginnings[word.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }, default: []].append(word)
        }
        var found: [String: Set<String>] = [:]
        for file in files {
            let bytes = [UInt8](file.bytes)
            var window: UInt64 = 0
            for place in bytes.indices {
                window = window << 8 | UInt64(bytes[place])
                guard place >= 7, let candidates = beginnings[window] else { continue }
                for word in candidates where bytes[(place - 7)...].starts(with: word.utf8) {
                    found[file.name, default: []].insert(word)
                }
            }
        }
        return found
    }
}

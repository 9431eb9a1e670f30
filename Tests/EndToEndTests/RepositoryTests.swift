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

        /// Everything that everybody may do where people sign in: permission, emergency, wishes, explanations, the officer's pages.
        @Test func `nor where people sign in, state permissions, break the glass, record wishes and ask why`()
            async throws
        {
            try await withDemonstration(signsIn: true) { gateway in
                let before = WrittenFiles.Before()
                let words = Self.words(of: gateway.people.filter { !$0.isRestricted })
                    .subtracting(DemonstrationSource.allCases.map(\.name))
                try WrittenFiles.keep(words)
                for user in DemonstrationUser.all {
                    let shown = try await gateway.doEverything(as: user.id, about: DemonstrationPeople.knownToAll)
                    // What is looked for was shown, on pages and by the API.
                    guard user.id == "ae-doctor" else { continue }
                    let found = WrittenFiles.find(words, in: [.init(name: "shown", bytes: Data(shown.utf8))])
                    #expect((found["shown"]?.count ?? 0) > 30)
                }
                let written = try WrittenFiles.all(of: gateway.folder.path, notThere: before)
                #expect(written.contains { $0.name.hasSuffix("register.sqlite") })
                // What a clinician writes of an emergency is in the register, for the officer: the search would find words there.
                #expect(WrittenFiles.find([RunningDemonstration.emergencyText], in: written).count >= 1)
                #expect(WrittenFiles.find(words, in: written) == [:])
                #expect(gateway.log.text.contains("request answered"))
                let log = WrittenFiles.File(name: "log", bytes: Data(gateway.log.text.utf8))
                let metrics = WrittenFiles.File(name: "metrics", bytes: Data(try await gateway.send("/metrics").bytes))
                #expect(WrittenFiles.find(words, in: [log, metrics]) == [:])
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

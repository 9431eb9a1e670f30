// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Audit
import Brokering
import CareRecord
import FHIR
import Foundation
import JSON
import Sharing
import Simulator
import Storage
import Testing

@testable import mig

extension `The whole gateway` {
    @Suite struct `The command line of sharing` {
        private static let agreement = """
            agreement: anytown
            version: 1
            title: Anytown shares
            controller: Z99001
            validFrom: 2026-01-01
            signatories:
              - name: A. Manager
                capacity: practice manager
                organisation: Z99001
                signedOn: 2025-12-15
            clauses:
              - clause: hospital
                consumers:
                  - organisation: ZZ9A1
                roles: [doctor]
                purposes: [TREAT]
                datasets: [risks]
            """

        /// A folder with a configuration that names a register, an agreement, and the command to work on it.
        private struct Folder {
            let path: String

            func mig(_ arguments: String...) async throws -> `The command line`.Ending {
                try await `The command line`.mig(["sharing"] + arguments + ["--config", path + "/gateway.yaml"])
            }

            func write(_ name: String, _ text: String) {
                _ = FileManager.default.createFile(atPath: path + "/" + name, contents: Data(text.utf8))
            }
        }

        private static func withFolder(
            demographics: String? = nil, _ body: (Folder) async throws -> Void
        ) async throws {
            let folder = Folder(path: NSTemporaryDirectory() + "/mig-sharing-" + UUID().uuidString)
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
            defer { WrittenFiles.end(folder.path) }
            folder.write("secret", String(repeating: "s", count: 32))
            folder.write(
                "gateway.yaml",
                """
                gateway:
                  audit: audit.sqlite
                  register: register.sqlite
                  identifierSecret: secret
                demographics:
                  url: \(demographics ?? "https://pds.example.org/FHIR/R4")
                  allowPlainHTTP: \(demographics != nil)
                locator:
                  url: https://nrl.example.org/FHIR/R4
                sources: []
                """)
            folder.write("anytown.yaml", agreement)
            try await body(folder)
        }

        private static func text(_ ending: `The command line`.Ending) -> String {
            String(decoding: ending.output, as: UTF8.self)
        }

        @Test func `takes an agreement from draft to published, stops and resumes it, and tells its history`()
            async throws
        {
            try await Self.withFolder { folder in
                let empty = try await folder.mig("show")
                #expect(empty.status == 0, "\(empty.errors)")
                let draft = try await folder.mig("draft", folder.path + "/anytown.yaml", "--by", "manager")
                #expect(draft.status == 0, "\(draft.errors)")
                #expect(Self.text(try await folder.mig("show")).contains("Draft: anytown 1"))
                #expect(try await folder.mig("publish", "anytown", "--by", "manager").status == 0)
                let shown = Self.text(try await folder.mig("show", "--controller", "Z99001"))
                #expect(shown.contains("ZZ9A1") && shown.contains("doctor"), "\(shown)")
                let json = try await folder.mig("show", "--json")
                #expect(json.json?["rows"]?[0]?["role"]?.string == "doctor", "\(Self.text(json))")
                #expect(try await folder.mig("suspend", "anytown", "--by", "guardian").status == 0)
                #expect(try await folder.mig("resume", "anytown", "--by", "guardian").status == 0)
                let history = Self.text(try await folder.mig("history", "anytown"))
                #expect(history.contains("published -> suspended, by guardian"), "\(history)")
            }
        }

        @Test func `refuses what must not be with one sentence, and says what was asked wrongly`() async throws {
            try await Self.withFolder { folder in
                let nothing = try await folder.mig("publish", "anytown", "--by", "manager")
                #expect(nothing.status == 1 && nothing.errors.contains("no draft"), "\(nothing.errors)")
                folder.write("bad.yaml", Self.agreement.replacing("[TREAT]", with: "[RESEARCH]"))
                let bad = try await folder.mig("draft", folder.path + "/bad.yaml")
                #expect(bad.status == 1 && bad.errors.contains("purposes"), "\(bad.errors)")
                let missing = try await folder.mig("draft", folder.path + "/nowhere.yaml")
                #expect(missing.status == 2)
                let neither = try await `The command line`.mig(["sharing", "show"])
                #expect(neither.status == 2 && neither.errors.contains("--register"), "\(neither.errors)")
                let nowhere = try await `The command line`.mig(["sharing", "show", "--register", folder.path + "/none"])
                #expect(nowhere.status == 2)
                let number = try await folder.mig("preference", "9434765910", "dissent")
                #expect(number.status == 2 && number.errors.contains("check digit"), "\(number.errors)")
                let wish = try await folder.mig("preference", "9434765919", "perhaps")
                #expect(wish.status == 2)
                let nobody = try await `The command line`.mig([
                    "sharing", "preference", "9434765919", "dissent", "--register", folder.path + "/register.sqlite",
                ])
                #expect(nobody.status == 2 && nobody.errors.contains("--config FILE"), "\(nobody.errors)")
                let help = try await `The command line`.mig(["sharing", "preference", "--help"])
                #expect(help.status == 0 && Self.text(help).contains("shell history"))
            }
        }

        @Test func `binds a wish to nobody whom no trace confirms`() async throws {
            let today = RecordDay(secondsSince1970: SystemClock().utc.earliestSecond)
            let people = DemonstrationPeople.all(on: today)
            let person = try #require(people.first { !$0.isRestricted && !$0.supersededNumbers.isEmpty })
            let restricted = try #require(people.first { $0.isRestricted })
            var world = SimulatedWorld()
            world.addDemonstration(people, on: today)
            try await world.run { addresses in
                try await Self.withFolder(demographics: addresses[.demographics]?.baseURL) { folder in
                    func wish(of number: String) async throws -> `The command line`.Ending {
                        try await folder.mig("preference", number, "dissent", "--controller", "Z99001")
                    }
                    let recorded = try await wish(of: try #require(person.supersededNumbers.first))
                    #expect(recorded.status == 0, "\(recorded.errors)")
                    #expect(!Self.text(recorded).contains(person.nhsNumber))
                    for number in ["9434765919", restricted.nhsNumber] {
                        let refused = try await wish(of: number)
                        #expect(refused.status == 1 && refused.errors.contains("confirms nobody"), "\(refused.errors)")
                    }
                    let register = try SharingConfiguration(registerFile: folder.path + "/register.sqlite")
                        .openRegister()
                    func wishes(_ number: String) async throws -> [SharingPreference] {
                        try await register.standing(of: [try NHSNumber(number)])
                    }
                    // It stands under the number that is in use.
                    #expect(try await wishes(person.nhsNumber) == [SharingPreference(.dissent, controller: "Z99001")])
                    #expect(try await wishes("9434765919") + wishes(restricted.nhsNumber) == [])
                }
            }
            try await Self.withFolder(demographics: "http://127.0.0.1:1/FHIR/R4") { folder in
                let failed = try await folder.mig("preference", "9434765919", "dissent")
                #expect(failed.status == 1 && failed.errors.contains("Nothing was recorded"), "\(failed.errors)")
            }
        }

        @Test func `offers a template, which each controller accepts or declines`() async throws {
            try await Self.withFolder { folder in
                folder.write(
                    "template.yaml",
                    """
                    template: direct-care
                    version: 1
                    title: Direct care
                    validFrom: 2026-01-01
                    clauses:
                      - clause: hospital
                        consumers:
                          - organisation: ZZ9A1
                        roles: [doctor]
                        purposes: [TREAT]
                        datasets: [risks]
                    """)
                let offer = try await folder.mig("offer", folder.path + "/template.yaml", "--to", "Z99001,Z99002")
                #expect(offer.status == 0 && Self.text(offer).contains("Offer 2"), "\(offer.errors)")
                let accepted = try await folder.mig("accept", "1", "--by", "A. Manager")
                #expect(Self.text(accepted).contains("direct-care-z99001 1 is published"), "\(accepted.errors)")
                #expect(try await folder.mig("decline", "2", "--by", "B. Manager").status == 0)
                #expect(try await folder.mig("accept", "2", "--by", "B. Manager").status == 1)
            }
        }

        @Test func `tries a draft on what the audit holds`() async throws {
            try await ServedGateway.serving { gateway in
                for _ in 1...2 {
                    let path =
                        "/fhir/R4/Patient/\(DemonstrationPeople.knownToAll)/$detailed-care-record?permission=given"
                    #expect(try await gateway.send(path, as: gateway.ward, token: try gateway.token()).status == 200)
                }
                func trying(_ change: (String) -> String, _ arguments: String...) async throws
                    -> `The command line`.Ending
                {
                    let draft = gateway.folder + "/draft.yaml"
                    let next = ServedGateway.agreement.replacing("version: 1", with: "version: 2")
                    try Data(change(next).utf8).write(to: URL(fileURLWithPath: draft))
                    return try await `The command line`.mig(
                        ["sharing", "try", draft, "--since", "1d", "--config", gateway.configurationFile] + arguments)
                }
                let narrower = try await trying({ $0.replacing("problems, medication,", with: "problems,") })
                let lines = Self.text(narrower).split(separator: "\n").filter { $0.contains("RXX01") }
                #expect(narrower.status == 0 && !lines.isEmpty, "\(narrower.errors)")
                #expect(lines.allSatisfy { $0.contains("medication") && $0.contains("doctor") }, "\(lines)")
                #expect(lines.contains { $0.contains("2") }, "\(lines)")
                let json = try await trying({ $0.replacing("problems, medication,", with: "problems,") }, "--json")
                #expect(json.status == 0 && json.json != nil)
                let same = try await trying({ $0 })
                #expect(same.status == 0 && !Self.text(same).contains("RXX01"), "\(Self.text(same))")
                // Nothing was published by it.
                let shown = try await `The command line`.mig(
                    ["sharing", "show", "--config", gateway.configurationFile])
                #expect(Self.text(shown).contains("anytown 1:") && !Self.text(shown).contains("anytown 2"))
            }
        }

        @Test func `tries no draft without an audit, or for no length of time`() async throws {
            try await Self.withFolder { folder in
                let journal = try SQLiteAuditJournal(path: folder.path + "/audit.sqlite")
                let doctor = Requester(
                    person: "doctor-1", role: .doctor, organisation: "ZZ9A1", system: "ward", purpose: .treatment,
                    strength: .high, establishment: .none)
                func append(_ event: AuditEntry.Event, _ number: String) async throws {
                    try await journal.append(
                        AuditEntry(
                            event: event, traceID: "chosen", at: SystemClock().utc.text, requester: doctor,
                            nhsNumber: try NHSNumber(number), datasets: [.risks], sources: [], permission: "given",
                            relationship: .known(.selfClaimed)))
                }
                // Two people under one trace id are two requests; what was explained or wished is none.
                for number in ["9434765919", "9434765870"] { try await append(.refusal, number) }
                for event in [AuditEntry.Event.explanation, .preference] { try await append(event, "9434765919") }
                let tried = try await folder.mig("try", folder.path + "/anytown.yaml", "--since", "1d", "--json")
                #expect(tried.status == 0, "\(tried.errors)")
                let row = tried.json?["rows"]?[0]
                #expect(tried.json?["requests"]?.numberLexeme == "2" && row?["role"]?.string == "doctor")
                #expect(row?["wouldBePermitted"]?.numberLexeme == "2", "\(Self.text(tried))")
            }
            try await Self.withFolder { folder in
                let none = try await folder.mig("try", folder.path + "/anytown.yaml", "--since", "1d")
                #expect(none.status == 1 && none.errors.contains("audit"), "\(none.errors)")
                let wrong = try await folder.mig("try", folder.path + "/anytown.yaml", "--since", "soon")
                #expect(wrong.status == 2)
            }
        }

        @Test func `publishes the configured agreements, and says what is wrong with them`() async throws {
            try await Self.withFolder { folder in
                try FileManager.default.createDirectory(
                    atPath: folder.path + "/agreements", withIntermediateDirectories: true)
                folder.write("agreements/anytown.yaml", Self.agreement)
                folder.write("agreements/some.template.yaml", "no agreement")
                let text = try #require(FileManager.default.contents(atPath: folder.path + "/gateway.yaml"))
                let yaml =
                    String(decoding: text, as: UTF8.self) + """

                        agreements: agreements
                        organisations:
                          - odsCode: ZZ9A1
                            memberOf:
                              - network: anytown
                              - group: acute
                        """
                folder.write("gateway.yaml", yaml)
                let sharing = try #require(try GatewayConfiguration(file: folder.path + "/gateway.yaml").sharing)
                for _ in 1...2 { _ = try await sharing.preparedRegister(at: SystemClock().utc) }
                let policy = try await sharing.openRegister().currentPolicy()
                #expect(policy.agreements.map(\.agreement.id) == ["anytown"])
                #expect(policy.memberships["ZZ9A1"] == [.network("anytown"), .group("acute")])
                let told = Self.text(try await folder.mig("memberships"))
                #expect(told.hasPrefix("group acute: ZZ9A1\nnetwork anytown: ZZ9A1\n"), "\(told)")
                #expect(told.contains("Z  network anytown: ZZ9A1: member, by configuration\n"), "\(told)")
                folder.write("gateway.yaml", yaml.replacing("ZZ9A1", with: "A20047"))
                _ = try await sharing.reread(folder.path + "/gateway.yaml").preparedRegister(at: SystemClock().utc)
                let changed = Self.text(try await folder.mig("memberships"))
                #expect(changed.contains("network anytown: ZZ9A1: member -> removed, by configuration"), "\(changed)")
                #expect(changed.contains("network anytown: A20047: member, by configuration"), "\(changed)")

                folder.write("agreements/anytown.yaml", Self.agreement.replacing("[risks]", with: "[risks, problems]"))
                await #expect(throws: Sentence.self) {
                    _ = try await sharing.reread(folder.path + "/gateway.yaml").preparedRegister(at: SystemClock().utc)
                }
                folder.write("agreements/anytown.yaml", "agreement: anytown")
                let check = try await `The command line`.mig(["check", "--config", folder.path + "/gateway.yaml"])
                #expect(check.status == 2 && check.errors.contains("anytown.yaml"), "\(check.errors)")
            }
        }
    }
}

extension SharingConfiguration {
    fileprivate func reread(_ file: String) throws -> SharingConfiguration {
        try #require(try GatewayConfiguration(file: file).sharing)
    }
}

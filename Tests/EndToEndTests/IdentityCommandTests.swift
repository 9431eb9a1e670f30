// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Foundation
import JSON
import Sharing
import Simulator
import Storage
import Testing

@testable import mig

extension `The whole gateway` {
    /// `mig token` and `mig explain` against a running demonstration with sign-in.
    @Suite struct `The command line of identity` {
        private static let number = DemonstrationPeople.knownToAll

        private static func mig(_ arguments: [String], input: String? = nil) async throws -> `The command line`.Ending {
            try await `The command line`.mig(arguments, input: input)
        }

        private static func text(_ ending: `The command line`.Ending) -> String {
            String(decoding: ending.output, as: UTF8.self)
        }

        /// A token as the command prints it.
        private static func token(as user: String, _ gateway: RunningDemonstration) async throws -> String {
            let provider = try #require(gateway.provider)
            let ending = try await mig(["token", "--as", user, "--provider", provider])
            #expect(ending.status == 0 && ending.errors.isEmpty, "\(ending.errors)")
            let lines = text(ending).split(separator: "\n", omittingEmptySubsequences: false)
            // Alone on standard output: one line, and its end.
            #expect(lines.count == 2 && lines.last == "")
            return String(try #require(lines.first))
        }

        @Test func `prints a token, alone, that is good once for whom it names`() async throws {
            try await withDemonstration(signsIn: true) { gateway in
                let token = try await Self.token(as: "patient", gateway)
                #expect(token.split(separator: ".").count == 3 && !token.contains(" "))
                let path = "/fhir/R4/Patient/\(Self.number)/$detailed-care-record"
                let headers: KeyValuePairs = ["Authorization": "Bearer \(token)"]
                #expect(try await gateway.send(path, headers: headers).status == 200)
                #expect(try await gateway.send(path, headers: headers).status == 401)
                let record = try await Self.mig([
                    "record", Self.number, "--gateway", gateway.address, "--token",
                    try await Self.token(as: "patient", gateway),
                ])
                #expect(record.status == 0 && Self.text(record).contains("HARTLEY"), "\(record.errors)")
            }
        }

        @Test func `prints no token for whom it does not know, or where nobody signs in`() async throws {
            let nobody = try await Self.mig(["token", "--as", "surgeon", "--provider", "http://127.0.0.1:1"])
            #expect(nobody.status == 2 && nobody.output.isEmpty && nobody.errors.contains("ae-doctor"))
            let nowhere = try await Self.mig(["token", "--as", "ae-doctor", "--provider", "http://127.0.0.1:1"])
            #expect(nowhere.status == 1 && nowhere.output.isEmpty && nowhere.errors.contains("does not answer"))
        }

        @Test func `has a wish recorded by a gateway in the name of whom the token names, and by nobody else`()
            async throws
        {
            try await withDemonstration(signsIn: true) { gateway in
                func wish(_ more: [String], as user: String?) async throws -> `The command line`.Ending {
                    var arguments = [
                        "sharing", "preference", Self.number, "dissent", "--gateway", gateway.address + "/",
                    ]
                    if let user { arguments += ["--token", try await Self.token(as: user, gateway)] }
                    return try await Self.mig(arguments + more)
                }
                let patient = try await wish([], as: "patient")
                #expect(patient.status == 0, "\(patient.errors)")
                #expect(!Self.text(patient).contains(Self.number))
                let manager = try await wish(["--controller", "Z99001"], as: "practice-manager")
                #expect(manager.status == 0, "\(manager.errors)")
                let register = try SharingConfiguration(registerFile: gateway.folder.registerFile).openRegister()
                let standing = try await register.standing(of: [try NHSNumber(Self.number)])
                #expect(standing == [SharingPreference(.dissent), SharingPreference(.dissent, controller: "Z99001")])
                for (more, user) in [(["--controller", "ZZ9A1"], "practice-manager"), ([], "ae-doctor")] {
                    let refused = try await wish(more, as: user)
                    #expect(
                        refused.status == 1 && refused.errors.contains("by the person themself"), "\(refused.errors)")
                }
                let bare = try await wish([], as: nil)
                #expect(bare.status == 1 && bare.errors.split(separator: "\n").count == 1, "\(bare.errors)")
                let both = try await wish(["--config", "gateway.yaml"], as: nil)
                #expect(both.status == 2 && both.errors.contains("--config FILE"), "\(both.errors)")
                let nowhere = try await Self.mig([
                    "sharing", "preference", Self.number, "dissent", "--gateway", "http://127.0.0.1:1", "--token", "t",
                ])
                #expect(nowhere.status == 1 && nowhere.errors.contains("No gateway answers"), "\(nowhere.errors)")
                let help = Self.text(try await Self.mig(["sharing", "preference", "--help"]))
                for word in ["--gateway", "--token", "--config", "running demonstration", "FHIR Consent"] {
                    #expect(help.contains(word), "\(help)")
                }
            }
        }

        @Test func `explains what would open, and a past request to who made it and to nobody else`() async throws {
            try await withDemonstration(signsIn: true) { gateway in
                func explain(
                    as user: String, _ arguments: [String], input: String? = nil
                ) async throws -> `The command line`.Ending {
                    try await Self.mig(
                        ["explain"] + arguments + [
                            "--gateway", gateway.address, "--token", try await Self.token(as: user, gateway),
                        ], input: input)
                }
                let now = try await explain(as: "ae-doctor", ["--nhs-number", "-"], input: Self.number + "\n")
                #expect(now.status == 0, "\(now.errors)")
                #expect(Self.text(now).contains("the person has to be asked: yes"), "\(Self.text(now))")
                #expect(!Self.text(now).contains(Self.number))
                let json = try await explain(as: "ae-doctor", ["--nhs-number", Self.number, "--json"])
                #expect(json.json?["resourceType"]?.string == "Parameters")

                var trace = ""
                var past: `The command line`.Ending
                // What was published in the very second of a request may have come after it, so of that second nothing is decided again; the
                // demonstration publishes as it begins.
                var tries = 0
                repeat {
                    trace = UUID().uuidString.lowercased()
                    let reply = try await gateway.send(
                        "/fhir/R4/Patient/\(Self.number)/$detailed-care-record?permission=given",
                        headers: [
                            "Authorization": "Bearer \(try await Self.token(as: "social-worker", gateway))",
                            "X-Request-ID": trace,
                        ])
                    #expect(reply.status == 200 && reply["X-Request-ID"] == trace)
                    past = try await explain(as: "social-worker", [trace])
                    tries += 1
                } while !Self.text(past).contains("decided again") && tries < 100
                #expect(past.status == 0 && !past.output.isEmpty, "\(past.errors)")
                #expect(Self.text(past).contains("medication"), "\(Self.text(past))")
                let other = try await explain(as: "ae-doctor", [trace])
                #expect(!Self.text(other).contains("medication"), "\(Self.text(other))")
                let neither = try await explain(as: "ae-doctor", [])
                #expect(neither.status == 2 && neither.errors.contains("trace id"))
                let digit = try await explain(as: "ae-doctor", ["--nhs-number", "9991001019"])
                #expect(digit.status == 2 && digit.errors.contains("NHS number"))
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Simulator
import Testing

@testable import mig

extension `The whole gateway` {
    @Suite struct `The page of the simulator` {
        private static let person = DemonstrationPeople.knownToAll
        private static let form: KeyValuePairs<String, String> = ["Content-Type": "application/x-www-form-urlencoded"]

        private static func token(of page: Reply) throws -> String {
            let parts = page.text.split(separator: #"name="token" value=""#)
            guard parts.count > 1, let token = parts[1].split(separator: "\"").first else {
                throw RunningDemonstration.Missing("no token in the page")
            }
            return String(token)
        }

        @Test func `shows every system and every fault`() async throws {
            try await withDemonstration { gateway in
                let page = try await gateway.send("/simulator")
                #expect(page.status == 200 && page["Content-Type"]?.hasPrefix("text/html") == true)
                #expect(page["Content-Security-Policy"]?.contains("form-action 'self'") == true)
                for source in DemonstrationSource.allCases { #expect(page.text.contains(source.name)) }
                #expect(page.text.contains("Demographic service") && page.text.contains("Record locator"))
                for fault in NamedFault.all {
                    #expect(page.text.contains(">\(fault)</th>"), "\(fault)")
                    #expect(page.text.contains(fault.deed.prefix(1).uppercased() + fault.deed.dropFirst().prefix(8)))
                }
            }
        }

        @Test func `makes a source fail, so that the record says so, and mends it`() async throws {
            try await withDemonstration { gateway in
                let token = try Self.token(of: try await gateway.send("/simulator"))
                let set = try await gateway.send(
                    "/simulator", method: "POST", headers: Self.form,
                    body: "token=\(token)&service=anytown-surgery&fault=down%3A2&nhs-number=")
                #expect(set.status == 303 && set["Location"] == "/simulator")
                #expect(try await gateway.send("/simulator").text.contains("down:2: nothing listens"))
                let page = try await gateway.record(of: Self.person, as: "text/html").text
                #expect(page.contains("INCOMPLETE") && page.contains("The source could not be reached."))
                let mended = try await gateway.send(
                    "/simulator", method: "POST", headers: Self.form, body: "token=\(token)&service=all")
                #expect(mended.status == 303)
                let whole = try await gateway.record(of: Self.person)
                #expect(!whole.contribution(of: "anytown-surgery").isEmpty)
                #expect(whole.words(of: "allergies").contains("All sources that hold allergies answered"))
            }
        }

        @Test func `makes a source fail for one person alone`() async throws {
            try await withDemonstration { gateway in
                let token = try Self.token(of: try await gateway.send("/simulator"))
                let set = try await gateway.send(
                    "/simulator", method: "POST", headers: Self.form,
                    body: "token=\(token)&service=anytown-hospitals&fault=wrong%3A1&nhs-number=\(Self.person)")
                #expect(set.status == 303)
                let failing = try await gateway.record(of: Self.person)
                #expect(failing.outcomes(of: .acuteTrust).contains { $0.reason == "server-error" })
                let other = try await gateway.record(of: DemonstrationPeople.failingTrust)
                #expect(!other.outcomes(of: .acuteTrust).isEmpty)
                #expect(!other.outcomes(of: .acuteTrust).contains { $0.reason == "server-error" })
            }
        }

        @Test func `takes no form of another page, and no fault that there is not`() async throws {
            try await withDemonstration { gateway in
                let token = try Self.token(of: try await gateway.send("/simulator"))
                let service = "service=anytown-surgery&nhs-number="
                for (body, words) in [
                    ("\(service)&fault=down%3A2", "not of this page"),
                    ("token=x&\(service)&fault=down%3A2", "not of this page"),
                    ("token=x&service=all", "not of this page"),
                    ("token=\(token)&\(service)&fault=down%3A9", "is no fault"),
                    ("token=\(token)&service=nothing&fault=works", "no service"),
                    ("token=\(token)&\(service)9991001019&fault=slow", "no NHS number"),
                ] {
                    let reply = try await gateway.send("/simulator", method: "POST", headers: Self.form, body: body)
                    #expect(reply.status == 400 && reply.text.contains(words), "\(body)")
                }
                #expect(gateway.faults.plan.lines(of: .source(.anytownSurgery)).isEmpty)
                let json = try await gateway.send(
                    "/simulator", method: "POST", headers: ["Content-Type": "application/json"], body: "{}")
                #expect(json.status == 415)
                #expect(try await gateway.send("/simulator/more").status == 404)
                #expect(try await gateway.send("/simulator", method: "DELETE").status == 405)
            }
        }

        @Test func `is shown under the name of this machine alone`() async throws {
            try await withDemonstration { gateway in
                for name in ["rebound.example", "127.0.0.1.rebound.example", "localhost.rebound.example:8080", "[::2]"]
                {
                    let reply = try await gateway.send("/simulator", headers: ["Host": name])
                    #expect(reply.status == 421, "\(name)")
                }
                for name in ["localhost:8080", "127.0.0.1", "[::1]:8080"] {
                    let reply = try await gateway.send("/simulator", headers: ["Host": name])
                    #expect(reply.status == 200, "\(name)")
                }
            }
        }

        @Test(arguments: [
            (["demo", "--fault", "anytown-surgery"], "write SOURCE=FAULT"),
            (["demo", "--fault", "nowhere=slow"], "is no service here"),
            (["demo", "--fault", "locator=slow", "--fault", "locator=sluggish"], "'sluggish' is no fault"),
            (["simulate", "demonstration", "--fault", "locator=slow@123"], "is no NHS number"),
        ])
        func `a fault that cannot be ends the program with a sentence`(
            arguments: [String], words: String
        ) async throws {
            let ending = try await `The command line`.mig(arguments)
            #expect(ending.status == 2 && ending.errors.contains(words), "\(ending.errors)")
            #expect(ending.errors.split(separator: "\n").count == 1 && ending.output.isEmpty)
        }
    }
}

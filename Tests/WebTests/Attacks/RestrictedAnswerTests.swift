// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Testing

@testable import Web

/// Invariant 9: whoever is restricted and whoever does not exist are one, to whoever asks and by whichever way.
@Suite struct `Of the restricted and of nobody` {
    private static let trace = "6f1c1f6e-0000-4000-8000-000000000001"

    /// All of an answer but the date, and what is new in every answer: the id of a stream, and the handle that was asked by.
    private static func told(
        _ attack: AttackedGateway.Wire, by run: AttackRun, hiding secrets: [String]
    ) async throws -> String {
        var wire = attack
        wire.headers.append(("X-Request-ID", trace))
        let told = try await run.gateway.send(wire)
        let headers = told.headers.filter { $0.name.lowercased() != "date" }.map { "\($0.name): \($0.value)" }
        var text = "\(told.status)\n" + headers.joined(separator: "\n") + "\n\n" + told.text
        for secret in secrets { text = text.replacing(secret, with: "HIDDEN") }
        return text.replacing(/"stream":"[A-Za-z0-9_-]{24}"/, with: "STREAM")
    }

    private static func programmes(_ place: Int, _ attacker: Attacker, _ run: AttackRun) -> [AttackedGateway.Wire] {
        let number = AttackedWorld.numbers[place]
        let bearer = ("Authorization", "Bearer " + (run.tokens["\(attacker)"] ?? ""))
        let one = "/fhir/R4/Patient/\(number)"
        let body = """
            {"resourceType":"Parameters","parameter":[{"name":"patientNHSNumber","valueIdentifier":{"system":\
            "https://fhir.nhs.uk/Id/nhs-number","value":"\(number)"}}]}
            """
        let emergency = body.replacing(
            "]}",
            with:
                #",{"name":"permission","valueCode":"emergency"},{"name":"permission-reason","valueCode":"life-threatening"},{"name":"permission-text","valueString":"Found unconscious"}]}"#
        )
        let forms = [
            "application/fhir+json", "text/html", "text/plain", "text/event-stream", "text/event-stream, text/html",
        ]
        let queries = [
            "", "?permission=given", "?dataset=risks&source=source-a", "?permission=refused&consultation=open-0",
        ]
        var wires = [one, one + "/$locate", one + "/$locate?permission=given"].map {
            AttackedGateway.Wire(path: $0, headers: [bearer])
        }
        for form in forms {
            for query in queries {
                wires.append(.init(path: one + "/$detailed-care-record" + query, headers: [bearer, ("Accept", form)]))
            }
            for text in [body, emergency] {
                wires.append(
                    .init(
                        method: "POST", path: "/fhir/R4/Patient/$detailed-care-record",
                        headers: [bearer, ("Accept", form), ("Content-Type", "application/fhir+json")], body: text))
            }
        }
        // By somebody who speaks for a controller the second is about what would be.
        let hypothetical = body.replacing("]}", with: #",{"name":"role","valueCode":"nurse"}]}"#)
        for (path, text) in [
            ("Patient/$locate", body), ("$explain-access", body), ("$explain-access", hypothetical),
            ("Consent", wish(number, "permit")), ("Consent", wish(number, "deny")),
        ] {
            wires.append(
                .init(
                    method: "POST", path: "/fhir/R4/" + path,
                    headers: [bearer, ("Content-Type", "application/fhir+json")], body: text))
        }
        wires.append(.init(path: "/fhir/R4/Consent?patient=\(number)", headers: [bearer]))
        wires.append(
            .init(
                method: "POST", path: "/fhir/R4/Consent/_search",
                headers: [bearer, ("Content-Type", "application/x-www-form-urlencoded")], body: "patient=\(number)"))
        return wires.map { wire in
            var wire = wire
            wire.certificate = attacker.certificate
            return wire
        }
    }

    private static func wish(_ number: String, _ type: String) -> String {
        #"{"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"text":"x"}],"patient":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(number)"}},"organization":[{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"CTRLA"}}],"provision":{"type":"\#(type)"}}"#
    }

    private static func pages(_ place: Int, _ visitor: Visitor, _ run: AttackRun) -> [AttackedGateway.Wire] {
        let cookie = ("Cookie", "__Host-mig-session=" + run.cookies[visitor.rawValue])
        let path = "/viewer/patients/" + run.handles[visitor.rawValue][place]
        let form = "&token=" + run.forms[visitor.rawValue]
        let pages = ["", "?whole=1", "?ask=no", "?whole=1&view=social-care", "/events", "/emergency"].map {
            AttackedGateway.Wire(path: path + $0, headers: [cookie])
        }
        let posts = [
            ("/permission", "answer=given"), ("/permission", "answer=refused"), ("/permission", "answer="),
            ("/emergency", "reason=life-threatening&text=Found+unconscious+at+home"), ("/emergency", "reason="),
            ("/again", "stream=AAAAAAAAAAAAAAAAAAAAAAAA"),
        ].map {
            AttackedGateway.Wire(
                method: "POST", path: path + $0.0,
                headers: [cookie, ("Content-Type", "application/x-www-form-urlencoded")], body: $0.1 + form)
        }
        return pages + posts
    }

    @Test(arguments: Attacker.allCases) func `programs are told the same bytes`(attacker: Attacker) async throws {
        let run = try await AttackRun.prepare()
        let restricted = Self.programmes(AttackedWorld.restricted, attacker, run)
        let nobody = Self.programmes(AttackedWorld.nobody, attacker, run)
        for (one, other) in zip(restricted, nobody) {
            let first = try await Self.told(one, by: run, hiding: [])
            #expect(try await Self.told(other, by: run, hiding: []) == first, "\(one.method) \(one.path)")
            #expect(!first.contains(AttackedWorld.numbers[AttackedWorld.restricted]))
            let isStream = one.header("Accept")?.hasPrefix("text/event-stream") == true
            if attacker.isEntitled, !isStream { #expect(first.hasPrefix("40"), "\(first)") }
        }
        await run.close()
    }

    @Test(arguments: Visitor.allCases) func `people are told the same bytes`(visitor: Visitor) async throws {
        let run = try await AttackRun.prepare()
        let restricted = Self.pages(AttackedWorld.restricted, visitor, run)
        let nobody = Self.pages(AttackedWorld.nobody, visitor, run)
        for (one, other) in zip(restricted, nobody) {
            let handles = run.handles[visitor.rawValue]
            let first = try await Self.told(one, by: run, hiding: handles)
            #expect(try await Self.told(other, by: run, hiding: handles) == first, "\(one.method) \(one.path)")
            #expect(!first.contains(AttackedWorld.numbers[AttackedWorld.restricted]))
            #expect(one.path.hasSuffix("/events") || one.path.hasSuffix("/again") || first.hasPrefix("404"))
        }
        await run.close()
    }

    @Test func `the same comparison tells a known person from nobody`() async throws {
        let run = try await AttackRun.prepare()
        let known = Self.programmes(0, .hospitalDoctor, run) + Self.pages(0, .hospitalDoctor, run)
        let nobody =
            Self.programmes(AttackedWorld.nobody, .hospitalDoctor, run)
            + Self.pages(AttackedWorld.nobody, .hospitalDoctor, run)
        var alike = 0
        for (one, other) in zip(known, nobody) {
            let handles = run.handles[0]
            if try await Self.told(one, by: run, hiding: handles) == Self.told(other, by: run, hiding: handles) {
                alike += 1
            }
        }
        await run.close()
        // "Try again" for a stream that is not open is alike for everybody; and so are wishes and another's access to a doctor, who may ask
        // for nobody's.
        #expect(alike == 6)
    }

    @Test func `wishes and explanations tell a known person from nobody to whom they may`() async throws {
        let run = try await AttackRun.prepare()
        for attacker in [Attacker.controllerManager, .patient0] {
            let known = Self.programmes(0, attacker, run)
            let nobody = Self.programmes(AttackedWorld.nobody, attacker, run)
            for (one, other) in zip(known, nobody) where one.path.contains("/Consent") {
                let first = try await Self.told(one, by: run, hiding: [])
                #expect(first.hasPrefix("20"), "\(attacker) \(one.path)")
                #expect(try await Self.told(other, by: run, hiding: []) != first, "\(attacker) \(one.path)")
            }
        }
        await run.close()
    }
}

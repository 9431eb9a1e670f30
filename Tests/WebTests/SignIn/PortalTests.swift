// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import Testing

@testable import Web

@Suite struct `The privacy officer's pages` {
    private static func serving(
        _ list: AlertList, _ test: @escaping @Sendable (TestGateway) async throws -> Void
    ) async throws {
        let signIn = StubProvider().signIn { $0.alerts = list }
        try await TestGateway.serving(AskingService(), signIn: signIn) { gateway, _ in try await test(gateway) }
    }

    @Test func `list the accesses of one's own organisation, newest first, and are asked for anew unless kept still`()
        async throws
    {
        try await Self.serving(AlertList()) { gateway in
            var officer = Browser(gateway: gateway)
            try await officer.signIn(as: "privacy-officer", person: "officer-1")
            let list = try await officer.get("/portal/alerts")
            #expect(list.status == 200 && list["refresh"] == "2; url=/portal/alerts?by-itself=1")
            #expect(list.body.contains("Name p-1, doctor") && !list.body.contains("Name p-2"))
            #expect(list.body.contains("2 wait for you."))
            #expect(!list.body.contains("unconscious") && !list.body.contains("999 000 0018"))
            #expect(try await officer.get("/portal/alerts?still=1")["refresh"] == nil)
            let page = try await officer.get("/portal/alerts/1")
            #expect(page.body.contains("unconscious &lt;on&gt; arrival") && page.body.contains("999 000 0018"))
        }
    }

    @Test func `do not keep somebody signed in by asking for the list anew`() async throws {
        let clock = ManualClock()
        let signIn = StubProvider().signIn { $0.alerts = AlertList() }
        try await TestGateway.serving(AskingService(), clock: clock, signIn: signIn) { gateway, _ in
            var officer = Browser(gateway: gateway)
            try await officer.signIn(as: "privacy-officer", person: "officer-1")
            let again = try #require(
                try await officer.get("/portal/alerts")["refresh"]?.split(separator: "url=").last.map(String.init))
            // What the officer asks for is a use, and what the page asks for is none.
            clock.advance(by: .seconds(25 * 60))
            #expect(try await officer.get(again).status == 200)
            #expect(try await officer.get("/portal/alerts").status == 200)
            for _ in 1..<15 {
                clock.advance(by: .seconds(2 * 60))
                let list = try await officer.get(again)
                #expect(list.status == 200 && list["refresh"]?.hasSuffix(again) == true)
            }
            clock.advance(by: .seconds(2 * 60))
            let ended = try await officer.get(again)
            #expect(ended.status == 303 && ended["location"] == "/signin?return=/portal/alerts&ended=1")
            let asked = try await officer.get("/signin?return=/portal/alerts&ended=1")
            #expect(asked["refresh"] == nil && asked.body.contains("Your session has ended"))
        }
    }

    @Test func `tell a controller's manager and officer of accesses to its own data, and nobody of another's`()
        async throws
    {
        try await Self.serving(AlertList()) { gateway in
            func page(_ role: String, of organisation: String) async throws -> TestGateway.Reply {
                var browser = Browser(gateway: gateway)
                try await browser.signIn(as: role, of: organisation, person: "p-9")
                return try await browser.get("/portal/alerts")
            }
            for (organisation, other) in [("Z99001", "Z99002"), ("Z99002", "Z99001")] {
                for role in ["practice-manager", "privacy-officer"] {
                    let reply = try await page(role, of: organisation)
                    #expect(reply.status == 200 && reply.body.contains("notice-\(organisation)"))
                    #expect(!reply.body.contains("notice-\(other)"))
                    // Who looked and why, and nobody by name.
                    #expect(reply.body.contains("doctor, ZZ9A1") && !reply.body.contains("Name p-1"))
                    #expect(!reply.body.contains("unconscious") && !reply.body.contains("999 000 0018"))
                }
            }
            #expect(!(try await page("practice-manager", of: "ZZ9A1").body.contains("notice-")))
            #expect(try await page("practice-manager", of: "ZZ9A1").body.contains("There has been none."))
            #expect(!(try await page("practice-manager", of: "Z99001").body.contains("wait for you")))
            #expect(try await page("doctor", of: "Z99001").status == 403)
            var manager = Browser(gateway: gateway)
            try await manager.signIn(as: "practice-manager", person: "p-9")
            #expect(try await manager.get("/portal/alerts/1").status == 403)
            #expect(try await manager.get("/viewer").body.contains("Emergency accesses"))
        }
    }

    @Test func `are acted on with a remark and the form's token, and never by whoever looked`() async throws {
        let register = AlertList()
        try await Self.serving(register) { gateway in
            var officer = Browser(gateway: gateway)
            try await officer.signIn(as: "privacy-officer", person: "officer-1")
            let token = try await officer.token(of: "/portal/alerts/1")
            #expect(try await officer.post("/portal/alerts/1", ["action": "acknowledge", "remark": "x"]).status == 403)
            let empty = try await officer.post(
                "/portal/alerts/1", ["token": token, "action": "acknowledge", "remark": " "])
            #expect(empty.status == 400 && empty.body.contains("Write what you found"))
            let unknown = try await officer.post(
                "/portal/alerts/1", ["token": token, "action": "opened", "remark": "x"])
            #expect(unknown.status == 400)
            let own = try await officer.get("/portal/alerts/3")
            #expect(own.status == 403 && own.body.contains("an access of your own"))
            #expect(!own.body.contains("<textarea") && !own.body.contains("999 000 0018"))
            #expect(
                try await officer.post("/portal/alerts/3", ["token": token, "action": "acknowledge", "remark": "x"])
                    .status
                    == 403)
            #expect(register.all.allSatisfy { $0.isOutstanding })
            for (action, words) in [("acknowledge", "Acknowledged on"), ("escalate", "Escalated on")] {
                let reply = try await officer.post(
                    "/portal/alerts/1", ["token": token, "action": action, "remark": "spoke with them"])
                #expect(reply.status == 303)
                #expect(try await officer.get("/portal/alerts/1").body.contains(words))
            }
        }
    }

    @Test func `refuse everybody else, and another organisation's accesses as such that do not exist, alike`()
        async throws
    {
        try await Self.serving(AlertList()) { gateway in
            func content(_ reply: TestGateway.Reply) -> String {
                // Up to the trace id, which every answer has of its own.
                String(reply.body.split(separator: "<main").last?.split(separator: "Trace id").first ?? "")
            }
            var (officer, doctor) = (Browser(gateway: gateway), Browser(gateway: gateway))
            try await officer.signIn(as: "privacy-officer", person: "officer-1")
            try await doctor.signIn(as: "doctor")
            let foreign = try await officer.get("/portal/alerts/2")
            #expect(foreign.status == 403)
            for path in ["/portal/alerts/9", "/portal/alerts/x"] {
                let reply = try await officer.get(path)
                #expect(reply.status == 403 && content(reply) == content(foreign))
            }
            for path in ["/portal/alerts", "/portal/alerts/1", "/portal/alerts/9"] {
                let reply = try await doctor.get(path)
                #expect(reply.status == 403 && content(reply) == content(foreign))
            }
            let token = try await doctor.token()
            let act = try await doctor.post(
                "/portal/alerts/1", ["token": token, "action": "acknowledge", "remark": "x"])
            #expect(act.status == 403)
            var nobody = Browser(gateway: gateway)
            #expect(try await nobody.get("/portal/alerts")["location"] == "/signin?return=/portal/alerts")
            #expect(try await officer.get("/portal/alerts/1").status == 200)
        }
    }

    @Test func `ask the register nothing for whomever they refuse`() async throws {
        let register = AlertList()
        try await Self.serving(register) { gateway in
            for role in ["doctor", "practice-manager", "patient"] {
                var browser = Browser(gateway: gateway)
                try await browser.signIn(as: role, person: "p-9")
                let token = try await browser.token()
                _ = try await browser.get("/portal/alerts")
                #expect(try await browser.get("/portal/alerts/1").status == 403)
                let act: KeyValuePairs = ["token": token, "action": "acknowledge", "remark": "x"]
                #expect(try await browser.post("/portal/alerts/1", act).status == 403)
            }
        }
        #expect(register.asked == ["notices by practice-manager"])
    }
}

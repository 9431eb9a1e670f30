// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Identity
import Sharing
import Testing

@testable import Web

@Suite struct `Sessions of the pages` {
    @Test func `signing in leads back to where one was, under a name of its own, and is good for one sign-in`()
        async throws
    {
        try await TestGateway.serving(AskingService(), signIn: StubProvider().signIn()) { gateway, _ in
            var browser = Browser(gateway: gateway)
            let asked = try await browser.get("/viewer")
            #expect(asked.status == 303 && asked["location"] == "/signin?return=/viewer")
            let wish = try await browser.beginSignIn()
            let callback = "/signin/callback?code=doctor.ZZ9A1.p-1.\(wish.nonce)&state=\(wish.state)"
            let attempt = browser.cookies
            let reply = try await browser.get(callback)
            #expect(reply.status == 303 && reply["location"] == "/viewer")
            let cookie = try #require(reply.headers.first { $0.value.hasPrefix(Browser.session) }?.value)
            for attribute in ["; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Lax"] {
                #expect(cookie.contains(attribute))
            }
            #expect(!cookie.contains("Domain"))
            #expect(browser.cookies[Browser.attempt] == nil)
            let home = try await browser.get("/viewer").body
            #expect(home.contains("Name p-1, doctor, ZZ9A1") && home.contains("Find a person"))

            // The same answer once more, with the cookie it came with: it has been used.
            var again = Browser(gateway: gateway, cookies: attempt)
            #expect(try await again.get(callback).status == 403)
            #expect(again.cookies[Browser.session] == nil)
        }
    }

    @Test func `an answer of the provider is refused that this browser did not begin`() async throws {
        try await TestGateway.serving(AskingService(), signIn: StubProvider().signIn()) { gateway, _ in
            var (browser, other) = (Browser(gateway: gateway), Browser(gateway: gateway))
            let (mine, theirs) = (try await browser.beginSignIn(), try await other.beginSignIn())
            func callback(_ nonce: String, _ state: String) -> String {
                "/signin/callback?code=doctor.ZZ9A1.p-1.\(nonce)&state=\(state)"
            }
            // Another browser's state, no cookie at all, another nonce.
            let refused: [(Browser, String)] = [
                (browser, callback(theirs.nonce, theirs.state)),
                (Browser(gateway: gateway), callback(mine.nonce, mine.state)),
            ]
            for (one, path) in refused {
                var one = one
                let reply = try await one.get(path)
                #expect(reply.status == 403 && one.cookies[Browser.session] == nil)
            }
            let wish = try await browser.beginSignIn()
            #expect(try await browser.get(callback("another", wish.state)).status == 403)
            let last = try await browser.beginSignIn()
            #expect(try await browser.get(callback(last.nonce, last.state)).status == 303)
            #expect(browser.cookies[Browser.session] != nil)
        }
    }

    @Test func `a sign-in takes ten minutes at most, and where too many are begun the oldest gives way`() async throws {
        var limits = SessionLimits()
        limits.attempts = 2
        let clock = ManualClock()
        try await TestGateway.serving(AskingService(), clock: clock, signIn: StubProvider().signIn(limits: limits)) {
            gateway, _ in
            func callback(_ wish: Browser.Wish) -> String {
                "/signin/callback?code=doctor.ZZ9A1.p-1.\(wish.nonce)&state=\(wish.state)"
            }
            var late = Browser(gateway: gateway)
            let slow = try await late.beginSignIn()
            clock.advance(by: .seconds(600))
            #expect(try await late.get(callback(slow)).status == 403)
            var browsers = (0..<3).map { _ in Browser(gateway: gateway) }
            var wishes: [Browser.Wish] = []
            for place in browsers.indices {
                clock.advance(by: .seconds(1))
                wishes.append(try await browsers[place].beginSignIn())
            }
            var statuses: [Int] = []
            for place in browsers.indices {
                statuses.append(try await browsers[place].get(callback(wishes[place])).status)
            }
            #expect(statuses == [403, 303, 303])
        }
    }

    @Test func `a sign-in begins under the name that the provider leads back to`() async throws {
        try await TestGateway.serving(AskingService(), signIn: StubProvider().signIn()) { gateway, _ in
            let other = try await gateway.send(
                "/signin/begin?return=/portal/alerts", headers: ["Host": "localhost:\(gateway.port)"])
            #expect(other.status == 303 && other["set-cookie"] == nil)
            #expect(other["location"] == gateway.address + "/signin/begin?return=/portal/alerts")
            #expect(try await gateway.send("/signin/begin")["set-cookie"] != nil)
        }
    }

    @Test func `the cookies of the pages go over TLS alone where people sign in, and marks have one form`() async throws
    {
        try await TestGateway.serving(AskingService(asks: false), signIn: StubProvider().signIn()) { gateway, _ in
            var browser = Browser(gateway: gateway)
            try await browser.signIn(as: "doctor")
            let page = try await browser.get(try await browser.find())
            #expect(page.status == 200)
            #expect(try #require(page["set-cookie"]).contains("; HttpOnly; SameSite=Strict; Secure"))
        }
        for text in ["", "AAAA", String(repeating: "A", count: 23), String(repeating: "!", count: 24)] {
            #expect(!VisitSeal.isVisitor(text))
        }
        #expect(VisitSeal.isVisitor(String(repeating: "A", count: 24)))
    }

    @Test func `every sign-in has an identifier of its own, and what was there before is of no use`() async throws {
        try await TestGateway.serving(AskingService(), signIn: StubProvider().signIn()) { gateway, _ in
            // An identifier that somebody planted is never taken over.
            var browser = Browser(gateway: gateway, cookies: [Browser.session: "planted"])
            try await browser.signIn(as: "doctor")
            let first = try #require(browser.cookies[Browser.session])
            #expect(first != "planted" && first.utf8.count == 43)
            #expect(try await browser.get("/viewer").status == 200)
            let path = try await browser.find()

            // Another role is another sign-in: the session, its forms and its handles end.
            let token = try await browser.token()
            try await browser.signIn(as: "nurse")
            #expect(browser.cookies[Browser.session] != first)
            var old = Browser(gateway: gateway, cookies: [Browser.session: first])
            #expect(try await old.get("/viewer").status == 303)
            #expect(try await browser.get(path).status == 410)
            #expect(
                try await browser.post("/viewer/find", ["nhs-number": SampleRecord.number, "token": token]).status
                    == 403)
            #expect(try await browser.get("/viewer").body.contains("nurse"))
        }
    }

    @Test func `after signing in one is sent to pages of the gateway alone`() async throws {
        for path in ["/viewer", "/portal/alerts", "/viewer/patients/abc"] { #expect(OwnPath(path) != nil) }
        let foreign = [
            "", "viewer", "//evil.example", "/\\evil.example", "https://evil.example", "/viewer/..//evil",
            "/viewer//evil",
            "/viewerevil", "/viewer?x=1", "/viewer/%2f%2fevil", "/viewer\nSet-Cookie:a=b", "/fhir/R4/metadata",
            "/signin/out",
            "/viewer/" + String(repeating: "a", count: 600),
        ]
        for path in foreign { #expect(OwnPath(path) == nil, "\(path)") }
        try await TestGateway.serving(AskingService(), signIn: StubProvider().signIn()) { gateway, _ in
            var browser = Browser(gateway: gateway)
            let reply = try await browser.signIn(as: "doctor", returningTo: "//evil.example")
            #expect(reply["location"] == "/viewer")
            var officer = Browser(gateway: gateway)
            #expect(try await officer.signIn(as: "privacy-officer")["location"] == "/portal/alerts")
        }
    }

    @Test func `signing out takes a form of one's own, and ends the session here and at the provider`() async throws {
        try await TestGateway.serving(AskingService(asks: false), signIn: StubProvider().signIn()) { gateway, _ in
            var browser = Browser(gateway: gateway)
            try await browser.signIn(as: "doctor")
            let path = try await browser.find()
            let token = try await browser.token()
            #expect(try await browser.post("/signin/out", ["token": ""]).status == 403)
            #expect(try await browser.post("/signin/out", ["token": String(token.reversed())]).status == 403)
            #expect(try await browser.get("/signin/out").status == 405)
            #expect(try await browser.get("/viewer").status == 200)
            let before = browser.cookies
            let reply = try await browser.post("/signin/out", ["token": token])
            #expect(reply.status == 200 && reply.body.contains("https://id.example/end?id_token_hint="))
            #expect(browser.cookies[Browser.session] == nil)
            var old = Browser(gateway: gateway, cookies: before)
            #expect(try await old.get(path).status == 303)
            #expect(try await old.get(path + "/events").body.contains("Your session has ended"))
            #expect(try await old.post("/viewer/find", ["nhs-number": "1", "token": token]).status == 401)
        }
    }

    @Test func `a session ends after half an hour without use, and after twelve hours in all`() throws {
        let clock = ManualClock()
        let store = SessionStore(SessionLimits(), clock: clock, randomness: Randomness { _ in Self.random() })
        let idle = store.open(.unauthenticatedDemonstration, token: "")
        clock.advance(by: .seconds(30 * 60 - 1))
        #expect(store.session(idle) != nil)
        clock.advance(by: .seconds(30 * 60 - 1))
        #expect(store.session(idle) != nil)
        clock.advance(by: .seconds(30 * 60))
        #expect(store.session(idle) == nil && store.count == 0)

        let busy = store.open(.unauthenticatedDemonstration, token: "")
        for _ in 0..<(12 * 3 - 1) {
            clock.advance(by: .seconds(20 * 60))
            #expect(store.session(busy) != nil)
        }
        clock.advance(by: .seconds(20 * 60))
        #expect(store.session(busy) == nil)
    }

    @Test func `the page says after how long a session ends, as it is configured`() async throws {
        let said: [(idle: Duration, words: String)] = [
            (.seconds(1800), "after 30 minutes without use, and after 12 hours in all."),
            (.seconds(300), "after 5 minutes without use"), (.seconds(60), "after 1 minute without use"),
            (.seconds(90), "after 90 seconds without use"), (.seconds(1), "after 1 second without use"),
        ]
        for (idle, words) in said {
            var limits = SessionLimits()
            limits.idle = idle
            try await TestGateway.serving(
                FakeRecordService(.record(SampleRecord.incomplete)), signIn: StubProvider().signIn(limits: limits)
            ) { gateway, _ async throws in
                var browser = Browser(gateway: gateway)
                #expect(try await browser.get("/signin?ended=1").body.contains(words))
                #expect(try await !browser.get("/signin").body.contains("without use"))
                #expect(try await browser.post("/viewer/find", ["nhs-number": "1"]).body.contains(words))
            }
        }
    }

    @Test func `there are never more sessions than allowed, and the one used longest ago gives way`() throws {
        let clock = ManualClock()
        var limits = SessionLimits()
        (limits.count, limits.attempts) = (3, 2)
        let store = SessionStore(limits, clock: clock, randomness: Randomness { _ in Self.random() })
        let sessions = (0..<3).map { _ in
            clock.advance(by: .seconds(1))
            return store.open(.unauthenticatedDemonstration, token: "")
        }
        clock.advance(by: .seconds(1))
        #expect(store.session(sessions[0]) != nil)
        clock.advance(by: .seconds(1))
        let last = store.open(.unauthenticatedDemonstration, token: "")
        #expect(store.count == 3 && store.session(sessions[1]) == nil)
        #expect([sessions[0], sessions[2], last].allSatisfy { store.session($0) != nil })
        #expect(Set(sessions + [last]).count == 4)
    }

    private static func random() -> [UInt8] { (0..<32).map { _ in UInt8.random(in: 0...255) } }
}

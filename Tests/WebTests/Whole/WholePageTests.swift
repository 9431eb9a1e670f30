// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import Sharing
import Testing

@testable import Web

@Suite struct `A whole page that lacks something` {
    private typealias Visit = (cookie: [String: String], token: String, path: String)

    private static func page(in html: String) throws -> String {
        let start = try #require(html.firstRange(of: "name=\"page\" value=\"")).upperBound
        return String(html[start...].prefix { $0 != "\"" })
    }

    private static func tryAgain(
        _ gateway: TestGateway, _ visit: Visit, page: String, token: String? = nil, at path: String? = nil
    ) async throws -> TestGateway.Reply {
        try await gateway.send(
            (path ?? visit.path) + "?whole=1&view=social-care", method: "POST",
            headers: visit.cookie.merging(["Content-Type": `The viewer over a socket`.form]) { $1 },
            body: "page=\(page)&token=\(token ?? visit.token)")
    }

    @Test func `asks again by a form that goes on from what came, in the same view`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service) { gateway, _ in
            let visit = try await gateway.visit()
            let first = try await gateway.send(visit.path + "?whole=1&view=social-care", headers: visit.cookie)
            #expect(
                first.body.contains(
                    "<form method=\"post\" action=\"\(visit.path)?whole=1&amp;view=social-care\" id=\"try-again\">"))
            #expect(
                first.body.contains(
                    "<button type=\"submit\" form=\"try-again\" class=\"retry\">Try again</button>"))
            let page = try Self.page(in: first.body)
            #expect(try `The viewer over a socket`.token(in: first.body) == visit.token)
            let second = try await Self.tryAgain(gateway, visit, page: page)
            #expect(second.status == 200 && second.body.contains("INCOMPLETE RECORD"))
            #expect(second.body.contains("<strong aria-current=\"true\">Social care</strong>"))
            // The same page, asked for once more, goes on from what it had.
            #expect(try Self.page(in: second.body) == page)
            #expect(service.requests.map(\.asksAgain) == [false, true])
            #expect(service.requests.map { $0.earlier != nil } == [false, true])
            #expect(service.requests.allSatisfy { $0.nhsNumber == SampleRecord.nhsNumber })
        }
    }

    @Test func `goes on for the visitor whose page it is, in their own consultation alone`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service) { gateway, _ in
            let visit = try await gateway.visit()
            let page = try Self.page(
                in: try await gateway.send(visit.path + "?whole=1", headers: visit.cookie).body)
            let stranger = try await gateway.visit()
            #expect(try await Self.tryAgain(gateway, stranger, page: page, at: visit.path).status == 410)
            #expect(try await Self.tryAgain(gateway, visit, page: page, token: stranger.token).status == 403)
            #expect(service.requests.count == 1)
            // Another's page is as good as none: all sources are asked.
            let own = try await Self.tryAgain(gateway, stranger, page: page)
            #expect(own.status == 200)
            #expect(try Self.page(in: own.body) != page)
            #expect(service.requests.map { $0.earlier != nil } == [false, false])
            #expect(service.requests[1].asksAgain)
        }
    }

    @Test func `asks all sources where what came is held no more`() async throws {
        let clock = ManualClock()
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service, clock: clock) {
            $0.streamLifetime = .seconds(300)
        } _: { gateway, _ in
            let visit = try await gateway.visit()
            let page = try Self.page(
                in: try await gateway.send(visit.path + "?whole=1", headers: visit.cookie).body)
            await clock.untilSomebodyWaits(for: .seconds(300))
            clock.advance(by: .seconds(300))
            #expect(try await Self.tryAgain(gateway, visit, page: page).status == 200)
            #expect(service.requests.map { $0.earlier != nil } == [false, false])
            #expect(service.requests.map(\.asksAgain) == [false, true])
        }
    }

    @Test func `has no form where nothing is missing, and none that could bring nothing`() async throws {
        try await TestGateway.serving(FakeRecordService(.record(SampleCourse.complete))) { gateway, _ in
            let visit = try await gateway.visit()
            let page = try await gateway.send(visit.path + "?whole=1", headers: visit.cookie)
            #expect(page.status == 200 && !page.body.contains("Try again") && !page.body.contains("try-again"))
        }
    }
}

@Suite struct `What is held for whole pages` {
    private static func kept() -> KeptRecord {
        KeptRecord(
            for: RecordRequest(
                requester: .unauthenticatedDemonstration, nhsNumber: SampleRecord.nhsNumber, traceID: "trace"))
    }

    private static func isHeld(_ pages: KeptPages, _ id: String, _ visitor: String) -> Bool {
        pages.record(of: id, visitor: visitor) != nil
    }

    @Test func `is given to its own visitor alone, until it is complete or they sign out`() {
        let pages = KeptPages(.init(lifetime: .seconds(300)), clock: ManualClock())
        pages.keep(Self.kept(), for: "a", visitor: "one")
        pages.keep(Self.kept(), for: "b", visitor: "one")
        pages.keep(Self.kept(), for: "c", visitor: "two")
        #expect(Self.isHeld(pages, "a", "one") && !Self.isHeld(pages, "a", "two"))
        pages.keep(nil, for: "a", visitor: "two")
        #expect(Self.isHeld(pages, "a", "one"))
        pages.keep(nil, for: "a", visitor: "one")
        #expect(!Self.isHeld(pages, "a", "one"))
        pages.letGo(of: "one")
        #expect(!Self.isHeld(pages, "b", "one") && Self.isHeld(pages, "c", "two"))
    }

    @Test func `goes at its end, whether or not anybody asks for it`() async {
        let clock = ManualClock()
        let pages = KeptPages(.init(lifetime: .seconds(300)), clock: clock)
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await pages.letGoInTime() }
            pages.keep(Self.kept(), for: "a", visitor: "one")
            await clock.untilSomebodyWaits(for: .seconds(300))
            clock.advance(by: .seconds(200))
            pages.keep(Self.kept(), for: "b", visitor: "one")
            clock.advance(by: .seconds(100))
            #expect(!Self.isHeld(pages, "a", "one") && Self.isHeld(pages, "b", "one"))
            // Whoever waits for the end of the second has let go of the first.
            await clock.untilSomebodyWaits(for: .seconds(200))
            #expect(pages.count == 1)
            group.cancelAll()
        }
    }

    @Test func `is not more than it may be, for one or for all`() {
        let pages = KeptPages(.init(total: 3, perVisitor: 2, lifetime: .seconds(300)), clock: ManualClock())
        for (id, visitor) in [("a", "one"), ("b", "one"), ("a", "one"), ("c", "one"), ("d", "two"), ("e", "three")] {
            pages.keep(Self.kept(), for: id, visitor: visitor)
        }
        #expect(!Self.isHeld(pages, "a", "one") && !Self.isHeld(pages, "b", "one"))
        #expect(Self.isHeld(pages, "c", "one") && Self.isHeld(pages, "d", "two") && Self.isHeld(pages, "e", "three"))
        #expect(pages.count == 3)
    }
}

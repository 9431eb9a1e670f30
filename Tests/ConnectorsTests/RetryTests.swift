// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Synchronization
import Testing

@testable import Connectors

@Suite struct `Asking a source once more` {
    /// Asks a server that answers one question after another with these.
    private func ask(
        _ replies: [ScriptedReply], within limit: Duration = .seconds(20)
    ) async throws -> (result: Result<HTTPAnswer, SourceFault>, requests: [ScriptedRequest]) {
        let count = Mutex(0)
        return try await ScriptedServer.run { _ in
            let place = count.withLock { count in
                count += 1
                return count - 1
            }
            return replies[min(place, replies.count - 1)]
        } during: { server in
            try await TestSource.withClient(server) { client in
                let question = HTTPQuestion.get(client.connection.address, headers: [])
                do throws(SourceFault) {
                    return (.success(try await client.answer(to: question, until: .now + limit)), server.requests)
                } catch {
                    return (.failure(error), server.requests)
                }
            }
        }
    }

    @Test(arguments: [502, 503, 504]) func `is done when the source says when to come again`(status: Int) async throws {
        let (result, requests) = try await ask([
            .answer("", status: status, headers: ["Retry-After: 0"]), .answer("{}"),
        ])
        #expect(try result.get().status == 200)
        #expect(requests.count == 2)
    }

    @Test(arguments: [500, 502, 503, 504, 429])
    func `is not done when it does not say so`(status: Int) async throws {
        let (result, requests) = try await ask([.answer("", status: status), .answer("{}")])
        #expect(try result.get().status == status)
        #expect(requests.count == 1)
    }

    @Test func `is not done when there is no time for it`() async throws {
        let (result, requests) = try await ask(
            [.answer("", status: 503, headers: ["Retry-After: 30"]), .answer("{}")])
        #expect(try result.get().status == 503)
        #expect(requests.count == 1)
    }

    @Test func `is done once, not twice`() async throws {
        let (result, requests) = try await ask([
            .answer("", status: 503, headers: ["Retry-After: 0"]),
            .answer("", status: 503, headers: ["Retry-After: 0"]),
            .answer("{}"),
        ])
        #expect(try result.get().status == 503)
        #expect(requests.count == 2)
    }

    @Test func `is not done once a part of an answer has come`() async throws {
        let head = ScriptedReply.head(length: 100, type: "application/json")
        let (result, requests) = try await ask([ScriptedReply(.send(head + "{"), .close), .answer("{}")])
        #expect(throws: SourceFault.connectionClosed) { try result.get() }
        #expect(requests.count == 1)
    }

    @Test(arguments: [1, 3])
    func `burdens a source that fails altogether with no more than a tenth, from the first`(atOnce: Int) {
        let budget = RetryBudget()
        // What it has saved up in a long time without trouble.
        for _ in 0..<10_000 { budget.earn() }
        var (requests, retries) = (0, 0)
        while requests < 1_000 {
            for _ in 0..<atOnce { budget.earn() }
            let sent = (0..<atOnce).count { _ in budget.spend() }
            for _ in 0..<sent { budget.wasInVain() }
            (requests, retries) = (requests + atOnce, retries + sent)
            if requests >= 10 * atOnce { #expect(retries * 10 <= requests, "\(retries) of \(requests)") }
        }
        #expect(retries > 30)
    }

    @Test func `costs a source that answers the second time no more than a tenth in the long run`() {
        let budget = RetryBudget()
        var retries = 0
        for _ in 0..<1_000 {
            budget.earn()
            if budget.spend() { retries += 1 }
        }
        #expect(retries > 80)
        #expect(retries <= 100)
    }

    @Test func `is paid from the budget of the source`() async throws {
        let count = try await ScriptedServer.run { _ in
            ScriptedReply(.close)
        } during: { server in
            try await TestSource.withClient(server) { client in
                let question = HTTPQuestion.get(client.connection.address, headers: [])
                for _ in 0..<40 { _ = try? await client.answer(to: question, until: TestSource.generousDeadline) }
            }
            return server.requests.count
        }
        #expect(count == 42)
    }

    @Test func `tells the source how long there is`() async throws {
        let (_, requests) = try await ask([.answer("{}")], within: .seconds(20))
        #expect(["wait=19", "wait=20"].contains(requests.first?.header("prefer")))
        let left = try #require(requests.first?.header("x-time-left-milliseconds").flatMap { Int($0) })
        #expect((18_000...20_000).contains(left))
        let (_, hurried) = try await ask([.answer("{}")], within: .milliseconds(900))
        #expect(hurried.first?.header("prefer") == nil)
        let little = try #require(hurried.first?.header("x-time-left-milliseconds").flatMap { Int($0) })
        #expect((1...900).contains(little))
    }
}

@Suite struct `The bytes that a source sends` {
    private struct Room: BytesInProgress {
        let bytes: Int
        func take(_ count: Int) -> Bool { count <= bytes }
    }

    @Test func `count for the record and for the whole gateway`() throws {
        let budget = ByteBudget(200, in: Room(bytes: 50))
        try budget.take(50)
        #expect(throws: SourceFault.gatewayFull) { try budget.take(51) }
        #expect(throws: SourceFault.tooLarge) { try budget.take(100) }
    }
}

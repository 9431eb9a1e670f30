// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Testing

@testable import Connectors

@Suite struct `Keeping sources apart` {
    @Test func `lets only so many through at once`() async throws {
        let bulkhead = Bulkhead(atOnce: 3, waitingAtMost: 1_000)
        let inside = Gauge()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    try await bulkhead.enter()
                    inside.rise()
                    await Task.yield()
                    inside.fall()
                    bulkhead.leave()
                }
            }
            try await group.waitForAll()
        }
        #expect(inside.highest <= 3)
        #expect(inside.now == 0)
    }

    @Test func `loses no place when a waiter is cancelled`() async throws {
        let bulkhead = Bulkhead(atOnce: 1, waitingAtMost: 10)
        try await bulkhead.enter()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await #expect(throws: Bulkhead.Refusal.cancelled) { try await bulkhead.enter() } }
            group.cancelAll()
        }
        bulkhead.leave()
        try await bulkhead.enter()
        bulkhead.leave()
    }

    @Test func `refuses at once when too many wait`() async throws {
        let bulkhead = Bulkhead(atOnce: 1, waitingAtMost: 0)
        try await bulkhead.enter()
        await #expect(throws: Bulkhead.Refusal.tooManyWaiting) { try await bulkhead.enter() }
    }

    @Test func `says busy when a request never got its turn, and frees every place afterwards`() async throws {
        try await ScriptedServer.run { request in
            request.path == "/fhir/hang" ? ScriptedReply(.hang) : .answer("{}")
        } during: { server in
            try await TestSource.withClient(server, adjust: { $0.requestsAtOnce = 2 }) { client in
                let address = client.connection.address
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<2 {
                        group.addTask {
                            _ = try? await client.answer(
                                to: .get(address.appending("hang"), headers: []), until: TestSource.generousDeadline)
                        }
                    }
                    while server.requests.count < 2 { await Task.yield() }
                    await #expect(throws: SourceFault.gatewayBusy) {
                        try await client.answer(
                            to: .get(address.appending("quick"), headers: []), until: .now + .milliseconds(200))
                    }
                    group.cancelAll()
                }
                let answer = try await client.answer(
                    to: .get(address.appending("quick"), headers: []), until: TestSource.generousDeadline)
                #expect(answer.status == 200)
            }
        }
    }

    @Test func `uses more connections than the usual eight`() async throws {
        let waiting = Gauge()
        try await ScriptedServer.run { _ in
            waiting.rise()
            return ScriptedReply(.hang)
        } during: { server in
            try await TestSource.withClient(server) { client in
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<40 {
                        group.addTask {
                            _ = try? await client.answer(
                                to: .get(client.connection.address, headers: []), until: .now + .seconds(2))
                        }
                    }
                    group.addTask {
                        while waiting.now < 40, !Task.isCancelled { await Task.yield() }
                    }
                }
            }
        }
        #expect(waiting.now == 40)
    }

    @Test func `stops when it is cancelled`() async throws {
        try await ScriptedServer.run { _ in
            ScriptedReply(.hang)
        } during: { server in
            try await TestSource.withClient(server) { client in
                let start = ContinuousClock.now
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        await #expect(throws: SourceFault.self) {
                            try await client.answer(
                                to: .get(client.connection.address, headers: []), until: TestSource.generousDeadline)
                        }
                    }
                    while server.requests.isEmpty { await Task.yield() }
                    group.cancelAll()
                }
                #expect(.now - start < .seconds(10))
            }
        }
    }
}

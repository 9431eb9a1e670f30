// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import NIOCore
import NIOPosix
import Simulator
import Testing

@testable import mig

extension `The whole gateway` {
    @Suite struct `When somebody goes` {
        /// What happened at a slow source.
        private enum Moment: Sendable { case asked, givenUp, answered }

        /// Waits as a slow source does, telling when it begins and how it ends.
        private static func watched(_ moments: AsyncStream<Moment>.Continuation) -> Pause {
            { duration in
                moments.yield(.asked)
                do { try await Task.sleep(for: duration) } catch {
                    moments.yield(.givenUp)
                    throw error
                }
                moments.yield(.answered)
            }
        }

        @Test func `a client that goes away ends what it started, well before the deadline`() async throws {
            let (moments, told) = AsyncStream<Moment>.makeStream()
            var faults = FaultPlan()
            faults.set(.slow(seconds: 3600), at: .acuteTrust)
            try await withDemonstration(faults: faults, pause: Self.watched(told)) { gateway in
                let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .connect(host: "127.0.0.1", port: gateway.port).get()
                let target = "/fhir/R4/Patient/\(DemonstrationPeople.knownToAll)/$detailed-care-record"
                try await client.writeAndFlush(
                    ByteBuffer(string: "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                var seen = moments.makeAsyncIterator()
                #expect(await seen.next() == .asked)
                let start = ContinuousClock.now
                try await client.close()
                var last = await seen.next()
                // The trust may be asked several things at once.
                while last == .asked { last = await seen.next() }
                #expect(last == .givenUp)
                // The source has 50 seconds and the whole request 60: only the client's going can have ended it.
                #expect(.now - start < .seconds(30))
                #expect(try await gateway.auditLines().count == 1)
            }
        }

        @Test func `a gateway told to stop finishes the request in progress`() async throws {
            let (moments, told) = AsyncStream<Moment>.makeStream()
            let (releases, release) = AsyncStream<Void>.makeStream()
            var faults = FaultPlan()
            faults.set(.slow(seconds: 3600), at: .acuteTrust)
            let pause: Pause = { _ in
                told.yield(.asked)
                for await _ in releases { break }
                try Task.checkCancellation()
            }
            try await withDemonstration(faults: faults, pause: pause, configure: { $0.shutdownLimit = .seconds(40) }) {
                gateway in
                async let reply = gateway.record(of: DemonstrationPeople.knownToAll)
                var seen = moments.makeAsyncIterator()
                #expect(await seen.next() == .asked)
                await gateway.stop()
                release.finish()
                let record = try await reply
                #expect(record.reply.status == 200)
                #expect(!record.contribution(of: DemonstrationSource.acuteTrust.rawValue).isEmpty)
            }
        }
    }
}

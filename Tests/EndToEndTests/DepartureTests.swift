// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import NIOCore
import NIOPosix
import Simulator
import TestSupport
import Testing

@testable import mig

extension `The whole gateway` {
    @Suite struct `When somebody goes` {
        /// Waits as a slow source does, telling when it begins.
        private static func watched(_ asked: AsyncStream<Void>.Continuation) -> Pause {
            { duration in
                asked.yield()
                try await Task.sleep(for: duration)
            }
        }

        /// Asks for a record and goes away once a source is being slow.
        private static func askAndLeave(
            _ gateway: RunningDemonstration, once moments: AsyncStream<Void>
        ) async throws -> ContinuousClock.Instant {
            let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: gateway.port).get()
            let target = "/fhir/R4/Patient/\(DemonstrationPeople.knownToAll)/$detailed-care-record"
            try await client.writeAndFlush(ByteBuffer(string: "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
            var seen = moments.makeAsyncIterator()
            await seen.next()
            let start = ContinuousClock.now
            try await client.close()
            return start
        }

        @Test func `a client that goes away ends what it started, well before the deadline`() async throws {
            let (moments, told) = AsyncStream<Void>.makeStream()
            var faults = FaultPlan()
            faults.set(.slow(seconds: 3600), at: .acuteTrust)
            try await withDemonstration(faults: faults, pause: Self.watched(told)) { gateway in
                let start = try await Self.askAndLeave(gateway, once: moments)
                for await line in gateway.log.arrivals where line.contains("request answered") { break }
                // The source has 50 seconds and the whole request 60: only the client's going can have ended it.
                #expect(.now - start < .seconds(30))
                #expect(try await gateway.auditLines().count == 1)
            }
        }

        @Test(arguments: [
            (DemonstrationSource.acuteTrust, SimulatedFault.silent), (.anytownSurgery, .silent),
            (.acuteTrust, .stoppingAfterFirstByte), (.anytownSurgery, .dripping(every: .seconds(5))),
        ])
        func `a source sees its connection closed when the client goes`(
            source: DemonstrationSource, fault: SimulatedFault
        ) async throws {
            let (moments, told) = AsyncStream<Void>.makeStream()
            let (departures, departed) = AsyncStream<SimulatedServiceName>.makeStream()
            var faults = FaultPlan()
            faults.set(fault, at: source, for: DemonstrationPeople.knownToAll)
            try await withDemonstration(
                faults: faults, pause: Self.watched(told), onDeparture: { departed.yield($0) }
            ) { gateway in
                let start = try await Self.askAndLeave(gateway, once: moments)
                for await name in departures {
                    #expect(name == .source(source))
                    break
                }
                // The source has 50 seconds: only the client's going can have closed the connection before.
                #expect(.now - start < .seconds(30))
            }
        }

        @Test func `a gateway told to stop finishes the request in progress`() async throws {
            let (moments, told) = AsyncStream<Void>.makeStream()
            let (releases, release) = AsyncStream<Void>.makeStream()
            var faults = FaultPlan()
            faults.set(.slow(seconds: 3600), at: .acuteTrust)
            let pause: Pause = { _ in
                told.yield()
                for await _ in releases { break }
                try Task.checkCancellation()
            }
            try await withDemonstration(faults: faults, pause: pause, configure: { $0.shutdownLimit = .seconds(40) }) {
                gateway in
                async let reply = gateway.record(of: DemonstrationPeople.knownToAll)
                var seen = moments.makeAsyncIterator()
                await seen.next()
                await gateway.stop()
                release.finish()
                let record = try await reply
                #expect(record.reply.status == 200)
                #expect(!record.contribution(of: DemonstrationSource.acuteTrust.rawValue).isEmpty)
            }
        }
    }
}

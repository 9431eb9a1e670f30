// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import JSON
import NIOCore
import NIOHTTP1
import NIOPosix
import Simulator
import Testing

@Suite struct `Faults of the connection` {
    static let number = DemonstrationPeople.knownToAll

    /// Connects, and says whether anything listened.
    static func listens(_ port: Int) async -> Bool {
        guard
            let channel = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
        else { return false }
        try? await channel.close()
        return true
    }

    @Test func `a service that is down closes its port, and opens the same one again`() async throws {
        let faults = FaultSwitches()
        faults.change { $0.set(.down, at: .anytownSurgery) }
        try await Caller.withWorld(faults: faults) { addresses in
            let port = try #require(addresses[.anytownSurgery]).port
            let call = StructuredCall(try #require(addresses[.anytownSurgery]).baseURL, Self.number)
            #expect(await !Self.listens(port))
            for _ in 0..<3 {
                faults.change { $0.set(nil, at: .anytownSurgery) }
                await faults.settled()
                #expect(try await call.send().status == 200)
                faults.change { $0.set(.down, at: .anytownSurgery) }
                await faults.settled()
                #expect(await !Self.listens(port))
            }
            let trust = try #require(addresses[.acuteTrust]).baseURL
            #expect(try await Caller.call("\(trust)/metadata").status == 200)
        }
    }

    @Test func `resets each connection`() async throws {
        let error = await #expect(throws: (any Error).self) { try await `Faults on demand`.call(.resetting) }
        #expect((error as? IOError)?.errnoCode == 104 || error is HTTPClientError, "\(String(describing: error))")
    }

    @Test func `never answers, and notices when the caller goes`() async throws {
        let (departures, departed) = AsyncStream<SimulatedServiceName>.makeStream()
        let (waits, waiting) = AsyncStream<Void>.makeStream()
        let faults = FaultSwitches()
        faults.change { $0.set(.silent, at: .demographics) }
        let (never, end) = AsyncStream<Never>.makeStream()
        defer { end.finish() }
        let pause: Pause = { _ in
            waiting.yield()
            for await _ in never {}
            try Task.checkCancellation()
        }
        var world = SimulatedWorld(faults: faults, pause: pause, onDeparture: { departed.yield($0) })
        world.addDemonstration(DemonstrationPeople.all, on: .reference)
        try await world.run { addresses in
            let call = Task { try await `The demographic service`.patient(addresses, Self.number) }
            for await _ in waits { break }
            call.cancel()
            for await name in departures {
                #expect(name == .demographics)
                break
            }
        }
    }

    @Test func `sends one byte, and notices when the caller goes`() async throws {
        let (departures, departed) = AsyncStream<SimulatedServiceName>.makeStream()
        let faults = FaultSwitches()
        faults.change { $0.set(.stoppingAfterFirstByte, at: .demographics) }
        var world = SimulatedWorld(faults: faults, onDeparture: { departed.yield($0) })
        world.addDemonstration(DemonstrationPeople.all, on: .reference)
        try await world.run { addresses in
            var request = HTTPClientRequest(
                url: "\(try #require(addresses[.demographics]).baseURL)/Patient/\(Self.number)")
            request.headers = `The demographic service`.headers
            let sent = request
            let call = Task {
                let response = try await Caller.plain.execute(sent, timeout: .seconds(30))
                var received = 0
                for try await part in response.body {
                    received += part.readableBytes
                    break
                }
                return received
            }
            #expect(try await call.value == 1)
            for await name in departures {
                #expect(name == .demographics)
                break
            }
        }
    }

    @Test func `sends the whole in pieces`() async throws {
        let whole = try await `Faults on demand`.call(.slow(seconds: 1))
        let pieces = try await `Faults on demand`.call(.inPieces(50, every: .seconds(1)))
        #expect(pieces.body == whole.body && !whole.body.isEmpty)
    }

    @Test func `leaves out the last byte, or adds blanks`() async throws {
        let whole = try await `Faults on demand`.call(.slow(seconds: 1))
        #expect(try await `Faults on demand`.call(.lastByteMissing).body == whole.body.dropLast())
        let longer = try await `Faults on demand`.call(.longer(than: 1 << 20))
        #expect(longer.body.count == 1 << 20 + 1 && longer.body.starts(with: whole.body))
        #expect(try longer.json["resourceType"]?.string == "Bundle")
    }

    @Test func `sends no JSON, knows nothing, or accepts no credentials`() async throws {
        let answer = try await `Faults on demand`.call(.notJSON)
        #expect(answer.status == 200 && answer.headers.first(name: "Content-Type")?.contains("json") == true)
        #expect(throws: JSONError.self) { try answer.json }
        let nothing = try await `Faults on demand`.call(.wrongAddress)
        #expect(nothing.status == 404)
        #expect(throws: JSONError.self) { try nothing.json }
        #expect(try await `Faults on demand`.call(.notAuthorised).status == 401)
    }

    @Test func `a pointer, or every one, is about somebody else`() async throws {
        for (fault, count) in [(SimulatedFault.strayResource, 1), (.anotherPerson, nil)] {
            let faults = FaultSwitches()
            faults.change { $0.set(fault, at: .locator) }
            try await Caller.withWorld(faults: faults) { addresses in
                let base = try #require(addresses[.locator]).baseURL
                let query = `The record locator`.parameter + Self.number
                let pointers = try await Caller.call("\(base)/DocumentReference?\(query)").resources
                let others = pointers.filter { $0["subject"]?["identifier"]?["value"]?.string != Self.number }
                #expect(others.count == count ?? pointers.count && pointers.count > 1)
            }
        }
    }
}

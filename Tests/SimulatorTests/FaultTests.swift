// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import JSON
import NIOCore
import NIOHTTP1
import Simulator
import Synchronization
import Testing

@Suite struct `Faults on demand` {
    static let number = DemonstrationPeople.knownToAll

    /// Calls the first practice while it has a fault.
    static func call(_ fault: SimulatedFault, limit: Int = 1 << 22) async throws -> Answer {
        let faults = FaultSwitches()
        faults.change { $0.set(fault, at: .anytownSurgery) }
        return try await Caller.withWorld(faults: faults) { addresses in
            let base = try #require(addresses[.anytownSurgery]).baseURL
            return try await StructuredCall(base, number).send()
        }
    }

    static func patients(_ answer: Answer) -> [JSONValue] {
        answer.resources.filter { $0["resourceType"]?.string == "Patient" }
    }

    @Test func `nothing listens`() async throws {
        let error = await #expect(throws: (any Error).self) { try await Self.call(.down) }
        #expect(String(describing: try #require(error)).lowercased().contains("refused") || error is HTTPClientError)
    }

    @Test func `a source goes down and comes back while it runs`() async throws {
        let faults = FaultSwitches()
        try await Caller.withWorld(faults: faults) { addresses in
            let call = StructuredCall(try #require(addresses[.anytownSurgery]).baseURL, Self.number)
            #expect(try await call.send().status == 200)
            faults.change { $0.set(.down, at: .anytownSurgery) }
            await faults.settled()
            await #expect(throws: (any Error).self) { try await call.send() }
            faults.change { $0.set(nil, at: .anytownSurgery) }
            await faults.settled()
            #expect(try await call.send().status == 200)
        }
    }

    @Test func `a fault for one person leaves others alone`() async throws {
        let faults = FaultSwitches()
        faults.change { $0.set(.serverError(status: 500), at: .anytownSurgery, for: DemonstrationPeople.failingTrust) }
        try await Caller.withWorld(faults: faults) { addresses in
            let base = try #require(addresses[.anytownSurgery]).baseURL
            #expect(try await StructuredCall(base, Self.number).send().status == 200)
            #expect(try await StructuredCall(base, DemonstrationPeople.failingTrust).send().status == 500)
        }
    }

    @Test func `statuses`() async throws {
        let refused = try await Self.call(.refusing)
        #expect(refused.status == 403 && refused.issueCode == "NO_PATIENT_CONSENT")
        #expect(try await Self.call(.serverError(status: 503)).status == 503)
        let many = try await Self.call(.tooManyRequests(retryAfter: 7))
        #expect(many.status == 429 && many.headers["Retry-After"] == ["7"])
        let page = try await Self.call(.html)
        #expect(page.status == 200 && page.headers["Content-Type"] == ["text/html; charset=utf-8"])
    }

    @Test func `waits before it answers, and answers right`() async throws {
        let waited = Mutex<[Duration]>([])
        let faults = FaultSwitches()
        faults.change { $0.set(.slow(seconds: 20), at: .anytownSurgery) }
        try await Caller.withWorld(faults: faults, pause: { duration in waited.withLock { $0.append(duration) } }) {
            addresses in
            let base = try #require(addresses[.anytownSurgery]).baseURL
            #expect(try await StructuredCall(base, Self.number).send().types.contains("Patient"))
        }
        #expect(waited.withLock { $0 } == [.seconds(20)])
    }

    @Test func `drips byte by byte`() async throws {
        let waits = Mutex(0)
        let faults = FaultSwitches()
        faults.change { $0.set(.dripping(every: .milliseconds(50)), at: .demographics) }
        try await Caller.withWorld(faults: faults, pause: { _ in waits.withLock { $0 += 1 } }) { addresses in
            let answer = try await `The demographic service`.patient(addresses, Self.number)
            #expect(try answer.json["id"]?.string == Self.number)
            #expect(waits.withLock { $0 } == answer.body.count)
        }
    }

    @Test func `closes in the middle`() async throws {
        await #expect(throws: (any Error).self) { try await Self.call(.closingMidBody) }
    }

    @Test func `sends half as if it were all`() async throws {
        let answer = try await Self.call(.truncatedJSON)
        #expect(answer.status == 200)
        #expect(throws: JSONError.self) { try answer.json }
    }

    @Test func `repeats a member name`() async throws {
        let answer = try await Self.call(.duplicateKey)
        let error = #expect(throws: JSONError.self) { try answer.json }
        #expect(error?.reason == .duplicateKey)
    }

    @Test func `sends more than anyone should take`() async throws {
        let faults = FaultSwitches()
        faults.change { $0.set(.hugeBody(bytes: 16 << 20), at: .demographics) }
        try await Caller.withWorld(faults: faults) { addresses in
            let base = try #require(addresses[.demographics]).baseURL
            var request = HTTPClientRequest(url: "\(base)/Patient/\(Self.number)")
            request.headers = `The demographic service`.headers
            let response = try await Caller.plain.execute(request, timeout: .seconds(30))
            var received = 0
            for try await part in response.body {
                received += part.readableBytes
            }
            #expect(received > 16 << 20)
        }
    }

    @Test func `a small answer would become a large one`() async throws {
        let size = 3_000_000
        let faults = FaultSwitches()
        faults.change { $0.set(.gzipBomb(bytes: size), at: .demographics) }
        try await Caller.withWorld(faults: faults) { addresses in
            let answer = try await `The demographic service`.patient(addresses, Self.number)
            #expect(answer.headers["Content-Encoding"] == ["gzip"] && answer.body.count < size / 100)
            let length = answer.body.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            #expect(length >= size)
        }
    }

    @Test func `its pages never end`() async throws {
        let faults = FaultSwitches()
        faults.change { $0.set(.endlessNext, at: .acuteTrust) }
        try await Caller.withWorld(faults: faults) { addresses in
            let base = try #require(addresses[.acuteTrust]).baseURL
            var url = "\(base)/Patient?\(`A FHIR R4 trust`.identifier)\(Self.number)"
            var seen: Set<String> = []
            for _ in 0..<12 {
                #expect(seen.insert(url).inserted)
                url = try #require(try await Caller.call(url).next)
                #expect(url.hasPrefix(base))
            }
        }
    }

    @Test func `is about somebody else`() async throws {
        let patient = try #require(Self.patients(try await Self.call(.anotherPerson)).first)
        let number = try #require(patient["identifier"]?[0]?["value"]?.string)
        #expect(number != Self.number && NHSNumberCheck.isValid(number))
        #expect(patient["birthDate"]?.string == "1901-02-03")
    }

    @Test func `has two Patients, or none, or one with another name and birth date`() async throws {
        #expect(Self.patients(try await Self.call(.twoPatients)).count == 2)
        let without = try await Self.call(.missingPatient)
        #expect(Self.patients(without).isEmpty && without.types.count > 50)
        let wrong = try #require(Self.patients(try await Self.call(.wrongIdentity)).first)
        #expect(wrong["identifier"]?[0]?["value"]?.string == Self.number)
        #expect(wrong["birthDate"]?.string == "1901-02-03" && wrong["name"]?[0]?["family"]?.string == "Someone")
    }

    @Test func `spoils one resource and no other`() async throws {
        let faults = FaultSwitches()
        try await Caller.withWorld(faults: faults) { addresses in
            let call = StructuredCall(try #require(addresses[.anytownSurgery]).baseURL, Self.number)
            let right = try await call.send().resources.map { Array($0.bytes) }
            for fault in [SimulatedFault.malformedResource, .strayResource] {
                faults.change { $0.set(fault, at: .anytownSurgery) }
                let spoiled = try await call.send().resources.map { Array($0.bytes) }
                #expect(spoiled.count == right.count)
                #expect(zip(right, spoiled).count { $0 != $1 } == 1)
            }
        }
    }

    @Test func `the demonstration starts with its two`() {
        let plan = DemonstrationPeople.faults
        #expect(
            plan.fault(at: .source(.hillsideMedicalCentre), for: DemonstrationPeople.slowPractice) == .slow(seconds: 20)
        )
        #expect(
            plan.fault(at: .source(.acuteTrust), for: DemonstrationPeople.failingTrust) == .serverError(status: 500))
        #expect(plan.fault(at: .source(.acuteTrust), for: Self.number) == nil)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Foundation
import Sharing
import Testing

@testable import Web

/// Attempts to reach another person's or another organisation's data, each from a seed, by every route. `make attacks ATTEMPTS=100000` makes
/// so many; with `ATTACK_SEED=7` in the environment one is shown.
@Suite struct `Attacks from seeds` {
    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    /// What came of many attacks.
    private struct Tally: Sendable {
        var leaks: [String] = []
        var statuses: [Int: Int] = [:]
        var satisfied: Set<Attacker> = []
        var visitors: Set<Visitor> = []
        var shown = 0

        mutating func add(_ outcome: AttackRun.Outcome, of attack: Attack) {
            statuses[outcome.status, default: 0] += 1
            if !outcome.leaks.isEmpty { leaks.append("\(outcome.leaks.sorted()) by \(attack.description)") }
            guard !outcome.seen.isEmpty else { return }
            shown += 1
            if let attacker = attack.attacker { satisfied.insert(attacker) }
            if let visitor = attack.visitor { visitors.insert(visitor) }
        }

        mutating func add(_ other: Tally) {
            leaks += other.leaks
            statuses.merge(other.statuses, uniquingKeysWith: +)
            satisfied.formUnion(other.satisfied)
            visitors.formUnion(other.visitors)
            shown += other.shown
        }
    }

    /// Each lane has a gateway and a register of its own, so that attacks do not depend on what the other lane does meanwhile.
    private static func tally(_ seeds: Range<UInt64>) async throws -> Tally {
        let lanes = UInt64(max(1, ProcessInfo.processInfo.activeProcessorCount))
        return try await withThrowingTaskGroup(of: Tally.self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    var tally = Tally()
                    let run = try await AttackRun.prepare()
                    for seed in stride(from: seeds.lowerBound + lane, to: seeds.upperBound, by: Int(lanes)) {
                        let attack = Attack(seed: seed)
                        tally.add(try await run.carryOut(attack), of: attack)
                    }
                    await run.close()
                    return tally
                }
            }
            return try await group.reduce(into: Tally()) { $0.add($1) }
        }
    }

    @Test func `reach nothing of another person or another organisation`() async throws {
        if let seed = Self.number("ATTACK_SEED") {
            let (run, attack) = (try await AttackRun.prepare(), Attack(seed: seed))
            print(attack.description, try await run.answer(to: attack).text, try await run.carryOut(attack))
            await run.close()
        }
        let count = Self.number("ATTACKS") ?? 100_000
        let tally = try await Self.tally(1..<count + 1)
        for leak in tally.leaks.prefix(5) { Issue.record("\(leak)") }
        #expect(tally.leaks.isEmpty)
        #expect(tally.statuses[500] == nil)
        // Those who may see something were shown it, so that the attacks were more than noise.
        let mayBe = Set(Attacker.allCases.filter { $0.isEntitled || !$0.clauses.isEmpty })
        #expect(tally.satisfied.isSubset(of: mayBe))
        #expect(tally.satisfied.isSuperset(of: Attacker.allCases.filter { $0.isEntitled || $0 == .controllerManager }))
        #expect(tally.visitors == [.hospitalDoctor, .otherHospitalDoctor, .clinicDoctor, .privacyOfficer])
        #expect(tally.shown > Int(count / 20))
        let statuses = tally.statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        print("\(count) attacks, \(tally.shown) lawful answers, \(statuses.joined(separator: ", "))")
        #expect(Set(tally.statuses.keys).isSuperset(of: [200, 303, 400, 401, 403, 404, 405, 410, 415]))
    }

    @Test(arguments: [1, 2, 3, 17, 99, 1_234] as [UInt64]) func `are the same again from the same seed`(seed: UInt64) {
        #expect(Attack(seed: seed).description == Attack(seed: seed).description)
        #expect(Attack(seed: seed).description != Attack(seed: seed + 1).description)
    }

    @Test func `end the same again`() async throws {
        var transcripts: [[Int]] = []
        for _ in 0..<2 {
            let run = try await AttackRun.prepare()
            var statuses: [Int] = []
            for seed in 1...300 as ClosedRange<UInt64> {
                statuses.append(try await run.carryOut(Attack(seed: seed)).status)
            }
            transcripts.append(statuses)
            await run.close()
        }
        #expect(transcripts[0] == transcripts[1])
    }

    /// Found by these attacks: where no source was in scope, or none had the datasets asked for, nothing was denied, and so everybody was
    /// told what the demographic service knows.
    @Test(arguments: ["", "/$detailed-care-record?dataset=demographics", "/$detailed-care-record"])
    func `tell who somebody is to nobody to whom nothing of them is shared`(rest: String) async throws {
        let run = try await AttackRun.prepare()
        for (attacker, isEntitled) in [
            (Attacker.hospitalDoctor, true), (.practiceManager, false), (.research, false), (.patient0, false),
            (.nobodyShares, false), (.program, false),
        ] {
            for place in [1, AttackedWorld.count - 1] {
                let told = try await run.gateway.send(
                    .init(
                        path: "/fhir/R4/Patient/\(AttackedWorld.numbers[place])\(rest)",
                        headers: [("Authorization", "Bearer " + (run.tokens["\(attacker)"] ?? ""))],
                        certificate: attacker.certificate))
                #expect(told.status == (isEntitled ? 200 : 403), "\(attacker) \(place)")
                #expect(told.canaries.isEmpty != isEntitled, "\(attacker) \(place)")
            }
        }
        await run.close()
    }

    /// Of an agreement one is told by which clause one's own access was permitted, or, for its controller, by which anybody's is.
    @Test func `explain a clause to its controller and to whom it permits, and to nobody else`() async throws {
        let run = try await AttackRun.prepare()
        let trace = AttackedStores.traces[0]
        for attacker in Attacker.allCases where attacker != .hostile {
            let body =
                #"{"resourceType":"Parameters","parameter":[{"name":"trace-id","valueString":"\#(trace)"}]}"#
            let told = try await run.gateway.send(
                .init(
                    method: "POST", path: "/fhir/R4/$explain-access",
                    headers: [
                        ("Authorization", "Bearer " + (run.tokens["\(attacker)"] ?? "")),
                        ("Content-Type", "application/fhir+json"),
                    ], body: body, certificate: attacker.certificate))
            let isTold = [.hospitalDoctor, .narrowScope, .research, .controllerManager].contains(attacker)
            #expect(told.canaries == (isTold ? [AttackedWorld.clauseCanary(of: .a)] : []), "\(attacker) \(told.text)")
            #expect((told.status == 200) == isTold, "\(attacker)")
        }
        await run.close()
    }

    // MARK: Planted holes

    /// Within how many attacks a hole is found; `nil` where it is not.
    private static func found(_ hole: @escaping AttackRun.Hole) async throws -> UInt64? {
        try await found(by: try await AttackRun.prepare(hole: hole))
    }

    private static func found(planting plant: @Sendable (inout AttackedParts) -> Void) async throws -> UInt64? {
        try await found(by: try await AttackRun.prepare(plant))
    }

    private static func found(by run: AttackRun) async throws -> UInt64? {
        var found: UInt64?
        for seed in 1...12_000 as ClosedRange<UInt64> where found == nil {
            if try await !run.carryOut(Attack(seed: seed)).leaks.isEmpty { found = seed }
        }
        await run.close()
        return found
    }

    private static func holed(
        _ change: @escaping @Sendable (RecordRequest) -> RecordRequest
    ) -> @Sendable (inout AttackedParts) -> Void {
        { $0.service = ChangingService(base: $0.service, change: change) }
    }

    @Test func `find an explanation that forgets for which controller somebody speaks`() async throws {
        #expect(try await Self.found(planting: { $0.explanations = HoledExplanations(base: $0.explanations) }) != nil)
    }

    @Test func `find wishes that are told to whoever asks`() async throws {
        #expect(try await Self.found(planting: { $0.preferences = HoledPreferences(base: $0.preferences) }) != nil)
    }

    @Test func `find alerts that are opened to another organisation's officer`() async throws {
        #expect(try await Self.found(planting: { $0.alerts = HoledAlerts(base: $0.alerts) }) != nil)
    }

    @Test func `find a service that forgets who asks`() async throws {
        let somebody = Requester(
            person: "x", role: .doctor, organisation: AttackedWorld.clinic, system: "clinic", purpose: .treatment,
            strength: .high,
            establishment: Establishment(person: .token, organisation: .token, system: .token, purpose: .token))
        #expect(try await Self.found(planting: Self.holed { $0.changed(by: somebody) }) != nil)
    }

    @Test func `find a service that forgets the scope of the token`() async throws {
        let service = Self.holed { request in
            let old = request.requester
            return request.changed(
                by: Requester(
                    person: old.person, role: old.role, organisation: old.organisation, system: old.system,
                    purpose: old.purpose, strength: old.strength, establishment: old.establishment,
                    ownNumbers: old.ownNumbers))
        }
        #expect(try await Self.found(planting: service) != nil)
    }

    @Test func `find a permission that holds for another person than was asked`() async throws {
        let service = Self.holed { request in
            // The doctor who asked somebody in this consultation.
            let hasAsked = request.consultation?.hasPrefix("open-") == true && request.requester.person == "doctor-b1"
            return request.changed(stating: hasAsked ? PermissionStatement(.given) : nil)
        }
        #expect(try await Self.found(planting: service) != nil)
    }

    @Test func `find a patient whose own number is not looked at`() async throws {
        let service = Self.holed { request in
            let old = request.requester
            guard old.role.isPatientOrProxy else { return request }
            return request.changed(
                by: Requester(
                    person: old.person, role: old.role, organisation: old.organisation, system: old.system,
                    purpose: old.purpose, strength: old.strength, establishment: old.establishment,
                    ownNumbers: [request.nhsNumber], scope: old.scope))
        }
        #expect(try await Self.found(planting: service) != nil)
    }

    @Test func `find a handle that is not bound to its visitor`() async throws {
        let found = try await Self.found { wire, run in
            guard let owner = run.handles.firstIndex(where: { $0.contains { wire.path.contains($0) } }) else {
                return wire
            }
            var wire = wire
            wire.headers.removeAll { $0.name == "Cookie" }
            wire.headers.append(("Cookie", "__Host-mig-session=" + run.cookies[owner]))
            return wire
        }
        #expect(found != nil)
    }

    @Test func `find a number that is taken from a header`() async throws {
        let found = try await Self.found { wire, _ in
            guard let number = wire.header("X-NHS-Number") else { return wire }
            var wire = wire
            for old in AttackedWorld.numbers { wire.path = wire.path.replacing(old + "/$d", with: number + "/$d") }
            return wire
        }
        #expect(found != nil)
    }

    @Test func `find a number that is taken from the query before the path`() async throws {
        let found = try await Self.found { wire, _ in
            guard let query = wire.path.split(separator: "?").dropFirst().first,
                let number = RequestTarget.parameters(query)?.first(where: { $0.name == "patient" })?.value
            else { return wire }
            var wire = wire
            for old in AttackedWorld.numbers { wire.path = wire.path.replacing(old + "/$d", with: number + "/$d") }
            return wire
        }
        #expect(found != nil)
    }

    @Test func `find a token that is good on every certificate`() async throws {
        let found = try await Self.found { wire, _ in
            var wire = wire
            wire.certificate = "ward.example"
            return wire
        }
        #expect(found != nil)
    }

    @Test func `find a path whose dots are resolved`() async throws {
        let found = try await Self.found { wire, _ in
            var wire = wire
            for number in AttackedWorld.numbers { wire.path = wire.path.replacing(number + "/../", with: "") }
            return wire
        }
        #expect(found != nil)
    }

    @Test func `find the first of two tokens taken`() async throws {
        let found = try await Self.found { wire, _ in
            guard wire.headers.count(where: { $0.name == "Authorization" }) == 2 else { return wire }
            var wire = wire
            if let first = wire.headers.firstIndex(where: { $0.name == "Authorization" }) {
                wire.headers.remove(at: first)
            }
            wire.certificate = "clinic.example"
            return wire
        }
        #expect(found != nil)
    }
}

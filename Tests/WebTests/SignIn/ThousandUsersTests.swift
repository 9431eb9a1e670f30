// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Sharing
import Synchronization
import Testing

@testable import Web

@Suite struct `A thousand people at once` {
    private static let people = 1_000
    private static let switches = 3
    private static let roles = ["doctor", "nurse", "pharmacist", "social-worker", "community-nurse"]

    /// Numbers of the range kept for tests, with their check digits.
    private static let numbers: [String] = (0..<1_000_000).lazy.compactMap { place -> String? in
        let nine = "999" + String(1_000_000 + place).dropFirst()
        return (0...9).lazy.map { nine + String($0) }.first { (try? NHSNumber($0)) != nil }
    }.prefix(people * switches).map { $0 }

    @Test func `nobody is shown under another's name, role or session, nor another's patient`() async throws {
        let service = AskingService(asks: false)
        try await TestGateway.serving(service, signIn: StubProvider().signIn()) { gateway, _ in
            let crossed = try await withThrowingTaskGroup(of: Int.self) { group in
                for place in 0..<Self.people {
                    group.addTask { try await Self.work(of: place, gateway) }
                }
                return try await group.reduce(0, +)
            }
            #expect(crossed == 0)
        }
        let asked = service.requests
        #expect(asked.count == Self.people * Self.switches)
        let wrong = asked.filter { request in
            let place = Int(request.requester.person.dropFirst("canary-".count)) ?? -1
            let own = Self.numbers[(place * Self.switches)..<((place + 1) * Self.switches)]
            return !own.contains(request.nhsNumber.disclosed) || request.requester.role.rawValue != Self.role(place)
        }
        #expect(wrong.isEmpty)
        #expect(Set(asked.map(\.consultation)).count == asked.count)
    }

    private static func role(_ place: Int) -> String { roles[place % roles.count] }

    /// Signs in and looks at one patient after another.
    /// - Returns: how many answers held anything of somebody else.
    private static func work(of place: Int, _ gateway: TestGateway) async throws -> Int {
        var browser = Browser(gateway: gateway)
        let canary = "canary-\(place)"
        try await browser.signIn(as: role(place), of: "ORG\(place)", person: canary)
        var crossed = 0
        for turn in 0..<switches {
            let number = numbers[place * switches + turn]
            let page = try await browser.get(try await browser.find(number) + "?whole=1")
            let own = "shown to \(canary) about \(number) "
            let canaries = page.body.split(separator: "canary-").dropFirst().map { $0.prefix { $0.isNumber } }
            if page.status != 200 || !page.body.contains(own) || !page.body.contains("ORG\(place)<")
                || canaries.contains(where: { $0 != String(place) })
            {
                crossed += 1
            }
        }
        return crossed
    }

    // MARK: With records

    /// How many pages of so many people hold anything of somebody else's, or of what their role may not see; or lack what it may.
    private static func crossings(of service: any RecordService, people: Int) async throws -> Int {
        let crossed = Mutex(0)
        try await TestGateway.serving(service, signIn: StubProvider().signIn()) { gateway, _ in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for place in 0..<people { group.addTask { try await look(from: place, gateway) } }
                let sum = try await group.reduce(0, +)
                crossed.withLock { $0 = sum }
            }
        }
        return crossed.withLock { $0 }
    }

    private static func look(from place: Int, _ gateway: TestGateway) async throws -> Int {
        var browser = Browser(gateway: gateway)
        let kinds = CrowdedWorld.kinds(for: role(place))
        try await browser.signIn(as: role(place), of: CrowdedWorld.organisation, person: "p-\(place)")
        var crossed = 0
        for turn in 0..<2 {
            let number = numbers[place * switches + turn]
            let page = try await browser.get(try await browser.find(number) + "?whole=1")
            let shown = Set(
                page.body.lowercased().split(separator: "canary-").dropFirst().map {
                    "canary-" + $0.prefix { $0.isNumber || $0.isLetter || $0 == "-" }
                })
            let own = Set(kinds.map { CrowdedWorld.canary(number, $0) })
            if shown != own || (page.status == 200) == kinds.isEmpty { crossed += 1 }
        }
        return crossed
    }

    @Test func `nobody is shown another's record, or more of one than their role may see`() async throws {
        #expect(try await Self.crossings(of: try CrowdedWorld.broker(), people: Self.people) == 0)
    }

    @Test func `a service that decides for whoever asked before is found`() async throws {
        let crossing = Crossing()
        let service = ChangingService(base: try CrowdedWorld.broker(), change: { crossing.crossed($0) })
        #expect(try await Self.crossings(of: service, people: 40) > 0)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import JSON
import Simulator
import Synchronization
import Testing

@Suite struct `Faults by name` {
    static let services: [SimulatedServiceName] = [.demographics, .locator, .source(.anytownSurgery)]

    @Test func `nine words in three strengths are 27 different faults`() {
        #expect(NamedFault.all.count == 27)
        #expect(Set(NamedFault.all.map(\.fault)).count == 27)
        #expect(Set(NamedFault.all.map(\.deed)).count == 27)
        for named in NamedFault.all {
            #expect(NamedFault(named.description) == named)
            #expect(NamedFault(of: named.fault) == named)
        }
    }

    @Test func `every fault is documented as it is`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/faults.md"), encoding: .utf8)
        for named in NamedFault.all {
            #expect(page.contains("| `\(named)` | \(named.deed) | \(named.consequence) |"), "\(named)")
        }
    }

    @Test func `a word alone is of strength 2`() {
        #expect(NamedFault("slow") == NamedFault(.slow, .plain))
        #expect(NamedFault("too-big:3") == NamedFault(.tooBig, .severe))
        for text in ["", "slow:", "slow:0", "slow:4", "slow:02", "slow:1:1", "Slow", "sluggish"] {
            #expect(NamedFault(text) == nil, "\(text)")
        }
    }

    @Test func `a fault is set for everybody or for one person`() throws {
        let everybody = try PlacedFault("anytown-surgery=down:1", among: Self.services)
        #expect(everybody == PlacedFault(NamedFault(.down, .mild), at: .source(.anytownSurgery)))
        let one = try PlacedFault("locator=wrong@999 100 1018", among: Self.services)
        #expect(one == PlacedFault(NamedFault(.wrong), at: .locator, for: "9991001018"))
        var plan = FaultPlan()
        plan.set(one)
        plan.set(everybody)
        #expect(plan.fault(at: .locator, for: "9991001018") == .html)
        #expect(plan.fault(at: .locator, for: "9991002022") == nil)
        #expect(plan.fault(at: .source(.anytownSurgery), for: "9991002022") == .resetting)
        #expect(plan.lines(of: .locator).map(\.nhsNumber) == ["9991001018"])
        plan.mendAll()
        #expect(plan.lines(of: .locator).isEmpty)
    }

    @Test(arguments: [
        ("slow", "write SOURCE=FAULT"), ("somewhere=slow", "demographics, locator, anytown-surgery"),
        ("locator=slw", "down, slow, dripping"), ("locator=slow@9991001019", "no NHS number"),
        ("demographics=another-person:1", "cannot go wrong"), ("locator=another-person:2", "cannot go wrong"),
        ("anytown-hospitals=slow", "no service here"),
    ])
    func `a fault that cannot be is told in a sentence`(text: String, words: String) {
        let error = #expect(throws: PlacedFault.Misnamed.self) { try PlacedFault(text, among: Self.services) }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.description.hasSuffix(".") == true)
    }

    @Test func `the switchboard sets, and mends`() async throws {
        let faults = FaultSwitches()
        let board = Switchboard(SimulatedWorld(faults: faults), people: [])
        await #expect(throws: PlacedFault.Misnamed.self) {
            try await board.set(service: "locator", fault: "slow", nhsNumber: "")
        }
        var world = SimulatedWorld(faults: faults)
        world.addDemonstration([], on: .reference)
        let whole = Switchboard(world, people: [])
        #expect(whole.services.prefix(3) == [.demographics, .locator, .source(.anytownSurgery)])
        #expect(whole.services.count == 2 + DemonstrationSource.allCases.count)
        try await whole.set(service: "locator", fault: "slow:3", nhsNumber: "")
        try await whole.set(service: "locator", fault: "wrong:1", nhsNumber: "9991001018")
        #expect(whole.lines(of: .locator).map(\.fault) == [.slow(seconds: 20), .serverError(status: 500)])
        try await whole.set(service: "locator", fault: Switchboard.works, nhsNumber: "")
        #expect(whole.lines(of: .locator).map(\.fault) == [.serverError(status: 500)])
        await whole.mendAll()
        #expect(whole.lines(of: .locator).isEmpty)
    }
}

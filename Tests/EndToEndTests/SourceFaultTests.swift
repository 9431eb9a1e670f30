// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Simulator
import Testing

@testable import mig

extension `The whole gateway` {
    /// Every fault at every kind of system, over real sockets, against ``FaultTable``.
    @Suite struct `A system at fault` {
        private static let person = DemonstrationPeople.knownToAll

        @Test func `stands in the table with every fault that it can have`() throws {
            for place in FaultTable.Place.allCases {
                let cells = try FaultTable.cells(of: place)
                for named in NamedFault.all {
                    let cell = try #require(cells.first { $0.name == named.description })
                    #expect(cell.expectation == .impossible ? !named.isPossible(at: place.service) : true, "\(named)")
                    #expect(named.isPossible(at: place.service) == (cell.expectation != .impossible), "\(named)")
                }
            }
        }

        @Test(arguments: FaultTable.Place.allCases)
        func `is named with its reason, and what the others hold is whole`(place: FaultTable.Place) async throws {
            try await check(place, .bySource)
        }

        @Test func `is given up at its time limit`() async throws {
            try await checkAll(.byTimeLimit) { $0.setTimeLimit(.seconds(6), of: $1.service) }
        }

        @Test func `is given up at the deadline of the whole`() async throws {
            // Its own limit is longer than the twenty seconds after which it would answer.
            try await checkAll(.byDeadline) { configuration, _ in configuration.deadline = .seconds(8) }
        }

        /// Checks all columns at the same time, each in a gateway of its own: these tests wait, and do little else.
        private func checkAll(
            _ ending: FaultTable.Ending,
            configure: @escaping @Sendable (inout GatewayConfiguration, FaultTable.Place) -> Void
        ) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for place in FaultTable.Place.allCases {
                    group.addTask { try await check(place, ending) { configure(&$0, place) } }
                }
                try await group.waitForAll()
            }
        }

        /// Checks the cells of a column that end in one way, all in one gateway: each fault is set, judged and mended.
        private func check(
            _ place: FaultTable.Place, _ ending: FaultTable.Ending,
            configure: @escaping @Sendable (inout GatewayConfiguration) -> Void = { _ in }
        ) async throws {
            let cells = try FaultTable.cells(of: place).filter { $0.ending == ending && $0.expectation != .impossible }
            guard !cells.isEmpty else { return }
            let pause: Pause = ending == .bySource ? waitingAsTold : waitingLonger
            try await withDemonstration(pause: pause, configure: configure) { gateway in
                let judge = try await FaultJudge(gateway, place, person: Self.person)
                for cell in cells {
                    gateway.faults.change { $0.set(cell.fault, at: place.service) }
                    await gateway.faults.settled()
                    let memoryBefore = try residentMemory()
                    try await judge.judge(cell)
                    #expect(try residentMemory() - memoryBefore < 300 << 20, "\(cell.name)")
                    gateway.faults.change { $0.set(nil, at: place.service) }
                    await gateway.faults.settled()
                    if case .source = place.service { try await judge.judgeMended(cell) }
                }
                if let last = cells.last { try await judge.judgeMended(last) }
            }
        }
    }
}

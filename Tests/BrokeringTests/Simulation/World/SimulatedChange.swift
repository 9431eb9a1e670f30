// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Sharing

/// How a controller changes what it shares.
enum SimulatedChange: CaseIterable, Sendable {
    case suspended, resumed, widened, narrowed

    /// What is shared from one asking to the next, in some worlds; in most it stays as it is.
    static func course(
        from first: SharingPolicy, _ controllers: [String], seed: UInt64
    ) -> (policies: [SharingPolicy], changes: [SimulatedChange]) {
        var dice = Dice(seed: seed ^ 0x0CA5)
        var policies = [first]
        var changes: [SimulatedChange] = []
        guard dice.chance(35) else { return (policies, changes) }
        for _ in 0..<dice.number(1...4) {
            let change = dice.pick(allCases)
            let changed = Set(controllers.filter { _ in dice.chance(60) })
            let some = Set(Dataset.allCases.filter { _ in dice.chance(40) })
            policies.append(change.applied(to: policies[policies.count - 1], of: changed, some))
            changes.append(change)
        }
        return (policies, changes)
    }

    private func applied(to policy: SharingPolicy, of controllers: Set<String>, _ some: Set<Dataset>) -> SharingPolicy {
        var agreements: [SharingPolicy.Standing] = []
        for standing in policy.agreements {
            let controller = standing.agreement.controller
            guard controllers.contains(controller) else {
                agreements.append(standing)
                continue
            }
            let now = standing.agreement.clauses.reduce(into: Set<Dataset>()) { $0.formUnion($1.datasets) }
            let datasets: Set<Dataset> =
                switch self {
                case .suspended, .resumed: now
                case .widened: now.union(some)
                case .narrowed: now.subtracting(some)
                }
            let isSuspended = self == .suspended || (self != .resumed && standing.isSuspended)
            agreements += SharingPolicy.demonstration(controllers: [controller], datasets: datasets).agreements.map {
                SharingPolicy.Standing($0.agreement, isSuspended: isSuspended)
            }
        }
        return SharingPolicy(version: policy.version + 1, agreements: agreements)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// The name of a simulated service, for setting faults and for finding its address.
public enum SimulatedServiceName: Sendable, Hashable {
    /// The demographic service (PDS).
    case demographics
    /// The record locator (NRL).
    case locator
    /// One of the sources.
    case source(DemonstrationSource)
    /// The source that serves bundles from files, by what it speaks.
    case records(RecordFolder.Interface)
}

/// Which service goes wrong, how, and for whom.
public struct FaultPlan: Sendable {
    private struct Place: Hashable {
        var service: SimulatedServiceName
        var nhsNumber: String?
    }

    private var faults: [Place: SimulatedFault] = [:]

    /// A plan in which everything works.
    public init() {}

    /// Sets the fault of a service, for one person or for everybody; `nil` mends it.
    public mutating func set(
        _ fault: SimulatedFault?, at service: SimulatedServiceName, for nhsNumber: String? = nil
    ) {
        faults[Place(service: service, nhsNumber: nhsNumber)] = fault
    }

    /// Sets the fault of one of the sources, for one person or for everybody; `nil` mends it.
    public mutating func set(
        _ fault: SimulatedFault?, at source: DemonstrationSource, for nhsNumber: String? = nil
    ) {
        set(fault, at: .source(source), for: nhsNumber)
    }

    /// The fault that applies: the person's own before that of everybody.
    public func fault(at service: SimulatedServiceName, for nhsNumber: String?) -> SimulatedFault? {
        if let nhsNumber, let own = faults[Place(service: service, nhsNumber: nhsNumber)] { return own }
        return faults[Place(service: service)]
    }
}

/// A fault plan that can be changed while the services run. A class, because every service reads the one plan and whoever
/// holds it may change it for all.
public final class FaultSwitches: Sendable {
    private let plan: Mutex<FaultPlan>

    public init(_ plan: FaultPlan = FaultPlan()) { self.plan = Mutex(plan) }

    /// Changes the plan; the next request sees it.
    public func change(_ change: (inout FaultPlan) -> Void) { plan.withLock { change(&$0) } }

    /// The fault that applies now.
    public func fault(at service: SimulatedServiceName, for nhsNumber: String?) -> SimulatedFault? {
        plan.withLock { $0.fault(at: service, for: nhsNumber) }
    }
}

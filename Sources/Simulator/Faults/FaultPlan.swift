// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Which service goes wrong, how, and for whom.
public struct FaultPlan: Sendable {
    /// One service that goes wrong.
    public struct Line: Sendable, Hashable {
        public let service: SimulatedServiceName
        /// For whom; `nil` for everybody.
        public let nhsNumber: String?
        public let fault: SimulatedFault
    }

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

    /// Sets the fault of a source, for one person or for everybody; `nil` mends it.
    public mutating func set(
        _ fault: SimulatedFault?, at source: DemonstrationSource, for nhsNumber: String? = nil
    ) {
        set(fault, at: .source(source), for: nhsNumber)
    }

    /// Mends everything.
    public mutating func mendAll() { faults = [:] }

    /// The fault that applies: the person's own before that of everybody.
    public func fault(at service: SimulatedServiceName, for nhsNumber: String?) -> SimulatedFault? {
        if let nhsNumber, let own = faults[Place(service: service, nhsNumber: nhsNumber)] { return own }
        return faults[Place(service: service)]
    }

    /// Everything that is set for a service: for everybody first, then by NHS number.
    public func lines(of service: SimulatedServiceName) -> [Line] {
        faults.filter { $0.key.service == service }
            .map { Line(service: service, nhsNumber: $0.key.nhsNumber, fault: $0.value) }
            .sorted { ($0.nhsNumber ?? "") < ($1.nhsNumber ?? "") }
    }
}

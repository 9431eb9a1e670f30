// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What can be switched in a running world: each service, each fault that it can have, for one person or for everybody.
public struct Switchboard: Sendable {
    /// The services, in the order in which they are asked.
    public let services: [SimulatedServiceName]
    /// The people for whom a fault can be set alone.
    public let people: [SimulatedPerson]
    private let switches: FaultSwitches

    public init(_ world: SimulatedWorld, people: [SimulatedPerson]) {
        services = world.services
        switches = world.faults
        self.people = people
    }

    /// The word for a service without a fault.
    public static let works = "works"

    /// How a service goes wrong now: for everybody first.
    public func lines(of service: SimulatedServiceName) -> [FaultPlan.Line] { switches.plan.lines(of: service) }

    /// Sets the fault of a service, and returns when it has it.
    /// - Parameters:
    ///   - service: the service's code.
    ///   - fault: `slow:2`, or ``works``.
    ///   - nhsNumber: for whom; empty for everybody.
    public func set(service: String, fault: String, nhsNumber: String) async throws(PlacedFault.Misnamed) {
        let number = nhsNumber.isEmpty ? nil : nhsNumber
        if fault == Self.works {
            guard let service = services.first(where: { $0.code == service }) else {
                throw PlacedFault.Misnamed(description: "That is no service here.")
            }
            switches.change { $0.set(nil, at: service, for: number) }
        } else {
            let text = "\(service)=\(fault)" + (number.map { "@" + $0 } ?? "")
            let placed = try PlacedFault(text, among: services)
            switches.change { $0.set(placed) }
        }
        await switches.settled()
    }

    /// Mends every service for everybody, and returns when all work.
    public func mendAll() async {
        switches.change { $0.mendAll() }
        await switches.settled()
    }
}

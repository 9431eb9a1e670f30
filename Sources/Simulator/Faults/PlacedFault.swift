// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A fault, the service that has it, and for whom: `anytown-surgery=slow:3@9991001018`.
public struct PlacedFault: Sendable, Hashable {
    public let service: SimulatedServiceName
    public let fault: NamedFault
    /// `nil` for everybody.
    public let nhsNumber: String?

    public init(_ fault: NamedFault, at service: SimulatedServiceName, for nhsNumber: String? = nil) {
        self.service = service
        self.fault = fault
        self.nhsNumber = nhsNumber
    }

    /// Why a text names no fault: one sentence that says what is allowed.
    public struct Misnamed: Error, Sendable, Hashable, CustomStringConvertible {
        public let description: String
    }

    /// Reads `SOURCE=FAULT[:STRENGTH][@NHS-NUMBER]`.
    /// - Parameter services: those that there are.
    public init(_ text: String, among services: [SimulatedServiceName]) throws(Misnamed) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw Misnamed(description: "'\(text)' is no fault: write SOURCE=FAULT, such as anytown-surgery=slow:3.")
        }
        guard let service = services.first(where: { $0.code == parts[0] }) else {
            let codes = services.map(\.code).joined(separator: ", ")
            throw Misnamed(description: "'\(parts[0])' is no service here: name one of \(codes).")
        }
        let ending = parts[1].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let fault = NamedFault(ending[0]) else {
            let words = NamedFault.Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw Misnamed(description: "'\(ending[0])' is no fault: use one of \(words), with :1, :2 or :3 behind it.")
        }
        guard fault.isPossible(at: service) else {
            throw Misnamed(description: "The service '\(service.code)' cannot go wrong as '\(fault)' says.")
        }
        let number = ending.count == 2 ? ending[1].filter { $0 != " " } : nil
        if let number, !NHSNumberCheck.isValid(number) {
            throw Misnamed(
                description: "'\(ending[1])' is no NHS number: it has ten digits, the last of them a check digit.")
        }
        self.init(fault, at: service, for: number)
    }
}

extension FaultPlan {
    /// Sets a fault where it says.
    public mutating func set(_ placed: PlacedFault) {
        set(placed.fault.fault, at: placed.service, for: placed.nhsNumber)
    }
}

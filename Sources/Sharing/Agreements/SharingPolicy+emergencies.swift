// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension SharingAgreement {
    /// Whether any of its clauses permits anything in an emergency access. One that does not may say so on purpose; whoever publishes
    /// it should know.
    public var opensInEmergency: Bool {
        clauses.contains {
            $0.effect == .permit && $0.isUnderstood && $0.purposes.contains(.breakGlass) && !$0.datasets.isEmpty
                && !$0.roles.isEmpty && !$0.consumers.isEmpty
        }
    }
}

extension SharingPolicy {
    /// The controllers of which nothing can be shown in an emergency, by their ODS codes.
    public var controllersClosedInEmergency: [String] {
        let standing = agreements.withoutSuperseded
        let open = Set(standing.filter { !$0.isSuspended && $0.agreement.opensInEmergency }.map(\.agreement.controller))
        return Set(standing.map(\.agreement.controller)).subtracting(open).sorted()
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A standing wish of a person: whether a controller, or every controller, may share their record through the gateway (FHIR R4
/// Consent). It is no answer at the point of care, and no emergency overrides it.
public struct SharingPreference: Hashable, Sendable {
    public enum Wish: String, Hashable, Sendable, CaseIterable {
        case share, dissent
    }

    public let wish: Wish
    /// The ODS code of the controller that it is about; `nil` for all of them.
    public let controller: String?

    public init(_ wish: Wish, controller: String? = nil) {
        self.wish = wish
        self.controller = controller
    }
}

extension Collection where Element == SharingPreference {
    /// What they say of a controller: a dissent from sharing by all, or by this one, wins over any wish to share. However the code was
    /// written, and where it names nobody, the dissent counts.
    public func dissents(from controller: String) -> Bool {
        contains {
            guard $0.wish == .dissent else { return false }
            guard let named = $0.controller, !named.isEmpty else { return true }
            return named.lowercased() == controller.lowercased()
        }
    }
}

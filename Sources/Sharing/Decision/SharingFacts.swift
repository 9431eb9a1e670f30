// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR

/// What a decision about one person is made from, besides who asks: read once for each request, and the same for every source and
/// dataset of it.
public struct SharingFacts: Hashable, Sendable {
    /// How a legitimate relationship between the requester and the person is known.
    public enum Relationship: String, Hashable, Sendable, CaseIterable {
        /// The requester's organisation is where the person is registered.
        case registeredPractice = "registered-practice"
        /// The requester's system says that the person is being cared for there: a referral, an appointment, an admission.
        case statedBySystem = "stated-by-system"
        /// The requester says so, which is looked at afterwards.
        case selfClaimed = "self-claimed"
    }

    public let policy: SharingPolicy
    /// The person's numbers, superseded ones too.
    public let numbers: Set<NHSNumber>
    public let preferences: [SharingPreference]
    /// The answers at the point of care that were given to this requester or their organisation. Those that do not hold any more open
    /// nothing; a refusal among them goes on ending what was given before it.
    public let permissions: [PermissionToView]
    public let relationship: Relationship?
    public let now: FHIRDateTime

    public init(
        policy: SharingPolicy, numbers: Set<NHSNumber>, preferences: [SharingPreference] = [],
        permissions: [PermissionToView] = [], relationship: Relationship? = nil, now: FHIRDateTime
    ) {
        self.policy = policy
        self.numbers = numbers
        self.preferences = preferences
        self.permissions = permissions
        self.relationship = relationship
        self.now = now
    }
}

extension SharingFacts {
    /// How the person's permission stands, in one line for the audit; `nil` where nothing was stated.
    public var permissionSummary: String? {
        let latest = permissions.filter { $0.holds(at: now) }.max { $0.at.earliestSecond < $1.at.earliestSecond }
        return latest.map { [$0.code, $0.reasonCode].compactMap { $0 }.joined(separator: ": ") }
    }
}

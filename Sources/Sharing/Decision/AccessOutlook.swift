// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What stands between a requester and a person's record, over all its sources, without a word of who they are.
public struct AccessOutlook: Hashable, Sendable {
    /// Whether anything may be shown.
    public let opensNow: Bool
    /// Whether the person's answer at the point of care would open something that is closed.
    public let needsPermission: Bool
    /// Whether something is closed as no relationship to the person is known, and the requester is somebody who could have one.
    public let needsRelationship: Bool
    /// Whether an emergency access would open something.
    public let emergencyWouldOpen: Bool
    /// The denial that came nearest to a permission; `nil` where nothing is denied.
    public let denial: Denial?
    /// Why each dataset of each controller is shown or not, in words for the requester; empty where nothing may be shown, as whose
    /// data there is is then not told.
    public let explained: [ExplainedDecision]

    public init(
        opensNow: Bool, needsPermission: Bool, needsRelationship: Bool = false, emergencyWouldOpen: Bool,
        denial: Denial?, explained: [ExplainedDecision] = []
    ) {
        self.opensNow = opensNow
        self.needsPermission = needsPermission
        self.needsRelationship = needsRelationship
        self.emergencyWouldOpen = emergencyWouldOpen
        self.denial = denial
        self.explained = explained
    }
}

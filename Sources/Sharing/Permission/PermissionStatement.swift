// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What somebody states, at the point of care, of the person's permission: it becomes a ``PermissionToView`` when it is recorded.
public struct PermissionStatement: Hashable, Sendable {
    public let answer: PermissionToView.Answer
    /// For how long the person was asked.
    public let extent: PermissionToView.Extent

    public init(_ answer: PermissionToView.Answer, extent: PermissionToView.Extent = .consultation) {
        self.answer = answer
        self.extent = extent
    }

    /// Whether it states an emergency.
    public var isEmergency: Bool {
        if case .emergency = answer { true } else { false }
    }
}

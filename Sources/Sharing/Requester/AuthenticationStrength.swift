// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How strongly it was established who the person is (NIST SP 800-63B, authenticator assurance levels).
public enum AuthenticationStrength: Int, Hashable, Sendable, Comparable, CaseIterable {
    case none = 0
    /// One factor.
    case low = 1
    /// Two factors.
    case substantial = 2
    /// Two factors, one of them a device that resists impersonation, such as a smartcard.
    case high = 3

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

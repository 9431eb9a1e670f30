// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
public import Identity

/// What the pages need so that people sign in to them.
public struct ViewerSignIn: Sendable {
    public let party: RelyingParty
    public var limits = SessionLimits()
    /// Whether everybody and everything is made up, which every page then says.
    public var isDemonstration = false
    /// The emergency accesses that privacy officers look at; without it there is no list.
    public var alerts: (any PrivacyAlertRegister)?

    public init(_ party: RelyingParty) { self.party = party }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A sign-in that was begun: what has to come back with the answer, and what proves to the provider that the same party asks.
public struct SignInAttempt: Sendable {
    /// Where the browser goes.
    public let address: String
    /// Comes back with the answer.
    public let state: String
    let nonce: String
    let verifier: String
    /// Where the provider sends the browser back to.
    let redirectAddress: String
}

/// Who signed in, as the provider's claims say.
public struct SignedInPerson: Sendable {
    public let subject: String
    public let name: String
    public let role: String
    public let organisation: String
    /// The number of a patient who signed in; as it came.
    public let nhsNumber: String?
    /// What was said of the strength of the sign-in.
    public let strength: String?
    /// The ID token, by which the provider knows the session that is to be ended.
    public let token: String
}

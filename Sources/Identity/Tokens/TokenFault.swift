// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Why a token was refused, or could not be judged. Whoever sent it is told nothing of the reason: it goes to the log alone, as a code
/// that holds nothing of the token.
public struct TokenFault: Error, Hashable, Sendable {
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        // The form.
        case missing, severalTokens = "several-tokens", tooLong = "too-long", notThreeParts = "not-three-parts"
        case notBase64URL = "not-base64url", notJSON = "not-json", notAnObject = "not-an-object"
        // The header.
        case wrongType = "wrong-type", keyInHeader = "key-in-header", criticalHeader = "critical-header"
        case unsupportedHeader = "unsupported-header", noKeyNamed = "no-key-named", unknownKey = "unknown-key"
        case wrongAlgorithm = "wrong-algorithm", wrongSignature = "wrong-signature"
        // The claims.
        case malformedClaim = "malformed-claim", wrongIssuer = "wrong-issuer", wrongAudience = "wrong-audience"
        case missingTime = "missing-time", expired, notYet = "not-yet", livesTooLong = "lives-too-long"
        case missingIdentifier = "missing-identifier", replayed, missingSubject = "missing-subject"
        case unsupportedConfirmation = "unsupported-confirmation"
        // Who asks.
        case unknownConsumer = "unknown-consumer", wrongCertificate = "wrong-certificate", notBound = "not-bound"
        case foreignOrganisation = "foreign-organisation", wrongPatient = "wrong-patient"
        case granularScope = "granular-scope"
        // The gateway's own state: nothing is wrong with the token.
        case keysUnavailable = "keys-unavailable", replayMemoryFull = "replay-memory-full"
    }

    public let reason: Reason

    public init(_ reason: Reason) { self.reason = reason }

    /// Whether the token could not be judged, so that the same may be accepted later.
    public var isPassing: Bool { reason == .keysUnavailable || reason == .replayMemoryFull }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// What is taken from a token's header: which key to look for, and the algorithm it claims, which has to be the key's own.
struct TokenHeader {
    let keyID: String
    let algorithm: String

    /// Members by which a token would bring its own key.
    private static let keyBearing = ["jku", "jwk", "x5u", "x5c"]
    /// Members that change what the signature or the claims mean.
    private static let meaningChanging = ["b64", "zip", "enc", "cty"]

    init(_ header: JSONValue) throws(TokenFault) {
        if Self.keyBearing.contains(where: { header[$0] != nil }) { throw TokenFault(.keyInHeader) }
        // Nothing is understood that `crit` could name (RFC 7515 §4.1.11).
        if header["crit"] != nil { throw TokenFault(.criticalHeader) }
        if Self.meaningChanging.contains(where: { header[$0] != nil }) { throw TokenFault(.unsupportedHeader) }
        if let type = header["typ"], !Self.isAccessToken(type) { throw TokenFault(.wrongType) }
        guard let keyID = try header.identifierClaim("kid") else { throw TokenFault(.noKeyNamed) }
        guard let algorithm = header["alg"]?.string else { throw TokenFault(.wrongAlgorithm) }
        (self.keyID, self.algorithm) = (keyID, algorithm)
    }

    private static func isAccessToken(_ type: JSONValue) -> Bool {
        guard let name = type.string?.lowercased() else { return false }
        return name == "jwt" || name == "at+jwt" || name == "application/at+jwt"
    }
}

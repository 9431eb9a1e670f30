// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// A token whose signature, issuer, audience and times have been verified. Who it makes its bearer is told by ``RequesterMaker``.
public struct VerifiedToken: Sendable {
    /// The person or program it is about, as the authorization server tells them apart.
    let subject: String
    let tokenID: String
    /// When it ends, in seconds since 1970.
    let expiry: Int
    /// The certificate to which it is bound (RFC 8705 §3.1); `nil` where it is bound to none.
    let boundThumbprint: [UInt8]?
    let claims: JSONValue

    /// A claim that identifies something; `nil` where there is none.
    func identifier(_ name: String) throws(TokenFault) -> String? { try claims.identifierClaim(name) }

    /// A claim for people to read; `nil` where there is none.
    func text(_ name: String) throws(TokenFault) -> String? {
        guard let value = claims[name] else { return nil }
        guard let text = value.string, (1...256).contains(text.utf8.count),
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw TokenFault(.malformedClaim) }
        return text
    }
}

extension JSONValue {
    /// A claim of 1 to 256 visible characters of ASCII; `nil` where there is none. Of other characters there are some that look the same,
    /// and some that are compared as the same though their bytes differ.
    func identifierClaim(_ name: String) throws(TokenFault) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.string, (1...256).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw TokenFault(.malformedClaim) }
        return text
    }
}

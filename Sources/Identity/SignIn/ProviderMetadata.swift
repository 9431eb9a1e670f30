// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// What a provider says of itself (OpenID Connect Discovery 1.0).
struct ProviderMetadata: Sendable, Hashable {
    let issuer: String
    let authorizationAddress: String
    let tokenAddress: String
    let keysAddress: String
    let endSessionAddress: String?
    /// Where more is said of somebody than their ID token says; `nil` where there is no such place that may be used.
    let userInfoAddress: String?
    /// Whether every answer names the issuer (RFC 9207).
    let namesIssuerInAnswers: Bool

    /// - Throws: ``SignInFailure/metadataUnfit(_:)`` where it is for another issuer, or lacks what is needed.
    init(_ bytes: [UInt8], issuer: String) throws(SignInFailure) {
        let root: JSONValue
        do throws(JSONError) { root = try JSONDocument(parsing: bytes).root } catch {
            throw .metadataUnfit("no JSON")
        }
        guard root["issuer"]?.string == issuer else { throw .metadataUnfit("another issuer") }
        func address(_ name: String) throws(SignInFailure) -> String {
            guard let text = root[name]?.string, Self.isSafe(text, for: issuer) else { throw .metadataUnfit(name) }
            return text
        }
        self.issuer = issuer
        authorizationAddress = try address("authorization_endpoint")
        tokenAddress = try address("token_endpoint")
        keysAddress = try address("jwks_uri")
        endSessionAddress = root["end_session_endpoint"] == nil ? nil : try address("end_session_endpoint")
        userInfoAddress = root["userinfo_endpoint"]?.string.flatMap { Self.isSafe($0, for: issuer) ? $0 : nil }
        namesIssuerInAnswers = root["authorization_response_iss_parameter_supported"]?.boolean ?? false
        // A provider that says which methods of PKCE it knows must know S256; one that says nothing gets it all the same.
        if let methods = root["code_challenge_methods_supported"],
            !methods.elements.contains(where: { $0.string == "S256" })
        {
            throw .metadataUnfit("code_challenge_methods_supported")
        }
    }

    /// Whether an address may be used: https, or plain http on the loopback address for an issuer that is there itself.
    static func isSafe(_ address: String, for issuer: String) -> Bool {
        guard address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }), !address.contains("#")
        else { return false }
        if address.hasPrefix("https://") { return true }
        return isOnLoopback(address) && isOnLoopback(issuer)
    }

    private static func isOnLoopback(_ address: String) -> Bool {
        guard address.hasPrefix("http://") else { return false }
        let authority = address.dropFirst("http://".count).prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { return false }
        let host =
            authority.hasPrefix("[") ? authority.prefix { $0 != "]" }.dropFirst() : authority.prefix { $0 != ":" }
        return host == "127.0.0.1" || host == "localhost" || host == "::1"
    }
}

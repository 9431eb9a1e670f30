// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Crypto
import JSON

/// Decides whether an ID token says, truly and for this sign-in, who the person is (OpenID Connect Core 1.0, 3.1.3.7).
struct IDTokenVerifier: Sendable {
    let issuer: String
    let clientID: String
    let clockDifference: Int

    /// How old a token may be, in seconds: it is fetched at once.
    private static let greatestAge = 600
    static let greatestLength = 16 << 10

    /// A token cut into its parts, of which nothing is believed yet.
    struct Parts {
        let header: JSONValue
        let claims: JSONValue
        let signed: [UInt8]
        let signature: [UInt8]

        init(_ token: String, mostBytes: Int = IDTokenVerifier.greatestLength) throws(SignInFailure) {
            let pieces = token.split(separator: ".", omittingEmptySubsequences: false)
            guard token.utf8.count <= mostBytes, pieces.count == 3,
                let header = URLSafeBase64.decode(pieces[0]), let claims = URLSafeBase64.decode(pieces[1]),
                let signature = URLSafeBase64.decode(pieces[2])
            else { throw .tokenUnfit(.malformed) }
            do throws(JSONError) {
                self.header = try JSONDocument(parsing: header).root
                self.claims = try JSONDocument(parsing: claims).root
            } catch { throw .tokenUnfit(.malformed) }
            signed = Array("\(pieces[0]).\(pieces[1])".utf8)
            self.signature = signature
        }

        var keyID: String? { header["kid"]?.string }
    }

    /// The claims of a token that is fit.
    /// - Throws: ``SignInFailure/tokenUnfit(_:)``.
    func claims(
        of parts: Parts, key: ProviderKeys.Key, nonce: String, accessToken: String?, now: Int
    ) async throws(SignInFailure) -> JSONValue {
        try await checkSignature(of: parts, by: key)
        let claims = parts.claims
        try checkParties(claims)
        try checkTimes(claims, now: now)
        guard let said = claims["nonce"]?.string, said.isSameSecret(as: nonce) else { throw .tokenUnfit(.nonce) }
        guard let subject = claims["sub"]?.string, (1...255).contains(subject.utf8.count) else {
            throw .tokenUnfit(.subject)
        }
        if let hash = claims["at_hash"] {
            guard let accessToken, let said = hash.string, said == Self.leftHalf(of: accessToken, key.algorithm) else {
                throw .tokenUnfit(.accessTokenHash)
            }
        }
        return claims
    }

    /// The claims of a userinfo response that was signed (OpenID Connect Core 1.0, 5.3.2). It was fetched at once with the access token of
    /// this sign-in, and so need not say how long it holds; where it does, it must.
    /// - Throws: ``SignInFailure/tokenUnfit(_:)``.
    func signedUserInfo(_ parts: Parts, key: ProviderKeys.Key, now: Int) async throws(SignInFailure) -> JSONValue {
        try await checkSignature(of: parts, by: key)
        try checkParties(parts.claims)
        if parts.claims["exp"] != nil { try checkEnd(parts.claims, now: now) }
        try checkBegin(parts.claims, now: now)
        return parts.claims
    }

    private func checkSignature(of parts: Parts, by key: ProviderKeys.Key) async throws(SignInFailure) {
        guard parts.header["crit"] == nil else { throw .tokenUnfit(.critical) }
        // The key says which algorithm it is for; what the token says can only agree with it.
        guard parts.header["alg"]?.string == key.algorithm else { throw .tokenUnfit(.algorithm) }
        guard await key.isSignature(parts.signature, of: parts.signed) else { throw .tokenUnfit(.signature) }
    }

    private func checkParties(_ claims: JSONValue) throws(SignInFailure) {
        guard claims["iss"]?.string == issuer else { throw .tokenUnfit(.issuer) }
        let audience = claims["aud"].map { aud in aud.string.map { [$0] } ?? aud.elements.compactMap(\.string) } ?? []
        guard audience.contains(clientID) else { throw .tokenUnfit(.audience) }
        let party = claims["azp"]
        if let party, party.string != clientID { throw .tokenUnfit(.authorizedParty) }
        // A token for several is only then for this one if it says that this one asked for it.
        if audience.count > 1, party == nil { throw .tokenUnfit(.authorizedParty) }
    }

    private func checkTimes(_ claims: JSONValue, now: Int) throws(SignInFailure) {
        try checkEnd(claims, now: now)
        guard let issued = Self.seconds(claims["iat"]), issued <= now + clockDifference,
            now - issued <= Self.greatestAge
        else { throw .tokenUnfit(.issuedAt) }
        try checkBegin(claims, now: now)
    }

    private func checkEnd(_ claims: JSONValue, now: Int) throws(SignInFailure) {
        guard let end = Self.seconds(claims["exp"]), now < end + clockDifference else { throw .tokenUnfit(.expired) }
    }

    private func checkBegin(_ claims: JSONValue, now: Int) throws(SignInFailure) {
        if let begin = claims["nbf"] {
            guard let begin = Self.seconds(begin), begin <= now + clockDifference else {
                throw .tokenUnfit(.notYetValid)
            }
        }
    }

    /// A moment in whole seconds; a part of a second is left out.
    private static func seconds(_ value: JSONValue?) -> Int? {
        value?.numberLexeme.flatMap { lexeme in Int(lexeme.prefix { $0 != "." }) }
    }

    private static func leftHalf(of token: String, _ algorithm: String) -> String {
        let bytes = Array(token.utf8)
        let digest = algorithm.hasSuffix("384") ? Array(SHA384.hash(data: bytes)) : Array(SHA256.hash(data: bytes))
        return URLSafeBase64.encode(Array(digest.prefix(digest.count / 2)))
    }
}

extension String {
    /// Whether two texts are the same, in a time that does not tell where they differ.
    func isSameSecret(as other: String) -> Bool {
        let (mine, theirs) = (Array(utf8), Array(other.utf8))
        guard mine.count == theirs.count else { return false }
        return zip(mine, theirs).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
    }
}

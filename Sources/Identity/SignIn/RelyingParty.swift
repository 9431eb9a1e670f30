// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Crypto
import JSON

/// The gateway as a relying party of an OpenID provider: authorization code with PKCE (S256), state and nonce. What the provider says
/// of itself is fetched once and again after a while; its keys again when a token names one that is not known.
public actor RelyingParty {
    nonisolated let configuration: SignInConfiguration
    private let connection: any ProviderConnection
    private let now: @Sendable () -> Int
    private let randomBytes: @Sendable (Int) -> [UInt8]
    private var known: (metadata: ProviderMetadata, keys: ProviderKeys, at: Int)?

    /// After so many seconds the metadata is fetched anew, and before so many the keys are not fetched again.
    private static let metadataAge = 3600
    private static let keysPause = 30

    /// - Parameters:
    ///   - now: the seconds since 1970.
    ///   - randomBytes: as many bytes as asked for, fit for keys.
    public init(
        _ configuration: SignInConfiguration, connection: any ProviderConnection, now: @escaping @Sendable () -> Int,
        randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.configuration = configuration
        self.connection = connection
        self.now = now
        self.randomBytes = randomBytes
    }

    /// Begins a sign-in.
    /// - Parameter redirectAddress: where the provider sends the browser back to.
    public func begin(redirectAddress: String) async throws(SignInFailure) -> SignInAttempt {
        let metadata = try await provider().metadata
        let (state, nonce, verifier) = (secret(), secret(), secret())
        let challenge = URLSafeBase64.encode(Array(SHA256.hash(data: Array(verifier.utf8))))
        var parameters = [
            ("response_type", "code"), ("client_id", configuration.clientID), ("redirect_uri", redirectAddress),
            ("scope", configuration.scopes.joined(separator: " ")), ("state", state), ("nonce", nonce),
            ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ]
        if !configuration.wantedStrengths.isEmpty {
            parameters.append(("acr_values", configuration.wantedStrengths.joined(separator: " ")))
        }
        return SignInAttempt(
            address: FormText.appending(parameters, to: metadata.authorizationAddress), state: state, nonce: nonce,
            verifier: verifier, redirectAddress: redirectAddress)
    }

    /// Finishes a sign-in with what the provider sent the browser back with.
    public func finish(
        _ attempt: SignInAttempt, answer parameters: [(name: String, value: String)]
    ) async throws(SignInFailure) -> SignedInPerson {
        func only(_ name: String) throws(SignInFailure) -> String? {
            let values = parameters.filter { $0.name == name }
            guard values.count <= 1 else { throw .notBegunHere }
            return values.first?.value
        }
        guard let state = try only("state"), state.isSameSecret(as: attempt.state) else { throw .notBegunHere }
        let metadata = try await provider().metadata
        let issuer = try only("iss")
        if issuer != nil || metadata.namesIssuerInAnswers, issuer != metadata.issuer { throw .tokenUnfit(.issuer) }
        guard try only("error") == nil else { throw .refusedByProvider }
        guard let code = try only("code"), !code.isEmpty else { throw .refusedByProvider }
        let tokens = try await exchange(code, attempt, metadata)
        let parts = try IDTokenVerifier.Parts(tokens.identity)
        let claims = try await verifier.claims(
            of: parts, key: try await key(parts.keyID), nonce: attempt.nonce, accessToken: tokens.access, now: now())
        let more = try await userInfo(of: claims["sub"]?.string ?? "", access: tokens.access, metadata)
        return try PersonClaims(identity: claims, userInfo: more).person(by: configuration, token: tokens.identity)
    }

    private var verifier: IDTokenVerifier {
        IDTokenVerifier(
            issuer: configuration.issuer, clientID: configuration.clientID,
            clockDifference: configuration.clockDifference)
    }

    /// Where a browser goes to end the session at the provider too; `nil` where the provider has no such place.
    public func endAddress(token: String, returningTo address: String) async -> String? {
        guard let end = known?.metadata.endSessionAddress else { return nil }
        return FormText.appending(
            [
                ("id_token_hint", token), ("client_id", configuration.clientID),
                ("post_logout_redirect_uri", address),
            ], to: end)
    }

    // MARK: What the provider says of itself

    private func provider() async throws(SignInFailure) -> (metadata: ProviderMetadata, keys: ProviderKeys, at: Int) {
        if let known, now() - known.at < Self.metadataAge { return known }
        let issuer = configuration.issuer
        let place = (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
        guard ProviderMetadata.isSafe(place, for: issuer) else { throw .metadataUnfit("the issuer is not https") }
        let metadata = try ProviderMetadata(try await get(place), issuer: issuer)
        if configuration.asksUserInfo, metadata.userInfoAddress == nil { throw .metadataUnfit("userinfo_endpoint") }
        let fetched = (metadata, try ProviderKeys(try await get(metadata.keysAddress)), now())
        known = fetched
        return fetched
    }

    private func key(_ id: String?) async throws(SignInFailure) -> ProviderKeys.Key {
        let (metadata, keys, fetchedAt) = try await provider()
        if let key = keys.key(id) { return key }
        guard now() - fetchedAt >= Self.keysPause else { throw .tokenUnfit(.key) }
        let fresh = try ProviderKeys(try await get(metadata.keysAddress))
        known = (metadata, fresh, now())
        guard let key = fresh.key(id) else { throw .tokenUnfit(.key) }
        return key
    }

    private func get(_ address: String) async throws(SignInFailure) -> [UInt8] {
        let answer = try await connection.send(ProviderRequest(address))
        guard answer.status == 200 else { throw .providerUnavailable }
        return answer.body
    }

    // MARK: Code and claims

    private func exchange(
        _ code: String, _ attempt: SignInAttempt, _ metadata: ProviderMetadata
    ) async throws(SignInFailure) -> (identity: String, access: String?) {
        let form = FormText.joined([
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", attempt.redirectAddress),
            ("code_verifier", attempt.verifier),
        ])
        let secret = FormText.encode(configuration.clientSecret.disclosed)
        let pair = Array("\(FormText.encode(configuration.clientID)):\(secret)".utf8)
        let answer = try await connection.send(
            ProviderRequest(metadata.tokenAddress, form: form, authorization: "Basic " + FormText.base64(pair)))
        guard answer.status == 200 else { throw answer.status >= 500 ? .providerUnavailable : .codeNotTaken }
        let root: JSONValue
        do throws(JSONError) { root = try JSONDocument(parsing: answer.body).root } catch { throw .codeNotTaken }
        guard let identity = root["id_token"]?.string else { throw .codeNotTaken }
        return (identity, root["access_token"]?.string)
    }

    // MARK: Userinfo

    /// What the provider says of the person besides; `nil` where it is not to be asked. It is about nobody but whom the ID token names.
    private func userInfo(
        of subject: String, access: String?, _ metadata: ProviderMetadata
    ) async throws(SignInFailure) -> JSONValue? {
        guard configuration.asksUserInfo else { return nil }
        guard let address = metadata.userInfoAddress else { throw .metadataUnfit("userinfo_endpoint") }
        // A header can hold no more than this.
        guard let access, (1...(8 << 10)).contains(access.utf8.count), access.utf8.allSatisfy({ 0x21...0x7E ~= $0 })
        else { throw .userInfoRefused }
        let answer = try await connection.send(ProviderRequest(address, authorization: "Bearer " + access))
        guard answer.status == 200 else { throw answer.status >= 500 ? .providerUnavailable : .userInfoRefused }
        let claims = try await claims(in: answer)
        guard claims["sub"]?.string == subject else { throw .userInfoUnfit(.subject) }
        return claims
    }

    private func claims(in answer: ProviderAnswer) async throws(SignInFailure) -> JSONValue {
        let type = answer.contentType.map { $0.prefix { $0 != ";" && $0 != " " }.lowercased() }
        switch type {
        case "application/json", nil:
            do throws(JSONError) { return try JSONDocument(parsing: answer.body).root } catch {
                throw .userInfoUnfit(.malformed)
            }
        case "application/jwt":
            do throws(SignInFailure) {
                let token = String(decoding: answer.body, as: UTF8.self)
                let parts = try IDTokenVerifier.Parts(token, mostBytes: answer.body.count)
                return try await verifier.signedUserInfo(parts, key: try await key(parts.keyID), now: now())
            } catch {
                guard case .tokenUnfit(let fault) = error else { throw error }
                throw .userInfoUnfit(fault)
            }
        default: throw .userInfoUnfit(.malformed)
        }
    }

    private func secret() -> String { URLSafeBase64.encode(randomBytes(32)) }
}

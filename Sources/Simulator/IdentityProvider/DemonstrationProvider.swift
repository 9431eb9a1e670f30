// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Crypto
import HTTPTypes
import JSON
import Synchronization

/// A small OpenID provider for the demonstration: who clicks a name is signed in by that name. It is for the loopback interface alone, and
/// says on every page what it is. It is written from the standards, not from the gateway's code: authorization code with PKCE.
public final class DemonstrationProvider: Sendable {
    /// What the provider must know of the gateway.
    public struct Client: Sendable {
        public let id: String
        public let secret: String
        /// The client for which bearer tokens are made on the command line, and the address for which they are good.
        public var tokenClientID = "mig-demonstration"

        public init(id: String, secret: String) {
            self.id = id
            self.secret = secret
        }
    }

    /// A code that was given out, good for a minute, once.
    struct Grant {
        let user: DemonstrationUser
        let redirectAddress: String
        let challenge: String
        let nonce: String?
        let end: Int
    }

    let client: Client
    let now: @Sendable () -> Int
    let randomBytes: @Sendable (Int) -> [UInt8]
    let signer = TokenSigner()
    let grants = Mutex<[String: Grant]>([:])

    static let codeLifetime = 60
    /// What tokens for the API of a demonstration name as audience, whose port is not known beforehand.
    private static let demonstrationAudience = "urn:mig:demonstration"
    static let tokenLifetime = 300

    /// - Parameters:
    ///   - now: the seconds since 1970.
    ///   - randomBytes: as many bytes as asked for, fit for keys.
    public init(
        client: Client, now: @escaping @Sendable () -> Int, randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.client = client
        self.now = now
        self.randomBytes = randomBytes
    }

    /// The answer to a request.
    /// - Parameter issuer: the provider's own address.
    func respond(to request: SimulatedRequest, issuer: String) -> SimulatedResponse {
        switch (request.method, request.path) {
        case (.get, [".well-known", "openid-configuration"]): .json(metadata(issuer))
        case (.get, ["keys"]): .json(signer.keys)
        case (.get, ["authorize"]): authorize(request, issuer)
        case (.post, ["authorize"]): choose(request, issuer)
        case (.post, ["token"]): token(request, issuer)
        case (.post, ["demonstration-token"]): bearerToken(request, issuer)
        case (.get, ["end"]): end(request)
        default: .page(ProviderPage.nothing, status: 404)
        }
    }

    private func metadata(_ issuer: String) -> JSONTree {
        .object(
            JSONObject([
                "issuer": .string(issuer), "authorization_endpoint": .string(issuer + "/authorize"),
                "token_endpoint": .string(issuer + "/token"), "jwks_uri": .string(issuer + "/keys"),
                "end_session_endpoint": .string(issuer + "/end"), "response_types_supported": ["code"],
                "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "authorization_response_iss_parameter_supported": true,
            ]))
    }

    // MARK: The person

    private func authorize(_ request: SimulatedRequest, _ issuer: String) -> SimulatedResponse {
        guard let wish = Wish(request, client) else { return .page(ProviderPage.wrongRequest, status: 400) }
        return .page(ProviderPage.choice(wish.fields))
    }

    private func choose(_ request: SimulatedRequest, _ issuer: String) -> SimulatedResponse {
        guard let wish = Wish(request, client), let user = request.parameter("user").flatMap(DemonstrationUser.named)
        else { return .page(ProviderPage.wrongRequest, status: 400) }
        let code = AddressText.encode(randomBytes(24))
        let grant = Grant(
            user: user, redirectAddress: wish.redirectAddress, challenge: wish.challenge, nonce: wish.nonce,
            end: now() + Self.codeLifetime)
        let moment = now()
        grants.withLock { grants in
            grants = grants.filter { $0.value.end > moment }
            grants[code] = grant
        }
        let answer = [("code", code), ("state", wish.state), ("iss", issuer)]
            .map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        return .redirect(wish.redirectAddress + "?" + answer)
    }

    private func end(_ request: SimulatedRequest) -> SimulatedResponse {
        guard let back = request.parameter("post_logout_redirect_uri"), Wish.isOnLoopback(back) else {
            return .page(ProviderPage.ended)
        }
        return .redirect(back)
    }

    // MARK: Tokens

    private func token(_ request: SimulatedRequest, _ issuer: String) -> SimulatedResponse {
        guard isClient(request) else { return .fault("invalid_client", status: 401) }
        guard request.parameter("grant_type") == "authorization_code", let code = request.parameter("code"),
            let grant = grants.withLock({ $0.removeValue(forKey: code) }), now() < grant.end,
            grant.redirectAddress == request.parameter("redirect_uri"),
            AddressText.encode(AddressText.digest(request.parameter("code_verifier") ?? "")) == grant.challenge
        else { return .fault("invalid_grant", status: 400) }
        let access = AddressText.encode(randomBytes(32))
        var claims = identity(grant.user, issuer, audience: client.id)
        if let nonce = grant.nonce { claims["nonce"] = .string(nonce) }
        claims["at_hash"] = .string(AddressText.encode(Array(AddressText.digest(access).prefix(16))))
        guard let token = try? signer.token(claims, type: "JWT") else { return .fault("server_error", status: 500) }
        return .json(
            .object(
                JSONObject([
                    "access_token": .string(access), "token_type": "Bearer", "expires_in": 300,
                    "id_token": .string(token),
                ])))
    }

    /// A bearer token for the gateway's API, for somebody at this machine: the header is one that no page of another site can send.
    private func bearerToken(_ request: SimulatedRequest, _ issuer: String) -> SimulatedResponse {
        guard let header = HTTPField.Name("X-Demonstration"), request.headers[header] != nil,
            let user = request.parameter("as").flatMap(DemonstrationUser.named),
            let audience = request.parameter("audience"),
            audience == Self.demonstrationAudience || Wish.isOnLoopback(audience)
        else { return .fault("invalid_request", status: 400) }
        var claims = identity(user, issuer, audience: audience)
        claims["client_id"] = .string(client.tokenClientID)
        claims["jti"] = .string(AddressText.encode(randomBytes(18)))
        claims["nbf"] = .number(String(now()))
        claims["scope"] = .string(user.nhsNumber == nil ? "user/*.rs" : "patient/*.rs")
        claims["purpose_of_use"] = .string(user.nhsNumber == nil ? "TREAT" : "PATRQT")
        guard let token = try? signer.token(claims, type: "at+jwt") else {
            return .fault("server_error", status: 500)
        }
        return .json(.object(JSONObject(["access_token": .string(token), "token_type": "Bearer", "expires_in": 300])))
    }

    private func identity(_ user: DemonstrationUser, _ issuer: String, audience: String) -> JSONObject {
        var claims = JSONObject([
            "iss": .string(issuer), "sub": .string("demo-" + user.id), "aud": .string(audience),
            "iat": .number(String(now())), "exp": .number(String(now() + Self.tokenLifetime)),
            "name": .string(user.name), "role": .string(user.role), "organisation": .string(user.organisation),
            "acr": .string(user.strength),
        ])
        if let number = user.nhsNumber { claims["nhs_number"] = .string(number) }
        return claims
    }

    private func isClient(_ request: SimulatedRequest) -> Bool {
        let pair = "\(PercentEncoding.encode(client.id)):\(PercentEncoding.encode(client.secret))"
        return request.headers[.authorization] == "Basic " + StandardBase64.encode(Array(pair.utf8))
    }
}

/// What the gateway wishes of the provider.
private struct Wish {
    let redirectAddress: String
    let state: String
    let challenge: String
    let nonce: String?
    /// What comes back with the choice.
    let fields: [(name: String, value: String)]

    private static let names = [
        "client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge",
        "code_challenge_method",
    ]

    init?(_ request: SimulatedRequest, _ client: DemonstrationProvider.Client) {
        guard request.parameter("response_type") == "code", request.parameter("client_id") == client.id,
            request.parameter("scope")?.split(separator: " ").contains("openid") == true,
            request.parameter("code_challenge_method") == "S256", let state = request.parameter("state"),
            let challenge = request.parameter("code_challenge"), challenge.utf8.count == 43,
            let address = request.parameter("redirect_uri"), Self.isOnLoopback(address),
            address.hasSuffix("/signin/callback")
        else { return nil }
        (redirectAddress, self.state, self.challenge, nonce) = (address, state, challenge, request.parameter("nonce"))
        fields = Self.names.compactMap { name in request.parameter(name).map { (name, $0) } }
    }

    static func isOnLoopback(_ address: String) -> Bool {
        guard address.hasPrefix("http://") else { return false }
        let authority = address.dropFirst(7).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@"), !authority.contains("\\") else { return false }
        return ["127.0.0.1", "localhost"].contains(String(authority.prefix { $0 != ":" }))
    }
}

/// Base64 with padding (RFC 4648, 4).
private enum StandardBase64 {
    static func encode(_ bytes: [UInt8]) -> String {
        let text = AddressText.encode(bytes).map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        return String(text) + String(repeating: "=", count: (4 - text.count % 4) % 4)
    }
}

extension SimulatedResponse {
    static func json(_ tree: JSONTree, status: Int = 200) -> SimulatedResponse {
        SimulatedResponse(status: status, contentType: "application/json", body: tree.bytes)
    }

    static func fault(_ code: String, status: Int) -> SimulatedResponse {
        json(.object(JSONObject(["error": .string(code)])), status: status)
    }

    static func page(_ text: String, status: Int = 200) -> SimulatedResponse {
        var response = SimulatedResponse(
            status: status, contentType: "text/html; charset=utf-8", body: Array(text.utf8))
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
        return response
    }

    static func redirect(_ address: String) -> SimulatedResponse {
        var response = SimulatedResponse(status: 303, contentType: "text/plain", body: [])
        response.headers[.location] = address
        return response
    }
}

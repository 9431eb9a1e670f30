// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Foundation
import Identity
import Sharing

/// How it is established who asks: by bearer tokens on the API, and by a sign-in to the pages.
struct IdentityConfiguration: Sendable {
    /// Whose tokens the API accepts; `nil` where it accepts none.
    var tokens: TokenIssuer?
    /// With which provider people sign in to the pages; `nil` where there are no pages.
    var signIn: SignInConfiguration?
    /// After how long without use somebody who signed in is signed out.
    var idle = Duration.seconds(1800)

    /// Reads the sections `tokens` and `signIn`; `nil` where there is neither.
    init?(_ root: ConfigurationReader, folder: URL) {
        let tokens = root.section("tokens", isRequired: false).map(Self.issuer)
        let signIn = root.section("signIn", isRequired: false)
        guard tokens != nil || signIn != nil else { return nil }
        self.tokens = tokens
        if let signIn {
            idle = signIn.duration("idle", default: .seconds(1800), in: .seconds(60)...(.seconds(1800)))
            self.signIn = Self.signIn(signIn, folder: folder)
        }
    }

    init(tokens: TokenIssuer?, signIn: SignInConfiguration?) {
        self.tokens = tokens
        self.signIn = signIn
    }

    private static func issuer(_ reader: ConfigurationReader) -> TokenIssuer {
        let issuer = TokenIssuer(
            issuer: reader.text("issuer", allowed: "the issuer, exactly as its tokens name it"),
            audience: reader.text("audience", allowed: "what its tokens for this gateway name as audience"),
            keySetAddress: reader.text("keySet", allowed: "the address of its published keys"),
            rsaAlgorithm: reader.choice(
                "rsaAlgorithm", TokenAlgorithm.allCases.filter(\.isOfRSA).map { ($0.rawValue, $0) },
                default: TokenAlgorithm.rs256) ?? .rs256,
            tokenEndpoint: reader.optionalText("tokenEndpoint"),
            authorizationEndpoint: reader.optionalText("authorizationEndpoint"))
        reader.refuseUnknownKeys()
        return issuer
    }

    private static func signIn(_ reader: ConfigurationReader, folder: URL) -> SignInConfiguration {
        let file = reader.file("clientSecretFile", relativeTo: folder)
        let secret = file.flatMap { FileManager.default.contents(atPath: $0) }.flatMap {
            String(bytes: $0, encoding: .utf8)?.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        if secret?.isEmpty ?? true {
            reader.fault("clientSecretFile", found: "no secret", allowed: "the path of a file with the client's secret")
        }
        var configuration = SignInConfiguration(
            issuer: reader.text("issuer", allowed: "the provider's issuer, exactly"),
            clientID: reader.text("clientID", allowed: "what the provider calls the gateway"),
            clientSecret: Confidential(secret ?? ""))
        configuration.claims.role = reader.text("roleClaim", default: configuration.claims.role)
        configuration.claims.organisation = reader.text(
            "organisationClaim", default: configuration.claims.organisation)
        configuration.claims.name = reader.text("nameClaim", default: configuration.claims.name)
        configuration.claims.nhsNumber = reader.text("nhsNumberClaim", default: configuration.claims.nhsNumber)
        configuration.claims.strength = reader.text("strengthClaim", default: configuration.claims.strength)
        configuration.claims.roles = reader.optionalText("rolesClaim")
        configuration.claims.selectedRole = reader.text(
            "selectedRoleClaim", default: configuration.claims.selectedRole)
        configuration.asksUserInfo = reader.flag("userinfo", default: false)
        let roles = Role.known.filter { $0 != .demonstration }
        configuration.roles = reader.meanings("roles", roles.map { ($0.rawValue, $0) }) ?? configuration.roles
        configuration.strengths =
            reader.meanings("strengths", [("low", .low), ("substantial", .substantial), ("high", .high)])
            ?? configuration.strengths
        if reader.holds("scopes") {
            configuration.scopes = reader.texts("scopes", allowed: "the provider's scopes")
            if !configuration.scopes.contains("openid") {
                reader.fault("scopes", found: "no openid", allowed: "openid, and what else the provider's claims need")
            }
        }
        configuration.wantedStrengths =
            reader.holds("wantedStrengths")
            ? reader.texts("wantedStrengths", allowed: "the provider's acr values") : []
        reader.refuseUnknownKeys()
        return configuration
    }
}

extension TokenAlgorithm {
    fileprivate var isOfRSA: Bool {
        switch self {
        case .rs256, .rs384, .ps256: true
        case .es256, .es384: false
        }
    }
}

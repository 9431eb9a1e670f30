// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Identity
import NIOCore
import TestSupport

@testable import Web

/// Published keys that do not change.
struct FixedKeys: KeySetFetcher {
    var isDown = false
    struct Down: Error {}
    func fetch() async throws -> [UInt8] {
        if isDown { throw Down() }
        return TestKeys.published
    }
}

/// One certificate on every connection.
struct FixedCertificate: PeerCertificates {
    var shown: (byte: UInt8, name: String)? = (7, "ward.example")
    func certificate(of channel: any Channel) async -> PeerCertificate? {
        shown.map { PeerCertificate(thumbprint: [UInt8](repeating: $0.byte, count: 32), dnsNames: [$0.name]) }
    }
}

extension GatewayAuthentication {
    /// As it would be for a gateway with two registered systems.
    static func testing(_ certificates: FixedCertificate = FixedCertificate(), keysAreDown: Bool = false) -> Self {
        let now: @Sendable () -> Int = { TokenDraft.now }
        let issuer = TokenIssuer(
            issuer: TokenDraft.issuer, audience: TokenDraft.audience, keySetAddress: "https://auth.example/keys",
            tokenEndpoint: "https://auth.example/token")
        let directory = try? ConsumerDirectory([
            RegisteredConsumer(
                id: "ward", name: "Ward system", organisation: "RXX01", certificateNames: ["ward.example"],
                clientID: "ward-app", statesRelationships: true),
            RegisteredConsumer(
                id: "kiosk", name: "Kiosk", organisation: "RXX01", clientID: "kiosk", needsBoundTokens: false),
        ])
        let consumers = directory ?? .nobody
        return .required(
            BearerAuthentication(
                verifier: BearerTokenVerifier(
                    issuer: issuer, keys: KeySetCache(fetcher: FixedKeys(isDown: keysAreDown), now: now), now: now),
                maker: RequesterMaker(consumers: consumers), replays: ReplayMemory(now: now)),
            certificates: certificates)
    }
}

/// The header of a token that is made as a test says.
func bearing(_ change: (inout TokenDraft) -> Void = { _ in }) -> [String: String] {
    var draft = TokenDraft()
    change(&draft)
    return ["Authorization": "Bearer \(draft.text)"]
}

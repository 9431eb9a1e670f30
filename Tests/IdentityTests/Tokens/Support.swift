// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Identity
import Sharing
import Synchronization
import TestSupport

/// Seconds that a test moves on.
final class TestSeconds: Sendable {
    private let seconds = Mutex(TokenDraft.now)
    var now: @Sendable () -> Int { { self.seconds.withLock { $0 } } }
    func advance(by count: Int) { seconds.withLock { $0 += count } }
}

/// Published keys that a test changes, counted as they are got.
final class TestKeySet: KeySetFetcher {
    struct Down: Error {}
    private let state = Mutex<(set: [UInt8]?, fetches: Int)>((TestKeys.published, 0))

    var fetches: Int { state.withLock { $0.fetches } }

    /// `nil` where nobody answers.
    func publish(_ set: [UInt8]?) { state.withLock { $0.set = set } }

    func fetch() async throws -> [UInt8] {
        // Others get their turn meanwhile, as they do while an answer is on its way.
        for _ in 0..<20 { await Task.yield() }
        let set = state.withLock { state in
            state.fetches += 1
            return state.set
        }
        guard let set else { throw Down() }
        return set
    }
}

/// Everything that stands between a token and its requester.
struct TestTrust {
    let seconds = TestSeconds()
    let keySet = TestKeySet()
    let authentication: BearerAuthentication

    static let consumers = (try? ConsumerDirectory(registered)) ?? .nobody

    private static let registered = [
        RegisteredConsumer(
            id: "ward", name: "Ward system", organisation: "RXX01", certificateNames: ["ward.example"],
            clientID: "ward-app", otherOrganisations: ["RXX02"], statesRelationships: true),
        RegisteredConsumer(
            id: "clinic", name: "Clinic system", organisation: "RXX01", certificateNames: ["clinic.example"],
            clientID: "clinic-app"),
        RegisteredConsumer(
            id: "kiosk", name: "Kiosk", organisation: "RXX01", clientID: "kiosk", needsBoundTokens: false),
        RegisteredConsumer(
            id: "desk", name: "Desk", organisation: "RXX01", certificateNames: ["desk.example"], clientID: "desk",
            needsBoundTokens: false),
        RegisteredConsumer(id: "silent", name: "No tokens", organisation: "RXX01"),
    ]

    init(replayCapacity: Int = 1_000) {
        let issuer = TokenIssuer(
            issuer: TokenDraft.issuer, audience: TokenDraft.audience, keySetAddress: "https://auth.example/keys")
        authentication = BearerAuthentication(
            verifier: BearerTokenVerifier(
                issuer: issuer, keys: KeySetCache(fetcher: keySet, now: seconds.now), now: seconds.now),
            maker: RequesterMaker(consumers: Self.consumers),
            replays: ReplayMemory(capacity: replayCapacity, now: seconds.now))
    }

    func requester(_ draft: TokenDraft) async throws(TokenFault) -> Requester {
        let certificate = draft.certificate.map {
            PeerCertificate(thumbprint: [UInt8](repeating: $0.byte, count: 32), dnsNames: [$0.name])
        }
        return try await authentication.requester(bearing: draft.text, certificate: certificate)
    }

    func reason(_ draft: TokenDraft) async -> TokenFault.Reason? {
        do throws(TokenFault) {
            _ = try await requester(draft)
            return nil
        } catch { return error.reason }
    }
}

func draft(_ id: String = "token-1", _ change: (inout TokenDraft) -> Void = { _ in }) -> TokenDraft {
    var draft = TokenDraft(id: id)
    change(&draft)
    return draft
}

/// A draft of a system whose tokens are bound to nothing.
func unbound(_ id: String) -> TokenDraft {
    draft(id) { draft in
        draft.claim("client_id", #""kiosk""#)
        draft.claim("cnf", nil)
        draft.certificate = nil
    }
}

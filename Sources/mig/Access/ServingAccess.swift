// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import Brokering
import FHIR
import Foundation
import Identity
import NIOCore
import Sharing
import Storage
import Web

/// How it is established who asks, and by what it is decided what they may see. Whoever makes one shuts it down.
struct ServingAccess: Sendable {
    let authentication: GatewayAuthentication
    let signIn: ViewerSignIn?
    let sharing: SQLiteSharingRegister
    private let keysClient: HTTPClient?
    private let providerConnection: HTTPProviderConnection?

    /// Makes it from a configuration.
    /// - Throws: ``Sentence`` where a register or the consumers cannot be used.
    static func prepared(
        _ identity: IdentityConfiguration, consumers: [RegisteredConsumer], register: SQLiteSharingRegister,
        isDemonstration: Bool = false
    ) async throws -> ServingAccess {
        let client = identity.tokens.map { _ in Self.client() }
        let bearer: BearerAuthentication
        do { bearer = try Self.bearer(identity.tokens, consumers, client) } catch {
            try? await client?.shutdown()
            throw error
        }
        var signIn: ViewerSignIn?
        var connection: HTTPProviderConnection?
        if let configuration = identity.signIn {
            let made = HTTPProviderConnection()
            connection = made
            var pages = ViewerSignIn(
                RelyingParty(
                    configuration, connection: made, now: { Self.now() }, randomBytes: { Self.randomBytes($0) }))
            pages.limits.idle = identity.idle
            pages.isDemonstration = isDemonstration
            pages.alerts = register
            signIn = pages
        }
        return ServingAccess(
            authentication: .required(
                bearer, certificates: ConnectionCertificates()),
            signIn: signIn, sharing: register, keysClient: client, providerConnection: connection)
    }

    /// Closes every connection.
    func shutDown() async {
        await providerConnection?.shutDown()
        try? await keysClient?.shutdown()
    }

    /// Without an issuer nobody's token is accepted.
    private static func bearer(
        _ issuer: TokenIssuer?, _ consumers: [RegisteredConsumer], _ client: HTTPClient?
    ) throws -> BearerAuthentication {
        let clock: @Sendable () -> Int = { now() }
        let directory: ConsumerDirectory
        do { directory = try ConsumerDirectory(consumers) } catch {
            throw Sentence("The consumers cannot be registered side by side: \(error)")
        }
        let known = issuer ?? TokenIssuer(issuer: "", audience: "", keySetAddress: "")
        let keys: any KeySetFetcher
        if let issuer, let client {
            do {
                keys = try HTTPKeySetFetcher(
                    address: issuer.keySetAddress, origin: issuer.keySetAddress, client: client)
            } catch {
                throw Sentence("tokens.keySet has to be an address over TLS, or on this machine.")
            }
        } else {
            keys = NoKeys()
        }
        return BearerAuthentication(
            verifier: BearerTokenVerifier(
                issuer: known, keys: KeySetCache(fetcher: keys, rsaAlgorithm: known.rsaAlgorithm, now: clock),
                now: clock),
            maker: RequesterMaker(consumers: directory), replays: ReplayMemory(now: clock))
    }

    private static func client() -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(3), read: .seconds(5))
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    private static func now() -> Int { SystemClock().utc.earliestSecond }

    private static func randomBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max) }
    }

    /// Where no issuer is configured, no key is good.
    private struct NoKeys: KeySetFetcher {
        func fetch() async throws -> [UInt8] { Array(#"{"keys":[]}"#.utf8) }
    }
}

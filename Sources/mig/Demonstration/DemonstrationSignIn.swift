// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Foundation
import Identity
import Simulator

/// Signing in to the demonstration: its own provider, and the gateway as that provider's client.
struct DemonstrationSignIn: Sendable {
    /// The provider's address.
    let issuer: String
    private let client: DemonstrationProvider.Client

    /// Runs the provider for as long as something is done with it; where another is named, nothing is run.
    static func run<Result: Sendable>(
        with another: String? = nil, _ body: @escaping @Sendable (DemonstrationSignIn) async throws -> Result
    ) async throws -> Result {
        if let another {
            let secret = ProcessInfo.processInfo.environment["MIG_CLIENT_SECRET"] ?? ""
            return try await body(
                DemonstrationSignIn(
                    issuer: another, client: DemonstrationProvider.Client(id: "gateway", secret: secret)))
        }
        let client = DemonstrationProvider.Client(
            id: "gateway", secret: randomBytes(24).map { String($0, radix: 16) }.joined())
        let provider = DemonstrationProvider(client: client, now: { now() }, randomBytes: { randomBytes($0) })
        let (issuers, started) = AsyncStream<String>.makeStream()
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await DemonstrationProviderServer(provider).run { started.yield($0) }
                return nil
            }
            group.addTask {
                for await issuer in issuers {
                    return try await body(DemonstrationSignIn(issuer: issuer, client: client))
                }
                throw CancellationError()
            }
            while let finished = try await group.next() {
                guard let finished else { continue }
                group.cancelAll()
                return finished
            }
            throw CancellationError()
        }
    }

    /// Who signs in to this gateway and whose tokens it takes, and what its controllers share with them.
    func access(
        to configuration: GatewayConfiguration, folder: DemoFolder, idle: Duration
    ) async throws -> ServingAccess {
        let known = Set(DemonstrationSource.allCases.map(\.odsCode))
        let more = configuration.sources.map(\.controller).filter { !known.contains($0.odsCode) }
        let sharing = try DemonstrationSharing.configuration(in: folder, and: more)
        var identity = IdentityConfiguration(
            tokens: TokenIssuer(
                issuer: issuer, audience: DemonstrationToken.audience, keySetAddress: issuer + "/keys",
                tokenEndpoint: issuer + "/token"),
            signIn: SignInConfiguration(
                issuer: issuer, clientID: client.id, clientSecret: Confidential(client.secret)))
        identity.idle = idle
        let organisations = Set(DemonstrationUser.all.map(\.organisation))
        let consumer = RegisteredConsumer(
            id: DemonstrationToken.client, name: "Command line", organisation: "DEMO",
            clientID: DemonstrationToken.client, needsBoundTokens: false, otherOrganisations: organisations)
        return try await ServingAccess.prepared(
            identity, consumers: [consumer],
            register: try await sharing.preparedRegister(at: SystemClock().utc), isDemonstration: true)
    }

    private static func now() -> Int { SystemClock().utc.earliestSecond }

    private static func randomBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max) }
    }
}

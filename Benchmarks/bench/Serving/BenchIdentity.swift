// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Crypto
import FHIR
import Foundation
import Identity
import NIOCore
import Sharing
import Storage
import Web

/// Who asks in a benchmark, where that is established: a doctor with a token that is bound to a certificate, and agreements on disk that
/// let them in. The process that asks and the one that is asked make the same key.
enum BenchIdentity {
    /// Set in the environment of a gateway that is to establish who asks.
    static let variable = "MIG_BENCH_IDENTITY"
    private static let organisation = "RXX01"
    private static let thumbprint = [UInt8](repeating: 7, count: 32)
    private static let second = 1_000_000

    struct Unusable: Error {}

    private static func key() throws -> P256.Signing.PrivateKey {
        try P256.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 3, count: 32))
    }

    static var requester: Requester {
        Requester(
            person: "person", role: .doctor, organisation: organisation, system: "ward", purpose: .treatment,
            strength: .high,
            establishment: Establishment(person: .token, organisation: .token, system: .token, purpose: .token))
    }

    /// The header with a token that is good for the whole run.
    static func header() throws -> String {
        let claims =
            #"{"iss":"i","aud":"a","iat":\#(second),"exp":\#(second + 300),"jti":"t","sub":"person","name":"Ada Test","client_id":"ward","role":"doctor","organisation":"\#(organisation)","purpose_of_use":"TREAT","acr":"aal3","scope":"openid user/*.rs","cnf":{"x5t#S256":"\#(text(Data(thumbprint)))"}}"#
        let signed =
            text(Data(#"{"alg":"ES256","typ":"at+jwt","kid":"k"}"#.utf8)) + "." + text(Data(claims.utf8))
        let signature = try key().signature(for: Data(signed.utf8)).rawRepresentation
        return "Authorization: Bearer \(signed).\(text(signature))\r\n"
    }

    static func authentication() throws -> GatewayAuthentication {
        let now: @Sendable () -> Int = { second }
        let raw = try key().publicKey.rawRepresentation
        let set =
            #"{"keys":[{"kty":"EC","kid":"k","crv":"P-256","x":"\#(text(raw.prefix(32)))","y":"\#(text(raw.suffix(32)))"}]}"#
        let consumer = RegisteredConsumer(
            id: "ward", name: "Ward", organisation: organisation, certificateNames: ["ward.example"], clientID: "ward")
        let verifier = BearerTokenVerifier(
            issuer: TokenIssuer(issuer: "i", audience: "a", keySetAddress: "https://auth.example/keys"),
            keys: KeySetCache(fetcher: Keys(set: Array(set.utf8)), now: now), now: now)
        return .required(
            BearerAuthentication(
                verifier: verifier, maker: RequesterMaker(consumers: try ConsumerDirectory([consumer])),
                replays: ReplayMemory(now: now)), certificates: Shown())
    }

    /// A register on disk, in which every controller shares everything with the doctor.
    static func register(in folder: String, of controllers: [String], at now: FHIRDateTime) async throws
        -> SQLiteSharingRegister
    {
        guard let begin = FHIRDateTime("2026-01-01") else { throw Unusable() }
        let register = try SQLiteSharingRegister(
            path: folder + "/register.sqlite",
            reading: AgreementReading(
                agreement: { try AgreementDocument.read($0) }, template: { _ in throw Unusable() },
                adopted: { _, _, _, _ in throw Unusable() }))
        for controller in controllers {
            let clause = SharingClause(
                id: "doctors", consumers: [.organisation(organisation)], roles: [.doctor], purposes: [.treatment],
                datasets: Set(Dataset.allCases), permission: .implied, needsRelationship: false)
            let agreement = SharingAgreement(
                id: "agreement-\(controller.lowercased())", version: 1, title: "Sharing", controller: controller,
                validFrom: begin,
                signatories: [
                    .init(name: "A. Guardian", capacity: "guardian", organisation: controller, signedOn: begin)
                ],
                clauses: [clause])
            _ = try await register.publishIfNewer(AgreementDocument.write(agreement), by: "bench", at: now)
        }
        return register
    }

    private struct Keys: KeySetFetcher {
        let set: [UInt8]
        func fetch() async throws -> [UInt8] { set }
    }

    /// The one certificate of every connection: what TLS costs is not measured here.
    private struct Shown: PeerCertificates {
        func certificate(of channel: any Channel) async -> PeerCertificate? {
            PeerCertificate(thumbprint: thumbprint, dnsNames: ["ward.example"])
        }
    }

    private static func text(_ bytes: Data) -> String {
        bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

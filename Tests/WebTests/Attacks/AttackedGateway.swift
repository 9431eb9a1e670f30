// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Glibc
import HTTPTypes
import Hummingbird
import Identity
import Logging
import NIOCore
import NIOPosix
import Sharing
import Synchronization
import TestSupport

@testable import Web

/// The real responder without a network: each request is handed to it as a connection would, on a channel that stands for a
/// connection with a certificate of its own.
struct AttackedGateway: Sendable {
    static let authority = "gateway.example"
    private let responder: GatewayResponder
    private let channels: [String: any Channel]

    /// Every certificate that can be shown, by its name; nothing is shown under the empty one.
    static let certificates: [String: UInt8] = [
        "ward.example": 7, "clinic.example": 8, "kiosk.example": 6, "lonely.example": 9, "nobody.example": 5,
        "desk.example": 4,
    ]

    private struct Certificates: PeerCertificates {
        let shown: [ObjectIdentifier: PeerCertificate]
        func certificate(of channel: any Channel) async -> PeerCertificate? { shown[ObjectIdentifier(channel)] }
    }

    static func open(
        _ service: any RecordService, signIn: ViewerSignIn?, isAuthenticating: Bool = true,
        sharing: SharingServices = SharingServices()
    ) async throws -> AttackedGateway {
        var channels: [String: any Channel] = [:]
        var shown: [ObjectIdentifier: PeerCertificate] = [:]
        for name in certificates.keys + [""] {
            let channel = try await DatagramBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .channelInitializer { $0.pipeline.addHandler(ClientPresence()) }
                .bind(host: "127.0.0.1", port: 0).get()
            channels[name] = channel
            if let byte = certificates[name] {
                shown[ObjectIdentifier(channel)] = PeerCertificate(
                    thumbprint: [UInt8](repeating: byte, count: 32), dnsNames: [name])
            }
        }
        let configuration = GatewayServer.Configuration(port: 0, publicAddress: "https://" + authority)
        let random = Mutex(SeededGenerator(seed: 1))
        let authentication = GatewayAuthentication.attacked(Certificates(shown: shown))
        return AttackedGateway(
            responder: GatewayResponder(
                service: service,
                authentication: isAuthenticating ? authentication : .none(.unauthenticatedDemonstration),
                configuration: configuration, signIn: signIn, sharing: sharing,
                metrics: MetricRegister(), mounted: nil, clock: FixedClock(),
                randomness: Randomness { count in
                    random.withLock { random in (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) } }
                }, logger: silent),
            channels: channels)
    }

    private static let silent = Logger(label: "attacked", factory: { _ in SwiftLogNoOpLogHandler() })

    func close() async { for channel in channels.values { try? await channel.close() } }

    /// A request as it stands on the wire.
    struct Wire: Sendable {
        var method = "GET"
        var path: String
        var headers: [(name: String, value: String)] = []
        var body = ""
        var certificate = ""
        var authority = AttackedGateway.authority

        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
    }

    /// An answer, read whole.
    struct Told: Sendable {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
        func all(_ name: String) -> [String] {
            headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        }
    }

    func send(_ wire: Wire) async throws -> Told {
        var fields = HTTPFields()
        for (name, value) in wire.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        let head = HTTPRequest(
            method: HTTPRequest.Method(rawValue: wire.method) ?? .get, scheme: "https", authority: wire.authority,
            path: wire.path, headerFields: fields)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(string: wire.body)))
        guard let channel = channels[wire.certificate] ?? channels[""] else { throw ChannelError.alreadyClosed }
        let context = ConnectionContext(source: .init(channel: channel, logger: Self.silent))
        let response = try await responder.respond(to: request, context: context)
        let reader = BodyCollector()
        try await response.body.write(reader)
        return Told(
            status: response.status.code, headers: response.headers.map { ($0.name.rawName, $0.value) },
            body: reader.bytes)
    }
}

/// Keeps what is written of a body. A class, because the writer is handed away.
private final class BodyCollector: ResponseBodyWriter, Sendable {
    private let kept = Mutex<[UInt8]>([])
    var bytes: [UInt8] { kept.withLock { $0 } }
    func write(_ buffer: ByteBuffer) async throws {
        kept.withLock { $0.append(contentsOf: buffer.readableBytesView) }
    }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension AttackedGateway.Told {
    /// Every canary in the answer, whatever the case of its letters.
    var canaries: Set<String> {
        var found: Set<String> = []
        let places = [body] + headers.map { Array($0.value.utf8) }
        for bytes in places {
            bytes.withUnsafeBytes { all in
                var place = 0
                while place < all.count, let start = all.baseAddress,
                    let hit = memchr(start + place, 0x2D, all.count - place)
                {
                    place = start.distance(to: UnsafeRawPointer(hit)) + 1
                    let begin = place - 7
                    guard begin >= 0 else { continue }
                    let text = String(decoding: all[begin..<min(begin + 12, all.count)], as: UTF8.self).lowercased()
                    if text.hasPrefix("canary-") { found.insert(text) }
                }
            }
        }
        return found
    }
}

extension GatewayAuthentication {
    /// Of a gateway with six registered systems.
    fileprivate static func attacked(_ certificates: any PeerCertificates) -> Self {
        let now: @Sendable () -> Int = { TokenDraft.now }
        let issuer = TokenIssuer(
            issuer: TokenDraft.issuer, audience: TokenDraft.audience, keySetAddress: "https://auth.example/keys")
        func system(_ id: String, _ organisation: String) -> RegisteredConsumer {
            RegisteredConsumer(
                id: id, name: id, organisation: organisation, certificateNames: [id + ".example"],
                clientID: id + "-app")
        }
        let directory = try? ConsumerDirectory([
            system("ward", AttackedWorld.hospital), system("clinic", AttackedWorld.clinic),
            system("kiosk", AttackedWorld.kiosk), system("lonely", AttackedWorld.lonely),
            system("desk", AttackedWorld.Controller.a.code),
            RegisteredConsumer(
                id: "phone", name: "phone", organisation: AttackedWorld.kiosk, clientID: "phone-app",
                needsBoundTokens: false),
        ])
        return .required(
            BearerAuthentication(
                verifier: BearerTokenVerifier(
                    issuer: issuer, keys: KeySetCache(fetcher: FixedKeys(), now: now), now: now),
                maker: RequesterMaker(consumers: directory ?? .nobody), replays: ReplayMemory(now: now)),
            certificates: certificates)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// The gateway on the network: the FHIR API, the pages, and health, on one port. It stops taking connections when it is told to
/// shut down, lets requests in flight finish within a limit, and then cancels them.
public struct GatewayServer: Service {
    /// How the server listens and what it allows.
    public struct Configuration: Sendable {
        /// The address to listen on; a loopback address where nobody is authenticated.
        public var host: String
        /// The port to listen on; 0 for any that is free.
        public var port: Int
        /// The address under which clients reach the server (`https://gateway.example`), without a slash at its end; the address
        /// listened on where there is none.
        public var publicAddress: String?
        /// The longest body of a request, in bytes.
        public var bodyLimit = 64 << 10
        /// How long a client may take to send a body.
        public var bodyTimeLimit = Duration.seconds(10)
        /// How long a connection may stand idle.
        public var idleLimit = Duration.seconds(60)
        /// How long requests in flight may take to finish when the server shuts down.
        public var shutdownLimit = Duration.seconds(10)
        /// How long a link to a record in the viewer holds.
        public var handleLifetime = Duration.seconds(3600)
        /// How long a record's stream of events may last; so long can missing sources be asked again from a page.
        public var streamLifetime = Duration.seconds(300)
        /// How often a stream of events shows that it is alive while there is nothing to say. The page takes a stream that is silent
        /// for three times as long as broken.
        public var streamBeat = Duration.seconds(10)
        /// Whether the visitor's cookie is sent over TLS alone.
        public var cookieIsSecure = false
        /// How connections are protected; `nil` for HTTP in the clear.
        public var security: TransportSecurity?

        public init(host: String = "127.0.0.1", port: Int = 8080, publicAddress: String? = nil) {
            self.host = host
            self.port = port
            self.publicAddress = publicAddress
        }
    }

    private let responder: GatewayResponder
    private let configuration: Configuration
    private let clock: any GatewayClock
    private let logger: Logger
    private let onServerRunning: @Sendable (Int) async -> Void

    /// - Parameters:
    ///   - service: answers the questions.
    ///   - authentication: how it is established who asks.
    ///   - signIn: how people sign in to the pages; without it everybody is the requester of a gateway without authentication there,
    ///     and where there is authentication there are no pages.
    ///   - sharing: explanations and preferences, where there is a sharing register.
    ///   - metrics: what is counted, given under `/metrics`; without it nothing is.
    ///   - mounted: a page of another part of the program.
    ///   - onServerRunning: is told the port once connections are taken.
    public init(
        service: any RecordService, authentication: GatewayAuthentication, configuration: Configuration,
        clock: any GatewayClock, randomness: Randomness, signIn: ViewerSignIn? = nil,
        sharing: SharingServices = SharingServices(), metrics: MetricRegister? = nil, mounted: (any MountedPage)? = nil,
        logger: Logger,
        onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        responder = GatewayResponder(
            service: service, authentication: authentication, configuration: configuration, signIn: signIn,
            sharing: sharing, metrics: metrics, mounted: mounted, clock: clock, randomness: randomness, logger: logger)
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
        self.onServerRunning = onServerRunning
    }

    /// Serves until the service group shuts down.
    public func run() async throws {
        let application = self.application
        let (clock, limit) = (clock, configuration.shutdownLimit)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await application.run()
                return true
            }
            group.addTask {
                // Returns when shutdown begins, throws when cancelled because the server has ended.
                try await gracefulShutdown()
                try await clock.sleep(until: clock.now + limit)
                return false
            }
            if let security = configuration.security {
                group.addTask { try await security.keepFresh(clock, logger: logger) }
            }
            if let pages = responder.keptPages { group.addTask { try await pages.letGoInTime() } }
            defer { group.cancelAll() }
            if try await group.next() == false {
                logger.warning("requests in flight were cancelled at the shutdown limit")
            }
        }
    }

    private var application: Application<GatewayResponder> {
        var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
        (decoder.maxHeaderFieldSize, decoder.maxHeaderListSize, decoder.maxHeaderFieldCount) = (8 << 10, 16 << 10, 64)
        let channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ClientPresence()],
            idleTimeout: TimeAmount(configuration.idleLimit), httpDecoderConfiguration: decoder)
        let onServerRunning = onServerRunning
        return Application(
            responder: responder, server: server(channel),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            onServerRunning: { channel in await onServerRunning(channel.localAddress?.port ?? 0) }, logger: logger)
    }

    private func server(_ channel: HTTP1Channel.Configuration) -> HTTPServerBuilder {
        guard let security = configuration.security else { return .http1(configuration: channel) }
        let logger = logger
        return HTTPServerBuilder { responder in
            TLSServerChannel(
                base: HTTP1Channel(responder: responder, configuration: channel), security: security, logger: logger)
        }
    }
}

/// What Hummingbird hands a responder besides the request: here the connection.
struct ConnectionContext: InitializableFromSource {
    let channel: any Channel
    init(source: ApplicationRequestContextSource) { channel = source.channel }
}

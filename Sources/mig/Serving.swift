// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import Foundation
import Identity
import Logging
import ServiceLifecycle
import Sharing
import UnixSignals
import Web

/// Runs a gateway until it is told to stop; requests in progress finish, within a limit.
struct Serving: Sendable {
    let configuration: GatewayConfiguration
    let logger: Logger
    /// A page beside those of the gateway.
    var mounted: (any MountedPage)?
    /// How people sign in, and who may see what; without it nobody is authenticated.
    var access: ServingAccess?
    /// What is counted; without it nothing is.
    var metrics: MetricRegister?

    /// Serves.
    /// - Parameters:
    ///   - isEndedBySignals: whether SIGINT and SIGTERM end it; where it runs inside something that already listens for them, not.
    ///   - onRunning: told the port once the gateway listens.
    func run(isEndedBySignals: Bool = true, onRunning: @escaping @Sendable (Int) async -> Void) async throws {
        guard access != nil || Self.isLoopback(configuration.host) else {
            throw CommandFailure.askedWrongly(
                "Without authentication the gateway listens on loopback addresses alone, and '\(configuration.host)' is none: use 127.0.0.1."
            )
        }
        let assembly = try GatewayAssembly(configuration, sharing: access?.sharing, logger: logger)
        if access == nil {
            logger.warning(
                "serving without authentication: every request is from an unauthenticated demonstration requester")
        }
        var web = GatewayServer.Configuration(
            host: configuration.host, port: configuration.port, publicAddress: configuration.baseURL)
        web.shutdownLimit = configuration.shutdownLimit
        web.security = try configuration.security(logger: logger)
        web.cookieIsSecure = web.security != nil
        let server = GatewayServer(
            service: assembly.broker, authentication: access?.authentication ?? .none(.unauthenticatedDemonstration),
            configuration: web,
            clock: assembly.clock,
            randomness: Randomness { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } },
            signIn: access?.signIn, sharing: assembly.services(access?.sharing, deadline: configuration.deadline),
            metrics: metrics, mounted: mounted, logger: logger, onServerRunning: onRunning)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)],
                gracefulShutdownSignals: isEndedBySignals ? [.sigterm, .sigint] : [], logger: logger))
        do {
            try await group.run()
        } catch {
            await assembly.shutDown()
            throw error
        }
        await assembly.shutDown()
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") && host.split(separator: ".").count == 4
    }
}

extension GatewayConfiguration {
    /// How the gateway's own port is protected; `nil` where no certificates are configured.
    /// - Throws: one sentence for each file that cannot be used.
    func security(logger: Logger) throws -> TransportSecurity? {
        guard let tls else { return nil }
        do {
            let keeper = try CertificateKeeper(tls, logger: logger)
            if tls.clientCertificates != .none, tls.revocationLists.isEmpty {
                logger.warning("no revocation lists are configured: a revoked certificate of a client is accepted")
            }
            return TransportSecurity(
                certificates: keeper, consumers: try ConsumerDirectory(consumers), now: { Date() })
        } catch let fault as CertificateFileFault {
            throw CommandFailure.askedWrongly("The certificates cannot be used: \(fault)")
        }
    }
}

extension Logger {
    /// A logger that writes to standard error, so that standard output holds what was asked for alone.
    static func gateway(level: String) -> Logger {
        var logger = Logger(label: "mig") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Level(rawValue: level) ?? .info
        return logger
    }
}

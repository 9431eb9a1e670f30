// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import Logging

/// Serves with a configuration.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve with a configuration file.",
        discussion: """
            No identity provider can be configured yet, so the gateway starts only with --without-authentication: on loopback \
            addresses alone, every requester being an unauthenticated demonstration, as every page and the log say.
            """)

    @Option(name: .customLong("config"), help: "The configuration file (docs/configuration.md).")
    var file: String

    @Flag(help: "Serve without authentication, on a loopback address.")
    var withoutAuthentication = false

    func run() async throws {
        CoreDumps.turnOff()
        let configuration = try GatewayConfiguration.checked(file: file)
        guard withoutAuthentication else {
            throw CommandFailure.askedWrongly(
                "No identity provider is configured: the gateway does not start without one, except with --without-authentication on a loopback address."
            )
        }
        try await Serving(configuration: configuration, logger: .gateway(level: configuration.logLevel)).run { port in
            let scheme = configuration.tls == nil ? "http" : "https"
            Terminal.line("Serving on \(scheme)://\(configuration.host):\(port)")
        }
    }
}

extension GatewayConfiguration {
    /// Reads a configuration file, or fails with every fault it has.
    static func checked(file: String) throws -> GatewayConfiguration {
        do {
            return try GatewayConfiguration(file: file)
        } catch {
            throw CommandFailure.askedWrongly(error.faults.map { "\(file): \($0)" }.joined(separator: "\n"))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import Logging
import Metrics
import Web

/// Serves with a configuration.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve with a configuration file.",
        discussion: """
            Who asks is established by bearer tokens (tokens), by signing in to the pages (signIn), and by certificates (tls); what they \
            may see is in the sharing register (gateway.register). With --without-authentication, on loopback addresses alone, every \
            requester is an unauthenticated demonstration, as every page and the log say.
            """)

    @Option(name: .customLong("config"), help: "The configuration file (docs/configuration.md).")
    var file: String

    @Flag(help: "Serve without authentication, on a loopback address.")
    var withoutAuthentication = false

    func run() async throws {
        CoreDumps.turnOff()
        let configuration = try GatewayConfiguration.checked(file: file)
        var serving = Serving(configuration: configuration, logger: .gateway(level: configuration.logLevel))
        if !withoutAuthentication { serving.access = try await Self.access(configuration) }
        serving.metrics = MetricRegister.ofThisProcess()
        let access = serving.access
        do {
            try await serving.run { port in
                let scheme = configuration.tls == nil ? "http" : "https"
                Terminal.line("Serving on \(scheme)://\(configuration.host):\(port)")
            }
        } catch {
            await access?.shutDown()
            throw error
        }
        await access?.shutDown()
    }

    private static func access(_ configuration: GatewayConfiguration) async throws -> ServingAccess {
        guard let identity = configuration.identity else {
            throw CommandFailure.askedWrongly(
                "No identity provider is configured (tokens or signIn): the gateway does not start without one, except with --without-authentication on a loopback address."
            )
        }
        guard let sharing = configuration.sharing else {
            throw CommandFailure.askedWrongly(
                "No sharing register is configured: add gateway.register, without which nobody may see anything.")
        }
        if configuration.tls == nil, !Serving.isLoopback(configuration.host) {
            throw CommandFailure.askedWrongly(
                "Tokens and cookies do not go over a network in the clear: add tls, or listen on a loopback address.")
        }
        do {
            let register = try await sharing.preparedRegister(at: SystemClock().utc)
            return try await ServingAccess.prepared(identity, consumers: configuration.consumers, register: register)
        } catch {
            throw CommandFailure.failed("\(error)")
        }
    }
}

extension MetricRegister {
    /// The register to which all libraries of this process report; a process has one.
    static func ofThisProcess() -> MetricRegister {
        let register = MetricRegister()
        MetricsSystem.bootstrap(register)
        return register
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

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import Brokering
import CareRecord
import Connectors
import Foundation
import Identity
import JSON
import Sharing
import Storage

/// Checks a configuration and asks everything in it for its health.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a configuration file, and ask every system in it for its health.",
        discussion: "Exit status: 0 everything is well, 1 a system is not, 2 the file cannot be used.")

    @Option(name: .customLong("config"), help: "The configuration file (docs/configuration.md).")
    var file: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let configuration = try GatewayConfiguration.checked(file: file)
        if let fault = configuration.certificateFault {
            throw CommandFailure.askedWrongly("\(file): tls: \(fault)")
        }
        let assembly: GatewayAssembly
        do {
            assembly = try GatewayAssembly(configuration, logger: .gateway(level: "error"))
        } catch {
            throw CommandFailure.askedWrongly("\(file): \(error)")
        }
        let results = configuration.certificateRows + (await results(assembly)) + (await registerRows(configuration))
        await assembly.shutDown()
        if json {
            let rows = results.map {
                JSONTree.object(
                    JSONObject([
                        "name": .string($0.name), "healthy": .boolean($0.isHealthy), "detail": .string($0.detail),
                    ]))
            }
            Terminal.line(JSONTree.array(rows).text)
        } else {
            for result in results {
                Terminal.line("\(result.isHealthy ? "well    " : "NOT WELL")  \(result.name): \(result.detail)")
            }
        }
        let ill = results.filter { !$0.isHealthy }
        guard ill.isEmpty else {
            throw CommandFailure.failed(
                "\(ill.count) of \(results.count) systems cannot be used: \(ill.map(\.name).joined(separator: ", ")).")
        }
    }

    struct Row: Sendable {
        let name: String
        let isHealthy: Bool
        let detail: String

        init(name: String, isHealthy: Bool, detail: String) {
            (self.name, self.isHealthy, self.detail) = (name, isHealthy, detail)
        }

        init(_ name: String, _ health: SourceHealth) {
            self.name = name
            switch health {
            case .healthy(let detail): (isHealthy, self.detail) = (true, detail)
            case .unhealthy(let reason): (isHealthy, detail) = (false, reason.sentence)
            }
        }
    }

    /// How the sharing register is, where one is configured.
    private func registerRows(_ configuration: GatewayConfiguration) async -> [Row] {
        guard let sharing = configuration.sharing else { return [] }
        do {
            let register = try sharing.openRegister()
            let unreadable = try await register.unreadable()
            guard unreadable.isEmpty else {
                let names = unreadable.map { "\($0.id) \($0.version)" }.joined(separator: ", ")
                return [
                    Row(
                        name: "register", isHealthy: false,
                        detail: "agreements that cannot be read, so that nothing is shared: \(names)")
                ]
            }
            let closed = try await register.currentPolicy().controllersClosedInEmergency
            return [Row(name: "register", isHealthy: true, detail: "every agreement can be read")]
                + closed.map { Row(name: "emergency", isHealthy: true, detail: EmergencyWarning.words(for: $0)) }
        } catch {
            return [Row(name: "register", isHealthy: false, detail: "\(error)")]
        }
    }

    private func results(_ assembly: GatewayAssembly) async -> [Row] {
        let limit = assembly.clock.now.advanced(by: .seconds(5))
        return await withTaskGroup(of: (Int, Row).self) { group in
            group.addTask { (0, Row("demographics", await assembly.demographics.health(until: limit))) }
            group.addTask { (1, Row("locator", await assembly.locator.health(until: limit))) }
            for (place, configured) in assembly.sources.enumerated() {
                group.addTask {
                    (
                        place + 2,
                        Row(configured.source.description.id.text, await configured.source.health(until: limit))
                    )
                }
            }
            var rows: [(Int, Row)] = []
            for await row in group { rows.append(row) }
            return rows.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}

/// What is said of a controller whose agreement names no emergency access. It may be meant so, and is no fault.
enum EmergencyWarning {
    static func words(for controller: String) -> String {
        "WARNING: in an emergency nothing of \(controller) can be shown: no clause in force names the purpose BTG"
    }
}

extension GatewayConfiguration {
    /// What makes the certificates unusable.
    fileprivate var certificateFault: CertificateFileFault? {
        guard let tls else { return nil }
        do throws(CertificateFileFault) {
            _ = try TLSMaterial(tls) { FileManager.default.contents(atPath: $0).map { Array($0) } }
            return nil
        } catch {
            return error
        }
    }

    /// How long the certificates hold.
    fileprivate var certificateRows: [Check.Row] {
        guard let tls,
            let material = try? TLSMaterial(
                tls, contents: { FileManager.default.contents(atPath: $0).map { Array($0) } })
        else { return [] }
        return material.expiries(at: Date()).map { expiry in
            Check.Row(
                name: expiry.role.rawValue, isHealthy: expiry.seconds > 0,
                detail: expiry.seconds > 0
                    ? "expires in \(Int(expiry.seconds / 86_400)) days" : "has expired: replace the file")
        }
    }
}

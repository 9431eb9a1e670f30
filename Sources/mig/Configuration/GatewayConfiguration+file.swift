// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Foundation
import Terminology
import Yams

extension GatewayConfiguration {
    /// Reads a configuration file. Paths in it are relative to its folder.
    /// - Throws: ``ConfigurationFaults`` with every fault found, each with its line.
    init(file path: String) throws(ConfigurationFaults) {
        let url = URL(fileURLWithPath: path)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationFaults(faults: [
                .init(line: 0, key: path, found: "no file that can be read", allowed: "a configuration in YAML")
            ])
        }
        guard let text = String(bytes: data, encoding: .utf8) else {
            throw ConfigurationFaults(faults: [
                .init(line: 0, key: path, found: "bytes that are not UTF-8", allowed: "a configuration in YAML")
            ])
        }
        try self.init(yaml: text, folder: url.deletingLastPathComponent())
    }

    /// Reads a configuration.
    /// - Parameter folder: what paths in it are relative to.
    init(yaml: String, folder: URL) throws(ConfigurationFaults) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch let error as YamlError {
            throw ConfigurationFaults(faults: [.unreadable(error)])
        } catch {
            throw ConfigurationFaults(faults: [.init(line: 0, key: "the file", found: "no YAML", allowed: "YAML")])
        }
        let list = ConfigurationReader.FaultList()
        let reader = ConfigurationReader(node: root, path: "", faults: list)
        self = Self.read(reader, folder: folder)
        reader.refuseUnknownKeys()
        guard list.faults.isEmpty else { throw ConfigurationFaults(faults: list.faults.sorted { $0.line < $1.line }) }
    }

    private static func read(_ reader: ConfigurationReader, folder: URL) -> GatewayConfiguration {
        let gateway = reader.section("gateway") ?? .empty
        let listening = gateway.text("address", default: "127.0.0.1")
        let port = gateway.number("port", default: 8080, in: 0...65_535)
        let baseURL = gateway.optionalText("baseURL")
        let deadline = gateway.duration("deadline", default: .seconds(3), in: .milliseconds(100)...(.seconds(120)))
        let shutdown = gateway.duration(
            "shutdownLimit", default: .seconds(10), in: .milliseconds(100)...(.seconds(300)))
        let level = gateway.choice(
            "logLevel", ["debug", "info", "notice", "warning", "error"].map { ($0, $0) }, default: "info")
        let audit = gateway.text("audit", allowed: "the path of the audit's SQLite file")
        let register = gateway.optionalText("register")
        let secret = Secrets.secret(gateway, folder: folder)
        let admission = AdmissionLimits(
            requests: gateway.number("requestsAtOnce", default: 128, in: 1...4096),
            waiting: gateway.number("requestsWaiting", default: 1024, in: 0...65_536),
            bytes: gateway.byteCount("bytesAtOnce", default: 128 << 20, in: (1 << 20)...(64 << 30)))
        gateway.refuseUnknownKeys()
        let consumer = consumer(reader.section("consumer", isRequired: false))
        let demographics = service(reader.section("demographics"), folder: folder)
        let locator = service(reader.section("locator"), folder: folder)
        let terminology = reader.section("terminology", isRequired: false)
        let sensitiveCodes = terminology.flatMap { SensitiveSetFiles.codes($0, folder: folder) }
        terminology?.refuseUnknownKeys()
        let sources = reader.sections("sources").map { source($0, folder: folder) }
        if !sources.isEmpty, sensitiveCodes == nil {
            // With made-up codes alone, what must not be seen would be shown.
            (terminology ?? reader).fault(
                terminology == nil ? "terminology.sensitiveSets" : "sensitiveSets",
                found: "no sensitive reference sets, though there are sources",
                allowed: "a folder with a file for each of the four reference sets")
        }
        let duplicates = Dictionary(grouping: sources, by: \.id).filter { $0.value.count > 1 }.keys
        for id in duplicates.sorted() {
            reader.fault("sources", found: "two sources with the id '\(id)'", allowed: "one of each id")
        }
        let sharing = SharingConfiguration(register: register, reader, folder: folder)
        return GatewayConfiguration(
            host: listening, port: port, baseURL: baseURL, deadline: deadline, admission: admission,
            shutdownLimit: shutdown,
            auditFile: URL(fileURLWithPath: audit, relativeTo: folder).path, sharing: sharing, identifierSecret: secret,
            logLevel: level ?? "info", demographics: demographics, locator: locator, sources: sources,
            consumer: consumer, sensitiveCodes: sensitiveCodes,
            tls: Self.tls(reader.section("tls", isRequired: false), folder: folder), consumers: Self.consumers(reader),
            identity: IdentityConfiguration(reader, folder: folder))
    }

    private static func consumer(_ reader: ConfigurationReader?) -> ConsumerConfiguration {
        var consumer = ConsumerConfiguration()
        guard let reader else { return consumer }
        consumer.asid = reader.text("asid", default: consumer.asid)
        consumer.odsCode = reader.text("odsCode", default: consumer.odsCode)
        consumer.name = reader.text("name", default: consumer.name)
        consumer.issuer = reader.text("issuer", default: consumer.issuer)
        reader.refuseUnknownKeys()
        return consumer
    }

    private static func service(_ reader: ConfigurationReader?, folder: URL) -> ServiceConfiguration {
        guard let reader else {
            return ServiceConfiguration(connection: ConnectionSettings(address: ""), timeLimit: .milliseconds(1500))
        }
        let service = ServiceConfiguration(
            connection: connection(reader, folder: folder), timeLimit: timeLimit(reader, default: .milliseconds(1500)))
        reader.refuseUnknownKeys()
        return service
    }

    private static func timeLimit(_ reader: ConfigurationReader, default fallback: Duration) -> Duration {
        reader.duration("timeLimit", default: fallback, in: .milliseconds(50)...(.seconds(60)))
    }

    private static func connection(_ reader: ConfigurationReader, folder: URL) -> ConnectionSettings {
        var connection = ConnectionSettings(address: reader.address("url"))
        connection.allowsPlainHTTP = reader.flag("allowPlainHTTP", default: false)
        connection.token = Secrets.token(reader, folder: folder)
        connection.requestsAtOnce = reader.number("requestsAtOnce", default: 64, in: 1...1024)
        connection.answerBytes = reader.byteCount("maximumAnswer", default: 16 << 20, in: (64 << 10)...(256 << 20))
        connection.recordBytes = reader.byteCount("maximumRecord", default: 64 << 20, in: (64 << 10)...(1024 << 20))
        if let tls = reader.section("tls", isRequired: false) {
            connection.trustRoots = tls.file("trustRoots", relativeTo: folder)
            connection.certificate = tls.file("certificate", relativeTo: folder)
            connection.privateKey = tls.file("privateKey", relativeTo: folder)
            tls.refuseUnknownKeys()
        }
        return connection
    }

    private static func source(_ reader: ConfigurationReader, folder: URL) -> SourceConfiguration {
        let idText = reader.text("id", allowed: "letters, digits and hyphens, at most 64")
        let id = SourceID(idText)
        if id == nil, !idText.isEmpty {
            reader.fault("id", found: "'\(idText)'", allowed: "letters, digits and hyphens, at most 64")
        }
        let organisation = reader.section("organisation") ?? .empty
        let controller = Organisation(
            odsCode: organisation.text("odsCode", allowed: "an ODS code"),
            name: organisation.text("name", allowed: "a name"))
        organisation.refuseUnknownKeys()
        let kind = reader.choice("kind", SourceConfiguration.Kind.allCases.map { ($0.rawValue, $0) })
        let datasets = reader.choices("datasets", Dataset.held.map { ($0.rawValue, $0) })
        let source = SourceConfiguration(
            id: id ?? .unreadable, name: reader.text("name", default: controller.name), kind: kind ?? .fhirR4,
            controller: controller, connection: connection(reader, folder: folder),
            timeLimit: timeLimit(reader, default: .milliseconds(2500)),
            isAlwaysAsked: reader.flag("alwaysAsked", default: false),
            datasets: Set(datasets ?? Dataset.held), providerASID: reader.text("providerASID", default: "000000000000"),
            spineProxy: reader.optionalText("spineProxy"))
        reader.refuseUnknownKeys()
        return source
    }
}

extension SourceID {
    /// Stands for an id that could not be read; the configuration that has it is refused.
    static var unreadable: SourceID {
        guard let id = SourceID("unreadable") else { preconditionFailure("a word of letters is a source id") }
        return id
    }
}

extension ConfigurationFault {
    static func unreadable(_ error: YamlError) -> ConfigurationFault {
        var line = 0
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): line = mark.line
        default: break
        }
        return ConfigurationFault(line: line, key: "the file", found: "text that is not YAML", allowed: "YAML")
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import Foundation
import Sharing
import Storage

/// Where the sharing register is, and what it begins with.
struct SharingConfiguration: Sendable {
    let registerFile: String
    /// The texts of the agreements that are published at the start, by their files' names.
    var agreements: [(file: String, document: String)] = []
    /// To which groups and networks organisations belong; `nil` leaves the register's word.
    var memberships: [String: Set<SharingClause.Consumer>]?

    init(registerFile: String) { self.registerFile = registerFile }

    /// Reads what a configuration says of sharing; `nil` where it names no register.
    init?(register: String?, _ reader: ConfigurationReader, folder: URL) {
        let agreementsFolder = reader.optionalText("agreements")
        let organisations = reader.holds("organisations") ? Self.memberships(reader) : nil
        guard let register, !register.isEmpty else {
            for key in ["agreements", "organisations"] where reader.holds(key) {
                reader.fault(key, found: "no register to keep it in", allowed: "this key beside gateway.register")
            }
            return nil
        }
        registerFile = URL(fileURLWithPath: register, relativeTo: folder).path
        memberships = organisations
        if let agreementsFolder {
            agreements = Self.agreements(in: URL(fileURLWithPath: agreementsFolder, relativeTo: folder).path, reader)
        }
    }

    /// The agreements of a folder; each fault of theirs is one of the configuration.
    private static func agreements(
        in folder: String, _ reader: ConfigurationReader
    ) -> [(file: String, document: String)] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            reader.fault(
                "agreements", found: "a folder that is not there or cannot be read",
                allowed: "the path of a folder that exists")
            return []
        }
        return names.sorted().filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".template.yaml") }.compactMap { name in
            do {
                let document = try AgreementFile(path: folder + "/" + name).text
                _ = try AgreementDocument.read(document)
                return (name, document)
            } catch {
                reader.fault("agreements", found: "\(name), in which \(error)", allowed: "sharing agreements")
                return nil
            }
        }
    }

    private static func memberships(_ reader: ConfigurationReader) -> [String: Set<SharingClause.Consumer>] {
        var memberships: [String: Set<SharingClause.Consumer>] = [:]
        for organisation in reader.sections("organisations") {
            let odsCode = organisation.text("odsCode", allowed: "an ODS code")
            for membership in organisation.sections("memberOf") {
                let (group, network) = (membership.optionalText("group"), membership.optionalText("network"))
                if (group == nil) == (network == nil) {
                    membership.fault("group", found: "neither or both", allowed: "either group or network")
                }
                memberships[odsCode, default: []].formUnion(
                    [group.map { .group($0) }, network.map { .network($0) }].compactMap { $0 })
                membership.refuseUnknownKeys()
            }
            organisation.refuseUnknownKeys()
        }
        return memberships
    }

    // MARK: The register

    /// Opens the register, or makes it.
    func openRegister() throws -> SQLiteSharingRegister {
        do {
            return try SQLiteSharingRegister(path: registerFile, reading: .documents)
        } catch {
            throw Sentence("The sharing register '\(registerFile)' cannot be opened: \(error)")
        }
    }

    /// Opens the register and brings it to what the configuration says: later versions of its agreements are published, and
    /// memberships set.
    func preparedRegister(at now: FHIRDateTime) async throws -> SQLiteSharingRegister {
        let register = try openRegister()
        for (file, document) in agreements {
            do {
                try await register.publishIfNewer(document, by: "configuration", at: now)
            } catch {
                throw Sentence("\(file): \(error)")
            }
        }
        if let memberships { try await register.setMemberships(memberships, by: "configuration", at: now) }
        return register
    }
}

extension AgreementReading {
    /// Agreements as YAML documents.
    static let documents = AgreementReading(
        agreement: { try AgreementDocument.read($0) },
        template: { text in
            let template = try AgreementDocument.readTemplate(text)
            return (template.id, template.version)
        },
        adopted: { text, controller, version, signatory in
            let template = try AgreementDocument.readTemplate(text)
            return AgreementDocument.write(
                template.accepted(by: controller, version: version, signatories: [signatory]))
        })
}

/// A text of an agreement or template in a file.
struct AgreementFile {
    let text: String

    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path), let text = String(bytes: data, encoding: .utf8)
        else { throw Sentence("'\(path)' is not there, cannot be read, or is not UTF-8.") }
        self.text = text
    }
}

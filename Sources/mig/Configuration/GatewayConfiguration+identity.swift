// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Identity

extension GatewayConfiguration {
    /// Reads the section `tls`: the certificates of the gateway's own port.
    static func tls(_ reader: ConfigurationReader?, folder: URL) -> CertificateFiles? {
        guard let reader else { return nil }
        let demand = reader.choice(
            "clientCertificates", ClientCertificateDemand.allCases.map { ($0.rawValue, $0) },
            default: ClientCertificateDemand.none)
        let rule = reader.choice(
            "revocation", RevocationRule.allCases.map { ($0.rawValue, $0) }, default: RevocationRule.hard)
        let files = CertificateFiles(
            certificate: requiredFile("certificate", reader, folder),
            privateKey: requiredFile("privateKey", reader, folder),
            clientAuthorities: reader.file("clientAuthorities", relativeTo: folder),
            revocationLists: reader.files("revocationLists", relativeTo: folder), revocation: rule ?? .hard,
            clientCertificates: demand ?? .required)
        if files.clientCertificates == .none {
            if files.clientAuthorities != nil || !files.revocationLists.isEmpty {
                reader.fault(
                    "clientCertificates", found: "authorities or lists, but no client is asked for a certificate",
                    allowed: "required or optional")
            }
        } else if files.clientAuthorities == nil, reader.optionalText("clientAuthorities") == nil {
            reader.fault("clientAuthorities", found: "nothing", allowed: "the path of a file that exists")
        }
        reader.refuseUnknownKeys()
        return files
    }

    private static func requiredFile(_ name: String, _ reader: ConfigurationReader, _ folder: URL) -> String {
        if let path = reader.file(name, relativeTo: folder) { return path }
        if reader.optionalText(name) == nil {
            reader.fault(name, found: "nothing", allowed: "the path of a file that exists")
        }
        return ""
    }

    /// Reads the list `consumers`: the systems that may ask.
    static func consumers(_ root: ConfigurationReader) -> [RegisteredConsumer] {
        guard root.holds("consumers") else { return [] }
        let consumers = root.sections("consumers").map(consumer)
        do throws(ConsumerDirectory.Fault) {
            _ = try ConsumerDirectory(consumers)
        } catch {
            root.fault("consumers", found: error.found, allowed: error.allowed)
        }
        return consumers
    }

    private static func consumer(_ reader: ConfigurationReader) -> RegisteredConsumer {
        let consumer = RegisteredConsumer(
            id: reader.text("id", allowed: "what agreements call the system"),
            name: reader.text("name", allowed: "a name"),
            organisation: reader.text("organisation", allowed: "an ODS code"),
            certificateNames: Set(reader.texts("certificateNames", allowed: "DNS names in certificates")),
            clientID: reader.optionalText("clientID"),
            needsBoundTokens: reader.flag("needsBoundTokens", default: true),
            otherOrganisations: reader.holds("otherOrganisations")
                ? Set(reader.texts("otherOrganisations", allowed: "ODS codes")) : [],
            statesRelationships: reader.flag("statesRelationships", default: false))
        if consumer.certificateNames.isEmpty, consumer.clientID == nil {
            reader.fault(
                "certificateNames", found: "nothing by which the system could be known",
                allowed: "DNS names in its certificate, or a clientID")
        }
        reader.refuseUnknownKeys()
        return consumer
    }
}

extension ConsumerDirectory.Fault {
    fileprivate var found: String {
        switch self {
        case .repeatedID(let id): "two consumers with the id '\(id)'"
        case .sharedName(let name): "two consumers with the certificate name '\(name)'"
        case .impossibleName(let name): "the certificate name '\(name)'"
        }
    }

    fileprivate var allowed: String {
        switch self {
        case .repeatedID: "one of each id"
        case .sharedName: "each name for one consumer"
        case .impossibleName: "names of hosts in ASCII, without wildcard and dot at the end"
        }
    }
}

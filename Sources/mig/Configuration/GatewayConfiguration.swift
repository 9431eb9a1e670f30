// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Identity
import Terminology

/// What a gateway is set up to do, read and checked. `docs/configuration.md` has a row for every key.
struct GatewayConfiguration: Sendable {
    /// Where the gateway listens.
    var host: String
    var port: Int
    /// The address under which consumers know the gateway; its FHIR ids are made below it.
    var baseURL: String?
    /// How long a request may take at most.
    var deadline: Duration
    /// How much may be in progress at once.
    var admission = AdmissionLimits()
    /// How long requests in progress may take to finish when the gateway is told to stop.
    var shutdownLimit: Duration
    var auditFile: String
    /// How large the audit's file may grow, in pages; `nil` for what the disk holds.
    var auditPages: Int?
    /// Where the sharing register is and what it begins with; `nil` where none is configured.
    var sharing: SharingConfiguration?
    /// At least 32 bytes from which the keys of resource ids are made.
    var identifierSecret: Confidential<[UInt8]>
    var logLevel: String
    var demographics: ServiceConfiguration
    var locator: ServiceConfiguration
    var sources: [SourceConfiguration]
    /// Who the gateway is towards the systems that it asks.
    var consumer: ConsumerConfiguration
    /// The codes of items that are withheld from every record; `nil` where no reference sets are configured.
    var sensitiveCodes: SensitiveCodes?
    /// The certificates of the gateway's own port; `nil` for HTTP in the clear.
    var tls: CertificateFiles?
    /// The systems that may ask.
    var consumers: [RegisteredConsumer] = []
    /// How it is established who asks; `nil` where that cannot be.
    var identity: IdentityConfiguration?
}

/// How to reach one system.
struct ConnectionSettings: Sendable {
    var address: String
    var allowsPlainHTTP = false
    var trustRoots: String?
    var certificate: String?
    var privateKey: String?
    /// A bearer token, read from a file.
    var token: Confidential<String>?
    var requestsAtOnce = 64
    var answerBytes = 16 << 20
    var recordBytes = 64 << 20
}

/// The demographic service or the record locator.
struct ServiceConfiguration: Sendable {
    var connection: ConnectionSettings
    var timeLimit: Duration
}

/// One source.
struct SourceConfiguration: Sendable {
    /// What a source speaks.
    enum Kind: String, Sendable, CaseIterable {
        case gpConnect = "gp-connect"
        case fhirR4 = "fhir-r4"
    }

    var id: SourceID
    var name: String
    var kind: Kind
    var controller: Organisation
    var connection: ConnectionSettings
    var timeLimit: Duration
    var isAlwaysAsked: Bool
    var datasets: Set<Dataset>
    /// The accredited system id of a GP Connect provider.
    var providerASID: String
    /// The Spine Secure Proxy through which a GP Connect provider is reached.
    var spineProxy: String?
}

/// The gateway as a consumer of GP Connect and of the national services.
struct ConsumerConfiguration: Sendable {
    var asid = "200000000359"
    var odsCode = "DEMO"
    var name = "Medical Interoperability Gateway demonstration"
    var issuer = "https://mig.example.org"
}

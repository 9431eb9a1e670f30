// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How one practice's record is asked for over GP Connect Access Record: Structured 1.6.
public struct GPConnectConfiguration: Sendable {
    /// The provider's FHIR root (`https://provider.example/A12345/STU3/1/gpconnect/structured/fhir`), which is also the token's
    /// audience. It is what the provider registered, even where requests go through the Spine Secure Proxy.
    public var providerRoot: WebAddress
    /// Accredited system id of the gateway (`Ssp-From`).
    public var consumerASID: String
    /// Accredited system id of the provider (`Ssp-To`).
    public var providerASID: String
    /// The address of the system that issues the token (`iss`).
    public var issuer: String
    public var device: RequestingDevice
    public var organisation: RequestingOrganisation
    public var practitioner: RequestingPractitioner
    /// How long the practice is given, within the whole deadline.
    public var timeLimit: Duration

    public init(
        providerRoot: WebAddress, consumerASID: String, providerASID: String, issuer: String, device: RequestingDevice,
        organisation: RequestingOrganisation, practitioner: RequestingPractitioner,
        timeLimit: Duration = .milliseconds(2_500)
    ) {
        self.providerRoot = providerRoot
        self.consumerASID = consumerASID
        self.providerASID = providerASID
        self.issuer = issuer
        self.device = device
        self.organisation = organisation
        self.practitioner = practitioner
        self.timeLimit = timeLimit
    }

    /// The system at which the request is made.
    public struct RequestingDevice: Sendable, Hashable {
        public var system: String
        public var value: String
        public var model: String
        public var version: String

        public init(system: String, value: String, model: String, version: String) {
            self.system = system
            self.value = value
            self.model = model
            self.version = version
        }
    }

    /// The organisation for which the gateway asks on its own behalf.
    public struct RequestingOrganisation: Sendable, Hashable {
        public var odsCode: String
        public var name: String

        public init(odsCode: String, name: String) {
            self.odsCode = odsCode
            self.name = name
        }
    }

    /// The service account under which the gateway asks on its own behalf: whether a practice answers, never about a person.
    public struct RequestingPractitioner: Sendable, Hashable {
        /// The local id, which becomes the token's subject.
        public var id: String
        /// `UNK` where the account is none of the Spine.
        public var spineUserID: String
        /// `UNK` where the account has no role on the Spine.
        public var spineRoleProfileID: String
        /// The naming system of local identifiers, those of the people who ask among them.
        public var localSystem: String
        public var familyName: String
        public var givenName: String
        public var prefix: String

        public init(
            id: String, spineUserID: String = "UNK", spineRoleProfileID: String = "UNK", localSystem: String,
            familyName: String, givenName: String, prefix: String
        ) {
            self.id = id
            self.spineUserID = spineUserID
            self.spineRoleProfileID = spineRoleProfileID
            self.localSystem = localSystem
            self.familyName = familyName
            self.givenName = givenName
            self.prefix = prefix
        }
    }
}

extension WebAddress {
    /// This address as reached through the Spine Secure Proxy, which takes the provider's whole address as its path.
    public func throughSpineProxy(_ proxy: WebAddress) -> WebAddress { proxy.appending(text) }
}

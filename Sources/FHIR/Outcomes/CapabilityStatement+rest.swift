// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension CapabilityStatement {
    /// One RESTful interface.
    public struct REST: Sendable {
        /// On which side of it the statement's subject stands.
        public enum Mode: String, Sendable, CaseIterable { case client, server }

        public var mode: Mode
        public var documentation: String?
        /// How requests are authorised (codes of `restful-security-service`).
        public var securityServices: [CodeableConcept]
        public var securityDescription: String?
        public var resources: [Resource]
        /// Operations of the whole system.
        public var operations: [Operation]

        /// An interface; FHIR wants it to have at least one of documentation, resources and operations (invariant cpb-1).
        public init(
            _ mode: Mode = .server, documentation: String? = nil, securityServices: [CodeableConcept] = [],
            securityDescription: String? = nil, resources: [Resource] = [], operations: [Operation] = []
        ) {
            self.mode = mode
            self.documentation = documentation
            self.securityServices = securityServices
            self.securityDescription = securityDescription
            self.resources = resources
            self.operations = operations
        }

        var tree: JSONTree {
            var object = JSONObject(["mode": .string(mode.rawValue)])
            object["documentation"] = documentation.map { .string($0) }
            var security = JSONObject()
            if !securityServices.isEmpty { security["service"] = .array(securityServices.map(\.tree)) }
            security["description"] = securityDescription.map { .string($0) }
            if !security.isEmpty { object["security"] = .object(security) }
            if !resources.isEmpty { object["resource"] = .array(resources.map(\.tree)) }
            if !operations.isEmpty { object["operation"] = .array(operations.map(\.tree)) }
            return .object(object)
        }
    }

    /// What can be done with one type of resource.
    public struct Resource: Sendable {
        /// What may be done (value set `type-restful-interaction`).
        public enum Interaction: String, Sendable, CaseIterable {
            case read, vread, update, patch, delete, create
            case historyInstance = "history-instance"
            case historyType = "history-type"
            case searchType = "search-type"
        }

        public var type: String
        /// The profile that all resources of the type follow.
        public var profile: String?
        public var supportedProfiles: [String]
        public var documentation: String?
        public var interactions: [Interaction]
        public var searchParameters: [SearchParameter]
        public var operations: [Operation]

        /// - Parameter type: the resource's type (`Patient`).
        public init(
            _ type: String, profile: String? = nil, supportedProfiles: [String] = [], documentation: String? = nil,
            interactions: [Interaction] = [], searchParameters: [SearchParameter] = [], operations: [Operation] = []
        ) {
            self.type = type
            self.profile = profile
            self.supportedProfiles = supportedProfiles
            self.documentation = documentation
            self.interactions = interactions
            self.searchParameters = searchParameters
            self.operations = operations
        }

        var tree: JSONTree {
            var object = JSONObject(["type": .string(type)])
            object["profile"] = profile.map { .string($0) }
            if !supportedProfiles.isEmpty {
                object["supportedProfile"] = .array(supportedProfiles.map { .string($0) })
            }
            object["documentation"] = documentation.map { .string($0) }
            if !interactions.isEmpty {
                object["interaction"] = .array(interactions.map { ["code": .string($0.rawValue)] })
            }
            if !searchParameters.isEmpty { object["searchParam"] = .array(searchParameters.map(\.tree)) }
            if !operations.isEmpty { object["operation"] = .array(operations.map(\.tree)) }
            return .object(object)
        }
    }

    /// A parameter by which resources may be searched.
    public struct SearchParameter: Sendable {
        /// What its values are (value set `search-param-type`).
        public enum Kind: String, Sendable, CaseIterable {
            case number, date, string, token, reference, composite, quantity, uri, special
        }

        public var name: String
        public var kind: Kind
        /// The address of the SearchParameter that defines it.
        public var definition: String?
        public var documentation: String?

        public init(_ name: String, _ kind: Kind, definition: String? = nil, documentation: String? = nil) {
            self.name = name
            self.kind = kind
            self.definition = definition
            self.documentation = documentation
        }

        var tree: JSONTree {
            var object = JSONObject(["name": .string(name)])
            object["definition"] = definition.map { .string($0) }
            object["type"] = .string(kind.rawValue)
            object["documentation"] = documentation.map { .string($0) }
            return .object(object)
        }
    }

    /// An operation beyond those that FHIR gives every resource.
    public struct Operation: Sendable {
        /// The name without its dollar sign.
        public var name: String
        /// The address of the OperationDefinition.
        public var definition: String
        public var documentation: String?

        public init(_ name: String, definition: String, documentation: String? = nil) {
            self.name = name
            self.definition = definition
            self.documentation = documentation
        }

        var tree: JSONTree {
            var object = JSONObject(["name": .string(name), "definition": .string(definition)])
            object["documentation"] = documentation.map { .string($0) }
            return .object(object)
        }
    }
}

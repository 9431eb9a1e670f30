// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import Identity
import JSON

/// How to authenticate, for programs: SMART on FHIR's well-known document, and the part of the CapabilityStatement. Each says only what
/// is so.
enum SmartConfiguration {
    static func document(_ issuer: TokenIssuer) -> JSONTree {
        var object = JSONObject([
            "issuer": .string(issuer.issuer), "jwks_uri": .string(issuer.keySetAddress),
            "scopes_supported": ["user/*.rs", "patient/*.rs"],
            "capabilities": ["permission-v2", "permission-user", "permission-patient"],
        ])
        if let address = issuer.tokenEndpoint { object["token_endpoint"] = .string(address) }
        if let address = issuer.authorizationEndpoint {
            object["authorization_endpoint"] = .string(address)
            object["code_challenge_methods_supported"] = ["S256"]
        }
        return .object(object)
    }

    /// `CapabilityStatement.rest.security`.
    static func security(_ issuer: TokenIssuer?) -> JSONTree {
        guard let issuer else {
            return ["description": "Nobody is authenticated: this is a demonstration on a loopback address."]
        }
        var security = JSONObject([
            "service": [
                [
                    "coding": [
                        [
                            "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
                            "code": "SMART-on-FHIR",
                        ]
                    ]
                ]
            ],
            "description": .string(
                "Every request but this one carries a bearer token of \(issuer.issuer) for the audience \(issuer.audience), with SMART scopes of version 2, that lives five minutes at most; tokens are bound to the client certificate where the consumer is so registered."
            ),
        ])
        let endpoints = [("token", issuer.tokenEndpoint), ("authorize", issuer.authorizationEndpoint)]
        let addresses: [JSONTree] = endpoints.compactMap { name, address in
            address.map { ["url": .string(name), "valueUri": .string($0)] }
        }
        if !addresses.isEmpty {
            security["extension"] = [
                [
                    "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
                    "extension": .array(addresses),
                ]
            ]
        }
        return .object(security)
    }
}

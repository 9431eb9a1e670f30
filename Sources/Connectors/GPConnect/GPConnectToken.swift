// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import JSON

/// The token that says who asks a practice for what (GP Connect, *Cross-organisation audit and provenance*): a JSON Web Token
/// without a signature, good for five minutes, made anew for each request. The connection's certificates, not this token, prove
/// who asks.
struct GPConnectToken: Sendable {
    /// What the request may do.
    enum Scope: String, Sendable {
        case readPatient = "patient/*.read"
        case readOrganisation = "organization/*.read"
    }

    let configuration: GPConnectConfiguration
    /// Who asks; `nil` for the gateway itself, which asks about nobody.
    let asker: SourceQuery.Asker?
    let scope: Scope
    /// When it is made, in UTC.
    let issuedAt: FHIRDateTime

    static let lifetimeSeconds = 300

    /// Header, claims and an empty signature, as it is sent.
    var text: String {
        let header: JSONTree = ["alg": "none", "typ": "JWT"]
        return Self.base64URL(header.bytes) + "." + Self.base64URL(claims.bytes) + "."
    }

    var claims: JSONTree {
        let issued = issuedAt.earliestSecond
        return [
            "iss": .string(configuration.issuer),
            "sub": .string(practitionerID),
            "aud": .string(configuration.providerRoot.text),
            "exp": .number(String(issued + Self.lifetimeSeconds)),
            "iat": .number(String(issued)),
            "reason_for_request": "directcare",
            "requested_scope": .string(scope.rawValue),
            "requesting_device": device,
            "requesting_organization": requestingOrganisation,
            "requesting_practitioner": practitioner,
        ]
    }

    private var device: JSONTree {
        let device = configuration.device
        return [
            "resourceType": "Device",
            "identifier": [Self.identifier(device.system, device.value)],
            "model": .string(device.model),
            "version": .string(device.version),
        ]
    }

    private var requestingOrganisation: JSONTree {
        let own = configuration.organisation
        let organisation = asker?.organisation ?? own.odsCode
        return [
            "resourceType": "Organization",
            "identifier": [Self.identifier(CodeSystem.odsOrganisation, organisation)],
            "name": .string(organisation == own.odsCode ? own.name : organisation),
        ]
    }

    /// The token's subject is the practitioner's id.
    private var practitionerID: String { asker?.resourceID ?? configuration.practitioner.id }

    private var practitioner: JSONTree { asker.map(practitioner) ?? serviceAccount }

    /// The person who asks. Of their account and role on the Spine the gateway knows nothing.
    private func practitioner(_ asker: SourceQuery.Asker) -> JSONTree {
        [
            "resourceType": "Practitioner",
            "id": .string(practitionerID),
            "extension": [
                [
                    "url": "https://mig.example.org/fhir/StructureDefinition/requester-role",
                    "valueCodeableConcept": [
                        "coding": [
                            [
                                "system": "https://mig.example.org/fhir/CodeSystem/role",
                                "code": .string(asker.role.code),
                            ]
                        ],
                        "text": .string(asker.role.words),
                    ],
                ]
            ],
            "identifier": [
                Self.identifier("https://fhir.nhs.uk/Id/sds-user-id", "UNK"),
                Self.identifier("https://fhir.nhs.uk/Id/sds-role-profile-id", "UNK"),
                Self.identifier(configuration.practitioner.localSystem, asker.identifier),
            ],
            "name": [asker.humanName],
        ]
    }

    private var serviceAccount: JSONTree {
        let practitioner = configuration.practitioner
        return [
            "resourceType": "Practitioner",
            "id": .string(practitioner.id),
            "identifier": [
                Self.identifier("https://fhir.nhs.uk/Id/sds-user-id", practitioner.spineUserID),
                Self.identifier("https://fhir.nhs.uk/Id/sds-role-profile-id", practitioner.spineRoleProfileID),
                Self.identifier(practitioner.localSystem, practitioner.id),
            ],
            "name": [
                [
                    "family": .string(practitioner.familyName),
                    "given": [.string(practitioner.givenName)],
                    "prefix": [.string(practitioner.prefix)],
                ]
            ],
        ]
    }

    private static func identifier(_ system: String, _ value: String) -> JSONTree {
        ["system": .string(system), "value": .string(value)]
    }

    /// Base 64 with the alphabet for addresses and without padding (RFC 4648 section 5).
    static func base64URL(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 4 / 3 + 3)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0...group.count { result.append(alphabet[bits >> (18 - 6 * place) & 63]) }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension SourceQuery.Asker {
    /// The identifier in the letters that an id of FHIR may have.
    fileprivate var resourceID: String {
        let letters = identifier.prefix(64).map { letter in
            letter.isASCII && (letter.isLetter || letter.isNumber || letter == "." || letter == "-") ? letter : "-"
        }
        return letters.isEmpty ? "-" : String(letters)
    }

    private static let titles: Set<String> = ["dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor"]

    /// The name as it is written, with its last word for the family's, as practices ask for one.
    fileprivate var humanName: JSONTree {
        var words = name.split(separator: " ").map(String.init)
        guard let family = words.popLast() else { return ["text": .string(identifier), "family": .string(identifier)] }
        var parts = JSONObject(["text": .string(name), "family": .string(family)])
        if let first = words.first, Self.titles.contains(first.lowercased().filter(\.isLetter)) {
            parts["prefix"] = [.string(words.removeFirst())]
        }
        if !words.isEmpty { parts["given"] = .array(words.map { .string($0) }) }
        return .object(parts)
    }
}

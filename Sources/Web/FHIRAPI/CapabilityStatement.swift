// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// What the FHIR API offers (FHIR R4 `capabilitystatement.html`).
enum CapabilityStatement {
    static func resource(baseURL: String, date: FHIRDateTime, security: JSONTree, keepsPreferences: Bool) -> JSONTree {
        var resources: [JSONTree] = [patient]
        if keepsPreferences { resources.append(consent) }
        return [
            "resourceType": "CapabilityStatement", "id": "gateway",
            "url": .string(CodeSystem.gateway + "CapabilityStatement/gateway"),
            "name": "MedicalInteroperabilityGateway",
            "title": "Medical Interoperability Gateway", "status": "active", "date": .string(date.text),
            "kind": "instance",
            "implementation": [
                "description": "Medical Interoperability Gateway", "url": .string(baseURL),
            ],
            "fhirVersion": .string(R4.fhirVersion), "format": [.string(MediaType.fhirJSON), "json"],
            "rest": [
                [
                    "mode": "server",
                    "documentation":
                        "One person at a time, by NHS number. No search. Allergies are never paged or filtered.",
                    "security": security,
                    "resource": .array(resources),
                    "operation": [
                        operation("explain-access", "What stands between whoever asks and a person's record.")
                    ],
                ]
            ],
        ]
    }

    private static var patient: JSONTree {
        [
            "type": "Patient",
            "interaction": [["code": "read"]],
            "operation": [
                operation("detailed-care-record", "The Detailed Care Record as a document Bundle."),
                operation("locate", "Which sources know the person, and what they offer."),
            ],
        ]
    }

    private static var consent: JSONTree {
        [
            "type": "Consent",
            "documentation":
                "A person's standing wish to share or not to share, with one controller or with all: the later holds.",
            "interaction": [["code": "create"], ["code": "search-type"]],
            "searchParam": [
                [
                    "name": "patient", "type": "reference",
                    "documentation": "The NHS number. POST _search keeps it out of the address.",
                ]
            ],
        ]
    }

    private static func operation(_ name: String, _ documentation: String) -> JSONTree {
        [
            "name": .string(name),
            "definition": .string(CodeSystem.gateway + "OperationDefinition/" + name),
            "documentation": .string(documentation),
        ]
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Sharing

/// Wishes as FHIR R4 Consent resources.
enum ConsentResource {
    static func resource(_ wish: SharingPreference, of number: NHSNumber) -> JSONTree {
        var consent = JSONObject([
            "resourceType": "Consent", "status": "active",
            "scope": coded("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
            "category": [coded(CodeSystem.loinc, "59284-0")],
            "patient": ["identifier": identifier(CodeSystem.nhsNumber, number.disclosed)],
        ])
        if let controller = wish.controller {
            consent["organization"] = [["identifier": identifier(CodeSystem.odsOrganisation, controller)]]
        }
        let isShared = wish.wish == .share
        consent["policyRule"] = coded(
            "http://terminology.hl7.org/CodeSystem/v3-ActCode", isShared ? "OPTIN" : "OPTOUT")
        consent["provision"] = ["type": isShared ? "permit" : "deny"]
        return .object(consent)
    }

    static func bundle(_ wishes: [SharingPreference], of number: NHSNumber) -> JSONTree {
        var bundle = JSONObject([
            "resourceType": "Bundle", "type": "searchset", "total": .number(String(wishes.count)),
        ])
        if !wishes.isEmpty {
            bundle["entry"] = .array(
                wishes.map { ["resource": resource($0, of: number), "search": ["mode": "match"]] })
        }
        return .object(bundle)
    }

    private static func coded(_ system: String, _ code: String) -> JSONTree {
        ["coding": [["system": .string(system), "code": .string(code)]]]
    }

    private static func identifier(_ system: String, _ value: String) -> JSONTree {
        ["system": .string(system), "value": .string(value)]
    }
}

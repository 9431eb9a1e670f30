// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import JSON
import Sharing
import Simulator

/// A person's wish that a running gateway is to record.
struct RecordedWish {
    let preference: SharingPreference
    let number: NHSNumber

    /// - Parameters:
    ///   - gateway: the running demonstration where there is none.
    ///   - token: whose wish or controller it is; in the running demonstration that of somebody who may.
    /// - Throws: ``CommandFailure`` with what the gateway said.
    func send(to gateway: String?, token: String?) async throws {
        let noted = DemoFolder.noted(DemoFolder.noteFile)
        let named = gateway ?? noted ?? "http://127.0.0.1:8080"
        let address = named.hasSuffix("/") ? String(named.dropLast()) : named
        var bearer = token
        if token == nil, address == noted, let provider = DemoFolder.noted(DemoFolder.providerNoteFile) {
            bearer = try await DemonstrationToken.fetch(
                try recorder().id, from: provider, for: DemonstrationToken.audience)
        }
        _ = try await GatewayClient(gateway: address, token: bearer).operation("Consent", consent)
    }

    /// Who of the demonstration's people may record it.
    private func recorder() throws -> DemonstrationUser {
        let users = DemonstrationUser.all
        if let themself = users.first(where: { $0.nhsNumber == number.disclosed }) { return themself }
        let speakers = users.filter { Role(code: $0.role).speaksForController }
        if let speaker = speakers.first(where: { $0.organisation == preference.controller }) { return speaker }
        let controllers = speakers.map { "\($0.organisation) (\($0.id))" }.joined(separator: " or ")
        throw CommandFailure.askedWrongly(
            "In the demonstration a wish of this person is recorded by a controller's own people: name --controller \(controllers)."
        )
    }

    private var consent: JSONTree {
        var consent = JSONObject([
            "resourceType": "Consent", "status": "active",
            "scope": [
                "coding": [
                    [
                        "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy",
                    ]
                ]
            ],
            "category": [["coding": [["system": "http://loinc.org", "code": "59284-0"]]]],
            "patient": ["identifier": Self.identifier("https://fhir.nhs.uk/Id/nhs-number", number.disclosed)],
            "provision": ["type": preference.wish == .share ? "permit" : "deny"],
        ])
        if let controller = preference.controller {
            consent["organization"] = [
                ["identifier": Self.identifier("https://fhir.nhs.uk/Id/ods-organization-code", controller)]
            ]
        }
        return .object(consent)
    }

    private static func identifier(_ system: String, _ value: String) -> JSONTree {
        ["system": .string(system), "value": .string(value)]
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Sharing

@testable import Web

/// Attempts to read or change somebody else's wishes.
enum AttackWish {
    typealias Drawn = (wire: AttackedGateway.Wire, ceiling: Set<String>)

    private static let path = "/fhir/R4/Consent"

    static func draw(_ dice: inout Attack.Dice, _ attacker: Attacker, _ place: Int) -> Drawn {
        let number = AttackedWorld.numbers[place]
        var wire = AttackedGateway.Wire(path: path)
        switch dice.below(6) {
        case 0...2:
            wire.path += dice.pick([
                "?patient=\(number)", "?patient=Patient/\(number)",
                "?patient:identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C\(number)",
                "?patient=\(dice.number())&patient=\(number)", "/_search?patient=\(number)",
            ])
        case 3:
            (wire.method, wire.path) = ("POST", path + "/_search")
            wire.body = dice.pick(["patient=\(number)", "patient=\(number)&patient=\(dice.number())", ""])
            wire.headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        default:
            (wire.method, wire.body) = ("POST", consent(number, &dice))
            wire.headers.append(("Content-Type", "application/fhir+json"))
        }
        return (wire, ceiling(attacker, place))
    }

    /// The person themself alone may learn of a wish about a controller that is not the requester's.
    private static func ceiling(_ attacker: Attacker, _ place: Int) -> Set<String> {
        guard let person = AttackedWorld.person(at: place) else { return [] }
        switch (attacker, person) {
        case (.patient0, 0), (.patient1, 1): return [AttackedWorld.wishCanary(of: person)]
        default: return []
        }
    }

    /// A wish to share, or a dissent with the one controller of whom the attacks expect the least.
    private static func consent(_ number: String, _ dice: inout Attack.Dice) -> String {
        let isDissent = dice.chance(20)
        let controller = isDissent ? "CTRLC" : dice.pick(["", "CTRLA", "CTRLB", "CTRLC"])
        let organisation =
            controller.isEmpty
            ? ""
            : #","organization":[{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"\#(controller)"}}]"#
        return
            #"{"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"text":"x"}],"patient":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(number)"}}\#(organisation),"provision":{"type":"\#(isDissent ? "deny" : "permit")"}}"#
    }
}

/// Attempts to have somebody else's access explained, or another controller's agreements.
enum AttackExplanation {
    static func draw(_ dice: inout Attack.Dice, _ attacker: Attacker, _ number: String) -> AttackWish.Drawn {
        func parameter(_ name: String, _ value: String) -> String { #"{"name":"\#(name)","valueString":"\#(value)"}"# }
        let person =
            #"{"name":"nhsNumber","valueIdentifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(number)"}}"#
        var parameters: [String]
        if dice.chance(50) {
            let traces =
                AttackedStores.traces + AttackedStores.traces + [
                    "6f1c1f6e-0000-4000-8000-0000000000ff", "earlier", "%",
                ]
            parameters = [parameter("trace-id", dice.pick(traces))]
            if dice.chance(15) { parameters.append(person) }
        } else {
            parameters = [person]
            if dice.chance(80) { parameters.append(parameter("organisation", dice.pick(["RXX01", "RYY02", "CTRLB"]))) }
            if dice.chance(70) { parameters.append(parameter("role", dice.pick(["doctor", "patient", "nurse"]))) }
            if dice.chance(70) { parameters.append(parameter("purpose", dice.pick(["TREAT", "BTG", "PATRQT"]))) }
        }
        if dice.chance(10) { parameters.append(parameter("controller", "CTRLB")) }
        let wire = AttackedGateway.Wire(
            method: "POST", path: "/fhir/R4/$explain-access", headers: [("Content-Type", "application/fhir+json")],
            body: #"{"resourceType":"Parameters","parameter":["# + parameters.joined(separator: ",") + "]}")
        return (wire, attacker.clauses)
    }
}

// MARK: Planted holes

/// Explains to whoever speaks for a controller what concerns another.
struct HoledExplanations: AccessExplanations {
    let base: any AccessExplanations

    func explain(_ question: AccessQuestion) async -> AccessExplanation {
        guard question.asker.role.speaksForController else { return await base.explain(question) }
        return await base.explain(
            AccessQuestion(
                asker: question.asker.changed(organisation: AttackedWorld.Controller.b.code), subject: question.subject,
                traceID: question.traceID))
    }
}

/// Takes whoever asks for the person.
struct HoledPreferences: PreferenceService {
    let base: any PreferenceService

    func record(
        _ preference: SharingPreference, of number: NHSNumber, by requester: Requester, traceID: String
    ) async -> PreferenceAnswer { await base.record(preference, of: number, by: requester, traceID: traceID) }

    func standing(of number: NHSNumber, for requester: Requester, traceID: String) async -> PreferenceAnswer {
        await base.standing(
            of: number, for: requester.changed(role: .patient, ownNumbers: [number]), traceID: traceID)
    }
}

/// Opens an alert to the officer of whichever organisation has it.
struct HoledAlerts: PrivacyAlertRegister {
    let base: any PrivacyAlertRegister

    func alerts(for officer: Requester) async throws(PrivacyAlertFault) -> [PrivacyAlert] {
        try await base.alerts(for: officer)
    }

    func open(
        _ alert: PrivacyAlert.ID, by officer: Requester, at now: FHIRDateTime
    ) async throws(PrivacyAlertFault) -> OpenedPrivacyAlert {
        do { return try await base.open(alert, by: officer, at: now) } catch {
            return try await base.open(alert, by: officer.changed(organisation: AttackedWorld.clinic), at: now)
        }
    }

    func act(
        _ action: PrivacyAlert.Action.Kind, on alert: PrivacyAlert.ID, remark: String, by officer: Requester,
        at now: FHIRDateTime
    ) async throws(PrivacyAlertFault) -> PrivacyAlert {
        try await base.act(action, on: alert, remark: remark, by: officer, at: now)
    }

    func notices(for officer: Requester) async throws(PrivacyAlertFault) -> [ControllerNotice] {
        try await base.notices(for: officer)
    }
}

extension Requester {
    fileprivate func changed(
        role: Role? = nil, organisation: String? = nil, ownNumbers: Set<NHSNumber>? = nil
    ) -> Requester {
        Requester(
            person: person, name: name, role: role ?? self.role, organisation: organisation ?? self.organisation,
            system: system, purpose: purpose, strength: strength, establishment: establishment,
            ownNumbers: ownNumbers ?? self.ownNumbers, scope: scope)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import TestSupport

/// Who sends an attack to the API, and what agreements and tokens leave them at most. What is said here is said a second time, apart
/// from the gateway's own decisions.
enum Attacker: Hashable, CaseIterable, Sendable {
    case hospitalDoctor, clinicDoctor, otherClinicDoctor, narrowScope, practiceManager, controllerManager, research
    case patient0, patient1, proxyOf1
    case program, nobodyShares
    case none, hostile, onAnotherCertificate, withoutCertificate, replayed, foreignOrganisation, twoPatients

    /// The controllers whose records may be shown to them; `c` besides where `isPermissionStated`.
    private func controllers(isPermissionStated: Bool) -> [AttackedWorld.Controller] {
        switch self {
        case .hospitalDoctor, .narrowScope: [.a]
        case .clinicDoctor, .otherClinicDoctor: isPermissionStated ? [.b, .c] : [.b]
        case .patient0, .patient1, .proxyOf1: [.a, .b]
        default: []
        }
    }

    private func maySee(_ person: Int) -> Bool {
        switch self {
        case .patient0: person == 0
        case .patient1, .proxyOf1: person == 1
        default: true
        }
    }

    /// All that an answer about one person may hold.
    func ceiling(place: Int, isPermissionStated: Bool) -> Set<AttackedWorld.Canary> {
        guard let person = AttackedWorld.person(at: place), maySee(person) else { return [] }
        let controllers = controllers(isPermissionStated: isPermissionStated)
        let datasets: [Dataset] = self == .narrowScope ? [.risks] : [.problems, .risks]
        let clinical = controllers.flatMap { controller in
            datasets.map { AttackedWorld.Canary(person: person, controller: controller, dataset: $0) }
        }
        guard !clinical.isEmpty else { return [] }
        return Set(clinical + [.init(person: person, controller: nil, dataset: .demographics)])
    }

    /// The clauses that they may be told of: those that permit them, or, for whoever speaks for a controller, its own.
    var clauses: Set<String> {
        let own: [AttackedWorld.Controller] =
            switch self {
            // The same person as the hospital's doctor, asking for another purpose: what they asked before was their own.
            case .controllerManager, .research: [.a]
            case .hospitalDoctor, .narrowScope, .clinicDoctor, .otherClinicDoctor:
                controllers(isPermissionStated: false)
            default: []
            }
        return Set(own.map { AttackedWorld.clauseCanary(of: $0) })
    }

    /// Whether some of their attacks are questions that they may ask.
    var isEntitled: Bool { !controllers(isPermissionStated: false).isEmpty }

    /// On which certificate they come.
    var certificate: String {
        switch self {
        case .clinicDoctor, .otherClinicDoctor, .onAnotherCertificate: "clinic.example"
        case .patient0, .patient1, .proxyOf1, .twoPatients: "kiosk.example"
        case .nobodyShares: "lonely.example"
        case .controllerManager: "desk.example"
        case .withoutCertificate, .replayed, .none: ""
        default: "ward.example"
        }
    }

    /// Their token; each is made once.
    var token: String {
        var draft = TokenDraft(id: "\(self)")
        func speak(_ person: String, _ role: String, _ system: String, _ organisation: String, _ byte: Int) {
            draft.claim("sub", "\"\(person)\"")
            draft.claim("role", "\"\(role)\"")
            draft.claim("client_id", "\"\(system)-app\"")
            draft.claim("organisation", "\"\(organisation)\"")
            let thumbprint = TestKeys.base64URL([UInt8](repeating: UInt8(byte), count: 32))
            draft.claim("cnf", #"{"x5t#S256":"\#(thumbprint)"}"#)
        }
        func speakAsPatient(_ role: String, _ claims: [String: Int]) {
            speak("citizen", role, "kiosk", AttackedWorld.kiosk, 6)
            draft.claim("purpose_of_use", #""PATRQT""#)
            draft.claim("scope", #""patient/*.rs""#)
            for (name, place) in claims { draft.claim(name, "\"\(AttackedWorld.numbers[place])\"") }
        }
        switch self {
        case .hospitalDoctor, .onAnotherCertificate, .withoutCertificate:
            speak("doctor-a", "doctor", "ward", AttackedWorld.hospital, 7)
        case .clinicDoctor: speak("doctor-b1", "doctor", "clinic", AttackedWorld.clinic, 8)
        case .otherClinicDoctor: speak("doctor-b2", "doctor", "clinic", AttackedWorld.clinic, 8)
        case .narrowScope:
            speak("doctor-a", "doctor", "ward", AttackedWorld.hospital, 7)
            draft.claim("scope", #""user/AllergyIntolerance.rs user/Flag.rs user/Consent.rs user/Observation.rs""#)
        case .practiceManager: speak("manager-a", "practice-manager", "ward", AttackedWorld.hospital, 7)
        case .controllerManager:
            speak("manager-of-a", "practice-manager", "desk", AttackedWorld.Controller.a.code, 4)
        case .research:
            speak("doctor-a", "doctor", "ward", AttackedWorld.hospital, 7)
            draft.claim("purpose_of_use", #""HRESCH""#)
        case .patient0: speakAsPatient("patient", ["nhs_number": 0])
        case .patient1: speakAsPatient("patient", ["nhs_number": 1])
        case .proxyOf1: speakAsPatient("proxy", ["nhs_number": 3, "patient": 1])
        case .twoPatients: speakAsPatient("patient", ["nhs_number": 0, "patient": 1])
        case .program: speak("ward-app", "doctor", "ward", AttackedWorld.hospital, 7)
        case .nobodyShares: speak("doctor-l", "doctor", "lonely", AttackedWorld.lonely, 9)
        case .none: return ""
        case .hostile: speak("doctor-a", "doctor", "ward", AttackedWorld.hospital, 7)
        case .replayed:
            speakAsPatient("patient", ["nhs_number": 0])
            draft.claim("client_id", #""phone-app""#)
            draft.claim("cnf", nil)
        case .foreignOrganisation: speak("doctor-a", "doctor", "ward", AttackedWorld.clinic, 7)
        }
        return draft.text
    }
}

/// Somebody who has signed in to the pages.
enum Visitor: Int, CaseIterable, Sendable {
    case hospitalDoctor, clinicDoctor, otherHospitalDoctor, practiceManager, privacyOfficer

    var code: String {
        switch self {
        case .hospitalDoctor: "doctor.\(AttackedWorld.hospital).visitor-a"
        case .otherHospitalDoctor: "doctor.\(AttackedWorld.hospital).visitor-a2"
        case .clinicDoctor: "doctor.\(AttackedWorld.clinic).visitor-b"
        case .practiceManager: "practice-manager.\(AttackedWorld.hospital).visitor-m"
        case .privacyOfficer: "privacy-officer.\(AttackedWorld.hospital).visitor-p"
        }
    }

    /// All that a page about one person may hold.
    func ceiling(place: Int) -> Set<AttackedWorld.Canary> {
        switch self {
        case .hospitalDoctor, .otherHospitalDoctor:
            Attacker.hospitalDoctor.ceiling(place: place, isPermissionStated: false)
        case .clinicDoctor: Attacker.clinicDoctor.ceiling(place: place, isPermissionStated: false)
        case .practiceManager, .privacyOfficer: []
        }
    }
}

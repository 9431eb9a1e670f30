// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import HTTPTypes
import JSON
import Sharing

/// A FHIR R4 Consent that says whether a person shares. It is read strictly: what would narrow or widen the wish and is not understood
/// refuses the whole.
struct ConsentBody {
    let number: NHSNumber
    let preference: SharingPreference

    private static let limits = JSONLimits(bytes: 64 << 10, depth: 16, nodes: 4_000)
    private static let scopes = "http://terminology.hl7.org/CodeSystem/consentscope"
    /// What may be there: what is read, and what says nothing more about the wish.
    private static let understood: Set<String> = [
        "resourceType", "id", "meta", "language", "text", "status", "scope", "category", "patient", "dateTime",
        "organization", "policy", "policyRule", "provision",
    ]

    /// - Throws: ``RequestFault`` 400 naming the element.
    init(_ bytes: [UInt8]) throws(RequestFault) {
        let document: JSONDocument
        do { document = try JSONDocument(parsing: bytes, limits: Self.limits) } catch {
            throw RequestFault(status: .badRequest, issue: .structure, diagnostics: "The body is \(error).")
        }
        let root = document.root
        guard root["resourceType"]?.string == "Consent" else {
            throw RequestFault(
                status: .badRequest, issue: .structure, diagnostics: "The body has to be a Consent resource.")
        }
        try Self.requireOnly(Self.understood, in: root, of: "Consent")
        guard root["status"]?.string == "active" else {
            throw .value(
                "'Consent.status' has to be active: another wish replaces a wish.", concerning: "Consent.status")
        }
        let scope = root["scope"]?["coding"]?.elements.contains {
            $0["system"]?.string == Self.scopes && $0["code"]?.string == "patient-privacy"
        }
        guard scope == true else {
            throw .value("'Consent.scope' has to be patient-privacy of \(Self.scopes).", concerning: "Consent.scope")
        }
        number = try Self.patient(root["patient"])
        preference = SharingPreference(
            try Self.wish(root["provision"]), controller: try Self.controller(root["organization"]))
    }

    private static func patient(_ value: JSONValue?) throws(RequestFault) -> NHSNumber {
        let identifier = value?["identifier"].flatMap { Identifier($0) }
        guard let identifier, identifier.system == CodeSystem.nhsNumber, let text = identifier.value else {
            throw .invalid(
                "'Consent.patient' has to have an identifier of the system \(CodeSystem.nhsNumber).",
                concerning: "Consent.patient")
        }
        guard value?["reference"] == nil else {
            throw .unsupported("'Consent.patient' is named by its identifier alone.", concerning: "Consent.patient")
        }
        return try .read(text, concerning: "Consent.patient")
    }

    private static func controller(_ value: JSONValue?) throws(RequestFault) -> String? {
        guard let value else { return nil }
        let organisations = value.elements.map { $0 }
        let identifier = organisations.first?["identifier"].flatMap { Identifier($0) }
        guard organisations.count == 1, let identifier, identifier.system == CodeSystem.odsOrganisation,
            let code = identifier.value, (1...12).contains(code.utf8.count), code.utf8.allSatisfy({ $0.isIDCharacter })
        else {
            throw .invalid(
                "'Consent.organization' has to be one controller, by an identifier of the system \(CodeSystem.odsOrganisation); without it the wish is about all.",
                concerning: "Consent.organization")
        }
        return code.uppercased()
    }

    private static func wish(_ provision: JSONValue?) throws(RequestFault) -> SharingPreference.Wish {
        guard let provision else {
            throw RequestFault(
                status: .badRequest, issue: .required, diagnostics: "'Consent.provision' is missing.",
                concerning: "Consent.provision")
        }
        // A wish with a limit that is not understood must not be kept as one without.
        try requireOnly(["type"], in: provision, of: "Consent.provision")
        switch provision["type"]?.string {
        case "permit": return .share
        case "deny": return .dissent
        default:
            throw .value("'Consent.provision.type' has to be permit or deny.", concerning: "Consent.provision.type")
        }
    }

    private static func requireOnly(
        _ names: Set<String>, in value: JSONValue, of element: String
    ) throws(RequestFault) {
        guard let other = value.members.first(where: { !names.contains($0.name) }) else { return }
        let name = RequestParameter(name: other.name, text: "", form: .query).speakableName
        throw .unsupported(
            "'\(element).\(name)' is not supported: nothing was recorded.", concerning: "\(element).\(name)")
    }
}

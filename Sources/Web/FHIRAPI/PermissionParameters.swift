// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import HTTPTypes
import Sharing

/// What a consumer states, with a request, of the person's permission to view and of the relationship to them.
struct PermissionParameters {
    static let names: Set<String> = [
        "permission", "permission-reason", "permission-text", "permission-extent", "consultation", "relationship",
        reasonName,
    ]
    private static let reasonName = "relationship-reason"

    /// The longest text of an emergency or a claimed relationship, in bytes.
    static let longestText = 2_000

    private var values: [String: String] = [:]

    mutating func add(_ parameter: RequestParameter) throws(RequestFault) {
        let name = parameter.name
        if case .element(let element) = parameter.form, !["valueCode", "valueString", "valueId"].contains(element) {
            throw .invalid("'\(name)' has to be given as valueCode or valueString.", concerning: name)
        }
        // What is written of a person stands in no address, history or log.
        if name == "permission-text" || name == Self.reasonName, parameter.form == .query {
            throw .invalid("'\(name)' can be given in a body alone: use POST.", concerning: name)
        }
        guard values.updateValue(parameter.text, forKey: name) == nil else {
            throw .invalid("'\(name)' is given more than once.", concerning: name)
        }
    }

    /// What is stated, in the words of the domain.
    struct Statement {
        var permission: PermissionStatement?
        var consultation: String?
        var relationship: SharingFacts.Relationship?
        var relationshipReason: String?
    }

    func statement() throws(RequestFault) -> Statement {
        let relationship = try relationship()
        return Statement(
            permission: try permission(), consultation: try consultation(), relationship: relationship,
            relationshipReason: try reason(of: relationship))
    }

    private func permission() throws(RequestFault) -> PermissionStatement? {
        guard let code = values["permission"] else {
            for name in ["permission-reason", "permission-text", "permission-extent"] where values[name] != nil {
                throw .invalid("'\(name)' is nothing without 'permission'.", concerning: name)
            }
            return nil
        }
        let answer = try answer(code)
        let extent: PermissionToView.Extent = try coded("permission-extent") ?? .consultation
        return PermissionStatement(answer, extent: extent)
    }

    private func answer(_ code: String) throws(RequestFault) -> PermissionToView.Answer {
        if code != "emergency", values["permission-text"] != nil {
            throw .invalid("'permission-text' belongs to an emergency alone.", concerning: "permission-text")
        }
        switch code {
        case "given", "refused":
            guard values["permission-reason"] == nil else {
                throw .invalid("'permission-reason' does not belong to this answer.", concerning: "permission-reason")
            }
            return code == "given" ? .given : .refused
        case "could-not-be-asked": return .couldNotBeAsked(try requiredReason())
        case "emergency":
            let reason: PermissionToView.EmergencyReason = try requiredReason()
            let text = (values["permission-text"] ?? "").trimmed
            guard (1...Self.longestText).contains(text.utf8.count) else {
                throw RequestFault(
                    status: .badRequest, issue: .required,
                    diagnostics:
                        "An emergency needs 'permission-text' in the body: what happened, in at most \(Self.longestText) bytes.",
                    concerning: "permission-text")
            }
            return .emergency(reason, text: text)
        default:
            throw .value(
                "'permission' has to be one of given, refused, could-not-be-asked, emergency.", concerning: "permission"
            )
        }
    }

    private func requiredReason<Code: RawRepresentable & CaseIterable>() throws(RequestFault) -> Code
    where Code.RawValue == String {
        guard let reason: Code = try coded("permission-reason") else {
            throw RequestFault(
                status: .badRequest, issue: .required,
                diagnostics: "This answer needs 'permission-reason': one of \(Self.codes(Code.self)).",
                concerning: "permission-reason")
        }
        return reason
    }

    private func coded<Code: RawRepresentable & CaseIterable>(_ name: String) throws(RequestFault) -> Code?
    where Code.RawValue == String {
        guard let text = values[name] else { return nil }
        guard let code = Code(rawValue: text) else {
            throw .value("'\(name)' has to be one of \(Self.codes(Code.self)).", concerning: name)
        }
        return code
    }

    private static func codes<Code: RawRepresentable & CaseIterable>(_ type: Code.Type) -> String
    where Code.RawValue == String {
        type.allCases.map(\.rawValue).joined(separator: ", ")
    }

    private func consultation() throws(RequestFault) -> String? {
        guard let text = values["consultation"] else { return nil }
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy({ $0.isIDCharacter }) else {
            throw .value(
                "'consultation' has to be an id of at most 64 letters, digits, '-' and '.'.", concerning: "consultation"
            )
        }
        return text
    }

    /// Where the person is registered is for the demographic service to say, not for whoever asks.
    private func relationship() throws(RequestFault) -> SharingFacts.Relationship? {
        let stated: SharingFacts.Relationship? = try coded("relationship")
        guard stated != .registeredPractice else {
            throw .value("'relationship' has to be one of stated-by-system, self-claimed.", concerning: "relationship")
        }
        return stated
    }

    /// Whoever claims a relationship says why.
    private func reason(of relationship: SharingFacts.Relationship?) throws(RequestFault) -> String? {
        let name = Self.reasonName
        guard relationship == .selfClaimed else {
            guard values[name] == nil else {
                throw .invalid("'\(name)' belongs to a self-claimed relationship alone.", concerning: name)
            }
            return nil
        }
        let text = (values[name] ?? "").trimmed
        guard (1...Self.longestText).contains(text.utf8.count) else {
            throw RequestFault(
                status: .badRequest, issue: .required,
                diagnostics:
                    "A self-claimed relationship needs '\(name)' in the body: why you care for the person, in at most \(Self.longestText) bytes.",
                concerning: name)
        }
        return text
    }
}

extension PermissionParameters.Statement {
    /// The requester who states it: an emergency access has a purpose of its own.
    /// - Throws: ``RequestFault`` 403 where the requester is nobody who could have asked the person.
    func requester(stating requester: Requester) throws(RequestFault) -> Requester {
        try checkRelationship(of: requester)
        guard let permission else { return requester }
        guard permission.isEmergency else {
            guard requester.role.isCareProfessional || requester.role == .demonstration else {
                throw Self.notTheirs("A permission to view can be stated by care professionals alone.")
            }
            return requester
        }
        guard requester.role.isCareProfessional,
            [.treatment, .emergencyTreatment, .breakGlass].contains(requester.purpose)
        else {
            throw Self.notTheirs("An emergency access is for care professionals alone, for individual care.")
        }
        return requester.asking(for: .breakGlass)
    }

    /// A gateway without authentication has no agreement that asks for a relationship.
    private func checkRelationship(of requester: Requester) throws(RequestFault) {
        guard let relationship, requester.role != .demonstration else { return }
        if relationship == .statedBySystem, !requester.statesRelationships {
            throw Self.notTheirs(
                "This system is not registered to state relationships; a person can claim one, with a reason.",
                concerning: "relationship")
        }
        if relationship == .selfClaimed, !requester.role.isCareProfessional {
            throw Self.notTheirs(
                "A relationship can be claimed by care professionals alone.", concerning: "relationship")
        }
    }

    private static func notTheirs(_ sentence: String, concerning name: String = "permission") -> RequestFault {
        RequestFault(status: .forbidden, issue: .forbidden, diagnostics: sentence, concerning: name)
    }
}

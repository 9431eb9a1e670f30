// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Sharing

/// What the pages about permission are made from, and what their forms say.
struct PermissionForm {
    let visit: Viewer.Visit
    let token: String
    let outlook: AccessOutlook

    var permissionPath: String { visit.path + "/permission" }
    var relationshipPath: String { visit.path + "/relationship" }
    var emergencyPath: String { visit.path + "/emergency" }

    /// What is wrong with a form, for whoever filled it in.
    struct Fault: Error {
        let words: String
    }

    static let longestText = 1_000

    /// What the form about permission states.
    static func statement(_ fields: [String: String]) -> Result<PermissionStatement, Fault> {
        let extent = fields["extent"].flatMap(PermissionToView.Extent.init) ?? .consultation
        switch fields["answer"] {
        case "given": return .success(PermissionStatement(.given, extent: extent))
        case "refused": return .success(PermissionStatement(.refused))
        case "could-not-be-asked":
            guard let reason = fields["reason"].flatMap(PermissionToView.CouldNotBeAsked.init) else {
                return .failure(Fault(words: "Say why the person could not be asked."))
            }
            return .success(PermissionStatement(.couldNotBeAsked(reason), extent: extent))
        default: return .failure(Fault(words: "Choose what the person answered, or that they could not be asked."))
        }
    }

    /// What the form about the relationship to the person states.
    static func claim(_ fields: [String: String]) -> Result<String, Fault> {
        written(fields, otherwise: "Write why you care for this person, in a few words.")
    }

    /// What somebody wrote. Blanks alone say nothing; a word may be all that there is time for.
    private static func written(_ fields: [String: String], otherwise words: String) -> Result<String, Fault> {
        let text = (fields["text"] ?? "").trimmed
        guard text.contains(where: \.isLetter) else { return .failure(Fault(words: words)) }
        guard text.count <= longestText else {
            return .failure(Fault(words: "Write no more than \(longestText) letters."))
        }
        return .success(text)
    }

    /// What the form about an emergency states.
    static func emergency(_ fields: [String: String]) -> Result<PermissionStatement, Fault> {
        guard let reason = fields["reason"].flatMap(PermissionToView.EmergencyReason.init) else {
            return .failure(Fault(words: "Choose the reason of the emergency."))
        }
        return written(fields, otherwise: "Write what the emergency is, in a word or two.").map {
            PermissionStatement(.emergency(reason, text: $0))
        }
    }
}

extension PermissionToView.CouldNotBeAsked {
    /// The words for people.
    var words: String {
        switch self {
        case .lacksCapacityBestInterests: "They lack capacity, and it is in their best interests"
        case .lacksCapacityAttorney: "They lack capacity, and their attorney or deputy agreed"
        case .parentalResponsibility: "A child: somebody with parental responsibility agreed"
        case .competentChild: "A child who understands what is asked, and agreed themself"
        case .notPresent: "They are not present, and the care concerns them directly"
        case .legalDuty: "There is a legal duty to look"
        }
    }
}

extension PermissionToView.EmergencyReason {
    /// The words for people.
    var words: String {
        switch self {
        case .lifeThreatening: "Danger to life"
        case .unableToRespond: "The person is unable to respond, and care cannot wait"
        case .safeguarding: "Safeguarding of a child or an adult at risk"
        case .publicInterest: "Overriding public interest: serious harm to others"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord

extension Explanation {
    /// To whom something is explained.
    public enum Audience: Hashable, Sendable {
        /// Who asked: they are told what they may know, and nothing of agreements that do not permit them anything, of other
        /// organisations, or of the person.
        case requester
        /// A controller, by its ODS code: it is told all that concerns its own data, and nothing of anybody else's.
        case controller(odsCode: String)
    }
}

/// Why one dataset of one controller is shown or not, in words for one audience. It holds only what that audience may be told.
public struct ExplainedDecision: Hashable, Sendable, Codable {
    /// One condition that was looked at.
    public struct Condition: Hashable, Sendable, Codable {
        /// The code of what was looked at (`authentication-strength`).
        public let code: String
        public let isMet: Bool
        /// What was looked at, in words, and what the clause asks for.
        public let words: String
        /// The clause that was looked at, with its agreement and version; `nil` where it was none.
        public let clause: String?
    }

    /// The ODS code of the controller whose data it is.
    public let controller: String
    /// The dataset's code.
    public let dataset: String
    public let isPermitted: Bool
    /// The code of the denial; `nil` where it is permitted.
    public let denial: String?
    /// `permitted`, with its limits, or why not.
    public let words: String
    /// What would have to be so; `nil` where it is permitted, or where nothing would do.
    public let remedy: String?
    /// The clause that permits or forbids, with its agreement and version, where the audience may know it.
    public let clause: String?
    /// The conditions that were looked at, in their order: for a requester the one that failed, for a controller all.
    public let conditions: [Condition]
    /// The version of the policy; `nil` where the audience is not told.
    public let policyVersion: Int?
}

extension SharingDecision {
    /// The explanation for one audience; `nil` where it concerns another controller's data.
    public func explained(
        to audience: Explanation.Audience, controller: String, dataset: Dataset
    ) -> ExplainedDecision? {
        switch audience {
        case .requester: forRequester(controller, dataset)
        case .controller(let odsCode): odsCode == controller ? forController(controller, dataset) : nil
        }
    }

    private func forRequester(_ controller: String, _ dataset: Dataset) -> ExplainedDecision {
        // What was met is not told: that nothing of the person's wishes stood in the way is a thing to know about them. The clause is
        // told where it permits; who gets nothing is not told how the agreement is made.
        let failed = explanation.steps.last { !$0.isMet }.map {
            ExplainedDecision.Condition(
                code: $0.condition.rawValue, isMet: false, words: $0.condition.words, clause: nil)
        }
        return ExplainedDecision(
            controller: controller, dataset: dataset.rawValue, isPermitted: isPermitted, denial: denial?.rawValue,
            words: words, remedy: denial?.remedy, clause: isPermitted ? explanation.clause?.words : nil,
            conditions: isPermitted ? [] : [failed].compactMap { $0 }, policyVersion: nil)
    }

    private func forController(_ controller: String, _ dataset: Dataset) -> ExplainedDecision {
        ExplainedDecision(
            controller: controller, dataset: dataset.rawValue, isPermitted: isPermitted, denial: denial?.rawValue,
            words: words, remedy: denial?.remedy, clause: explanation.clause?.words,
            conditions: explanation.steps.map {
                ExplainedDecision.Condition(
                    code: $0.condition.rawValue, isMet: $0.isMet,
                    words: $0.condition.words + ($0.need.map { ": \($0.words)" } ?? ""), clause: $0.clause?.words)
            },
            policyVersion: explanation.policyVersion)
    }

    /// `permitted`, with its limits, or why not.
    private var words: String {
        switch verdict {
        case .deny(let denial): "not shown: " + denial.words
        case .permit(let residue): Self.words(of: residue)
        }
    }

    private static func words(of residue: Residue) -> String {
        let window = residue.windowMonths.map { "the last \($0) \($0 == 1 ? "month" : "months")" }
        let left = [
            residue.includesJournal ? nil : "without journal text",
            residue.includesRestricted ? nil : "without restricted items",
            residue.withholdsNotForPatient ? "without what must not be disclosed to the person" : nil,
        ]
        return (["permitted", window].compactMap { $0 } + left.compactMap { $0 }).joined(separator: ", ")
    }
}

extension ExplainedDecision {
    /// The same without the version of the policy, where it is not known.
    public var withoutPolicyVersion: ExplainedDecision {
        ExplainedDecision(
            controller: controller, dataset: dataset, isPermitted: isPermitted, denial: denial, words: words,
            remedy: remedy, clause: clause, conditions: conditions, policyVersion: nil)
    }

    /// The explanation as lines for a terminal or a narrative.
    public var lines: [String] {
        var lines = ["\(controller), \(dataset): \(words)"]
        if let clause { lines.append("  by \(clause)") }
        lines += conditions.map { condition in
            let by = condition.clause.map { " (\($0))" } ?? ""
            return "  \(condition.isMet ? "met" : "not met"): \(condition.words)\(by)"
        }
        if let remedy { lines.append("  what would have to be so: \(remedy)") }
        if let policyVersion { lines.append("  policy version \(policyVersion)") }
        return lines
    }

    /// What a requester is told of a person about whom nothing may be said: whether they are not known here or restricted, the same.
    public static let nothingToExplain = "Nothing can be explained about this NHS number."
}

extension Explanation.Step.Condition {
    /// What is looked at, in words.
    public var words: String {
        switch self {
        case .purpose: "the purpose is individual care or the person's own request"
        case .role: "the role is known"
        case .ownRecord: "the record is the person's own"
        case .tokenScope: "the token covers the dataset"
        case .preference: "the person does not dissent from sharing"
        case .refusal: "the person has not refused permission to view"
        case .agreement: "an agreement of the controller is in force"
        case .prohibition: "no clause forbids it"
        case .consumer: "a clause names the organisation"
        case .dataset: "a clause names the dataset"
        case .strength: "the sign-in is strong enough"
        case .relationship: "a legitimate relationship is known"
        case .emergency: "an emergency has been stated for this access"
        case .permission: "the person's permission to view"
        case .allergies: "allergies and alerts, without which no medicines are shown, are permitted too"
        }
    }
}

extension Explanation.Step.Need {
    /// What is needed, in words.
    public var words: String {
        switch self {
        case .strength(let strength): "at least \(strength.word)"
        case .permission(.implied): "not asked for"
        case .permission(.episode): "asked once for the episode"
        case .permission(.eachTime): "asked in each consultation"
        }
    }
}

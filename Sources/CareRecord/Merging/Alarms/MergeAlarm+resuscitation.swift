// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeAlarm {
    /// One decision says to attempt resuscitation, another not to, and both are in force.
    static let resuscitationDecisions = MergeAlarm(
        "resuscitation.decisions", "decisions to attempt and not to attempt resuscitation, both in force",
        saying:
            "CONFLICT: decisions about resuscitation contradict each other. Read every one, newest first, and confirm which holds."
    ) { facts in
        let decisions = facts.indices.compactMap { place in
            facts[place].resuscitationDecision.map { (place: place, decision: $0) }
        }
        return Set(decisions.map(\.decision)).count > 1 ? [decisions.map(\.place)] : []
    }
}

/// A decision whether to attempt resuscitation, as far as its code says. A plan that may say either contradicts nothing.
enum ResuscitationDecision: Hashable {
    case attempt, doNotAttempt

    /// SNOMED CT, with the Read codes that mean the same.
    private static let attemptCodes: Set<String> = ["450475007", "304252001", "1R0..", "1R0..00"]
    private static let doNotAttemptCodes: Set<String> = [
        "450476008", "304253006", "143021000119109", "1R1..", "1R1..00",
    ]

    init?(codes: [String]) {
        switch (
            codes.contains(where: Self.attemptCodes.contains), codes.contains(where: Self.doNotAttemptCodes.contains)
        )
        {
        case (true, false): self = .attempt
        case (false, true): self = .doNotAttempt
        default: return nil
        }
    }
}

extension MergeFacts {
    /// Whether what stands until it is changed has been ended, or never held.
    var isNoLongerInForce: Bool {
        ["inactive", "entered-in-error", "rejected", "revoked", "cancelled", "completed", "superseded"]
            .contains(value("status")?.string ?? "")
    }

    /// The decision that an entry states, where it is in force.
    fileprivate var resuscitationDecision: ResuscitationDecision? {
        guard entry.dataset == .risks, entry.section == .resuscitation || entry.section == .plans else { return nil }
        guard !isNoLongerInForce else { return nil }
        let concepts = ["code", "category", "type", "valueCodeableConcept"].flatMap {
            CodeableConcept.all(in: value($0))
        }
        let detailed = CodeableConcept.all(in: value("provision")?["code"])
        return ResuscitationDecision(codes: (concepts + detailed).flatMap(\.codings).compactMap(\.code))
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeAlarm {
    /// One statement says that none is known, another states one.
    static let noneKnown = MergeAlarm(
        "allergy.none-known", "an active allergy beside “no known allergies”",
        saying: DetailedCareRecord.allergyConflictWords
    ) { facts in
        let allergies = facts.indices.filter { facts[$0].entry.section == .allergies }
        let negative = allergies.filter { DetailedCareRecord.statesNoKnownAllergy(facts[$0].entry) }
        let active = allergies.filter { place in
            !DetailedCareRecord.statesNoKnownAllergy(facts[place].entry) && !facts[place].saysNothingIsKnown
        }
        return negative.isEmpty || active.isEmpty ? [] : [active + negative]
    }

    /// One substance is an allergy and is none.
    static let refutedAllergy = MergeAlarm(
        "allergy.refuted", "active and refuted, the same substance",
        saying: "CONFLICT: recorded as an allergy and as refuted. Treat the allergy as real until you have asked."
    ) { facts in
        let groups = sharing(facts, keys: { $0.codes("code") }) { facts in
            facts.entry.resource.type == "AllergyIntolerance" && (facts.isActiveAllergy || facts.isRefuted)
        }
        return groups.compactMap { group in
            let active = group.filter { facts[$0].isActiveAllergy }
            let refuted = group.filter { !facts[$0].isActiveAllergy }
            return active.isEmpty || refuted.isEmpty ? nil : active + refuted
        }
    }
}

extension MergeFacts {
    /// Whether the entry says that it is not known whether there is an allergy, which contradicts nothing.
    fileprivate var saysNothingIsKnown: Bool {
        resource.code?.codings.contains {
            ["1631000175102", "unknown", "asked-unknown"].contains($0.code ?? "")
        } == true
    }

    fileprivate var isRefuted: Bool {
        status("verificationStatus") == "refuted"
    }

    fileprivate var isActiveAllergy: Bool { entry.section == .allergies && !isRefuted }
}

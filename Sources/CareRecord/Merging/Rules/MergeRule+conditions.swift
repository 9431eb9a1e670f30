// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeRule {
    /// Allergies and adverse reactions.
    static let allergy = MergeRule(
        "allergy", "allergy",
        codes: { DetailedCareRecord.statesNoKnownAllergy($0.entry) ? [] : $0.codes("code") },
        copyParts: [
            MergePart("kind") { $0.status("type") },
            MergePart("clinical status") { $0.status("clinicalStatus") },
            MergePart("verification status") { $0.status("verificationStatus") },
            MergePart("severity") { $0.severities },
            MergePart("reactions") { $0.reactions },
            MergePart("onset with its precision") { $0.time("onset") },
            MergePart("recorder") { $0.everyIdentifier("recorder") },
        ],
        neighbourhoods: [
            Neighbourhood(
                "same-substance", .heading, "the same substance: one heading", saying: "The same substance.",
                keys: { DetailedCareRecord.statesNoKnownAllergy($0.entry) ? [] : $0.codes("code") },
                spansOneSource: true)
        ],
        neverCollapsed:
            "active and refuted; a substance and its class; “no known allergies” with anything (with an active one: conflict, the active one on top)"
    )

    /// Problems and diagnoses.
    static let condition = MergeRule(
        "condition", "condition",
        codes: { $0.codes("code") },
        copyParts: [
            MergePart("onset with its precision") { $0.time("onset") },
            MergePart("clinical status") { $0.status("clinicalStatus") },
            MergePart("verification status") { $0.status("verificationStatus") },
            MergePart("body site with its laterality") { $0.everyCode("bodySite") },
            MergePart("recorder") { $0.everyIdentifier("recorder") ?? $0.everyIdentifier("asserter") },
        ],
        neighbourhoods: [
            Neighbourhood(
                "possibly-same", .possiblySame, "the same code, the onset differs or is absent",
                saying: "Possibly the same condition.",
                keys: { facts in
                    // What is doubted, past of another person or excluded is no neighbour of what is confirmed.
                    let section = facts.entry.section
                    let apart = section.isNeverMixed ? section.rawValue : ""
                    return Neighbourhood.keys(facts.codes("code"), [apart])
                }, unless: { $0.everyCode("bodySite") })
        ],
        neverCollapsed: "recurrences; left and right; suspected and confirmed; family history")
}

extension MergeFacts {
    /// How grave an allergy is: of every reaction, else of the whole.
    var severities: String? {
        let severities = value("reaction")?.elements.map { $0["severity"]?.string } ?? []
        let known = severities.compactMap { $0 }
        if !known.isEmpty, known.count == severities.count { return Self.joined(known.sorted()) }
        return known.isEmpty ? value("criticality")?.string.map { "criticality " + $0 } : nil
    }

    /// The manifestations of every reaction; `nil` where there is none, or one cannot be compared.
    var reactions: String? {
        guard let reactions = value("reaction"), reactions.count > 0 else { return nil }
        var codes: [String] = []
        for reaction in reactions.elements {
            guard let code = Self.everyCode(in: reaction["manifestation"]) else { return nil }
            codes.append(code)
        }
        return Self.joined(codes.sorted())
    }
}

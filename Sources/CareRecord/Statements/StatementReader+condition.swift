// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension StatementReader {
    mutating func readCondition() {
        readTitle(resource.code)
        readAuthors("asserter", "recorder")
        detail("Significance", named("ProblemSignificance")?.value.flatMap { words(of: $0) })
        detail("Status", at: "clinicalStatus")
        if value("clinicalStatus") == nil, !codes("verificationStatus").contains("entered-in-error") {
            warn("Status not recorded")
        }
        detail("Verification", at: "verificationStatus")
        detail("Severity", at: "severity")
        detail("Body site", at: "bodySite")
        detail("Onset", choice("onset").flatMap { words(of: $0) })
        detail("Ended", choice("abatement").flatMap { words(of: $0) })
        detail("Recorded", at: "recordedDate")
        detail("Stage", value("stage").flatMap { words(of: $0) })
        detail("Evidence", value("evidence").flatMap { words(of: $0) })
        readNotes()
    }

    mutating func readFamilyHistory() {
        let relation = words("relationship") ?? "Family member"
        let conditions = value("condition").map { Array($0.elements) } ?? []
        let named = conditions.compactMap { $0["code"].flatMap { words(of: $0) } }
        title = named.isEmpty ? "Family history: \(relation)" : "\(relation): \(named.joined(separator: ", "))"
        detail("Name", at: "name")
        for condition in conditions {
            let parts = [
                Self.choice("onset", in: condition).flatMap { words(of: $0) }.map { "onset \($0)" },
                condition["outcome"].flatMap { words(of: $0) }, condition["note"].flatMap { words(of: $0) },
            ]
            detail(
                condition["code"].flatMap { words(of: $0) } ?? "Condition",
                parts.compactMap { $0 }.joined(separator: "; "))
        }
        detail("Age", choice("age").flatMap { words(of: $0) })
        detail("Born", choice("born").flatMap { words(of: $0) })
        detail("Deceased", choice("deceased").flatMap { words(of: $0) })
        readNotes()
        readStatus()
    }

    mutating func readAllergy() {
        readTitle(resource.code)
        readAuthors("asserter", "recorder")
        detail("Kind", at: "type")
        detail("Category", at: "category")
        detail("Criticality", at: "criticality")
        for reaction in value("reaction")?.elements.map({ $0 }) ?? [] { readReaction(reaction) }
        detail("Status", at: "clinicalStatus")
        detail("Verification", at: "verificationStatus")
        detail("Onset", choice("onset").flatMap { words(of: $0) })
        detail("Recorded", at: "recordedDate")
        detail("Last occurrence", at: "lastOccurrence")
        if let end = named("AllergyIntoleranceEnd") {
            for part in end.extensions {
                detail("Ended: \(Self.spaced(part.url))", part.value.flatMap { words(of: $0) })
            }
        }
        readNotes()
        warnOfNegation()
    }

    private mutating func readReaction(_ reaction: JSONValue) {
        let parts = [
            reaction["manifestation"].flatMap { words(of: $0) }, reaction["description"]?.string,
            reaction["severity"]?.string.map { "severity \($0)" },
            reaction["substance"].flatMap { words(of: $0) }.map { "to \($0)" },
            reaction["exposureRoute"].flatMap { words(of: $0) }.map { "by \($0)" },
            reaction["onset"].flatMap { words(of: $0) },
        ]
        detail("Reaction", parts.compactMap { $0 }.joined(separator: "; "))
        for note in reaction["note"]?.elements.map({ $0 }) ?? [] {
            detail("Note on the reaction", note["text"]?.string)
        }
    }

    /// "No known allergy" is a statement by a clinician; "not known whether" is none. They must not look alike.
    private mutating func warnOfNegation() {
        let codes = resource.code?.codings.compactMap(\.code) ?? []
        if codes.contains("1631000175102") || codes.contains("unknown") || codes.contains("asked-unknown") {
            warn("Not known whether there is an allergy: this is not \"no known allergies\"")
        }
    }
}

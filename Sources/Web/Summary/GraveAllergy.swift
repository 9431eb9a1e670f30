// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// Whether a statement tells of a reaction that may kill. It decides the order of the allergies on the first screen and nothing
/// else: all allergies are shown, whatever they tell.
enum GraveAllergy {
    static func isTold(by fact: MergedEntry) -> Bool { fact.originals.contains(where: isTold) }

    private static func isTold(by entry: RecordEntry) -> Bool {
        if entry.resource["criticality"]?.string == "high" { return true }
        let reactions = entry.resource["reaction"]?.elements.map(\.self) ?? []
        if reactions.contains(where: { $0["severity"]?.string == "severe" }) { return true }
        let words = ([entry.title] + entry.details.map(\.text)).map { $0.lowercased() }
        return words.contains { $0.contains("anaphyla") || $0.contains("angioedema") || $0.contains("angio-oedema") }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR

/// Codes that say only that a code lost its meaning when a record was moved between practices (GP Connect, *degraded data*).
enum DegradedCode {
    /// Drug allergy, non-drug allergy, medication, plan and record entry.
    private static let codes: Set<String> = [
        "196461000000101", "196471000000108", "196421000000109", "196451000000104",
        "196411000000103",
    ]

    private static func isDegraded(_ coding: Coding) -> Bool {
        if let code = coding.code, code.utf8.count == 15, codes.contains(code) { return true }
        // Only what begins so can be it, which a look at one letter nearly always denies.
        guard let display = coding.display, let first = display.utf8.first,
            first | 0x20 == UInt8(ascii: "t") || first > 0x7F
        else { return false }
        return display.lowercased().hasPrefix("transfer-degraded")
    }

    static func isDegraded(_ concept: CodeableConcept) -> Bool { concept.codings.contains(where: isDegraded) }

    /// What was written before the code lost its meaning; `nil` where the concept is not degraded or nothing else is left.
    static func originalWords(of concept: CodeableConcept) -> String? {
        guard isDegraded(concept) else { return nil }
        let others = concept.codings.filter { !isDegraded($0) }.compactMap(\.display)
        return ([concept.text] + others).compactMap { $0.flatMap(StatementReader.visible) }.first
    }
}

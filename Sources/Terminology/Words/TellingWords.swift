// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// What the words of an entry tell where its code is not enough. Words only ever lead *away* from a diagnosis, or *towards* a
/// warning: no diagnosis, operation or result is guessed from text.
enum TellingWords {
    /// The section to which the words of a concept lead; `nil` where they tell nothing.
    static func place(of concept: CodeableConcept) -> CodeTable.Place? {
        let texts = ([concept.text] + concept.codings.map(\.display)).compactMap { $0 }.map(plain)
        return texts.lazy.compactMap(warning).first ?? texts.lazy.compactMap(diversion).first
    }

    /// Whether the words say that an entry is no diagnosis of this person: a family history, the past, a suspicion, an absence.
    static func diversion(of concept: CodeableConcept) -> CodeTable.Place? {
        let texts = ([concept.text] + concept.codings.map(\.display)).compactMap { $0 }.map(plain)
        return texts.lazy.compactMap(diversion).first
    }

    /// Small letters, one blank between words, without the marks in brackets with which Read terms begin (`[V]`, `[X]`).
    private static func plain(_ text: String) -> String {
        let small = text.lowercased()
        if isPlain(small) { return small }
        var words = small.split(whereSeparator: \.isWhitespace).joined(separator: " ")[...]
        while words.hasPrefix("["), let end = words.firstIndex(of: "]"), words[..<end].count <= 4, words[..<end] != "[?"
        {
            words = words[words.index(after: end)...].drop { $0 == " " }
        }
        return String(words)
    }

    /// Whether a text has no bracket at its beginning, and no white space but one blank between words: nearly all have not.
    private static func isPlain(_ text: String) -> Bool {
        var afterBlank = true
        for byte in text.utf8 {
            guard byte < 0x80, byte > 0x20 || (byte == 0x20 && !afterBlank) else { return false }
            afterBlank = byte == 0x20
        }
        return !afterBlank && text.utf8.first != UInt8(ascii: "[")
    }

    private static func warning(_ text: String) -> CodeTable.Place? {
        let refusals = [
            "declin", "refus", "not given", "contraindicat", "no consent", "not indicated", "did not attend",
        ]
        if ["vaccin", "immunis", "immuniz"].contains(where: text.mentions), refusals.contains(where: text.mentions) {
            return CodeTable.Place(dataset: .procedures, section: .immunisationsNotGiven)
        }
        if ["resuscitation", "dnacpr", "dnar ", "advance decision", "advance directive", "advance statement"].contains(
            where: text.mentions)
        {
            return CodeTable.Place(dataset: .risks, section: .resuscitation)
        }
        if ["safeguarding", "child protection"].contains(where: text.mentions) {
            return CodeTable.Place(dataset: .risks, section: .safeguarding)
        }
        if text.mentions("power of attorney") || text.mentions("mental capacity") {
            return CodeTable.Place(dataset: .risks, section: .attorneyAndConsent)
        }
        let isAllergy =
            text.hasPrefix("allergy to ") || text.hasSuffix(" allergy") || text.mentions("adverse reaction")
            || text.hasPrefix("allergic reaction")
        if isAllergy, !text.hasPrefix("no "), !text.mentions("family history"), !text.hasPrefix("fh") {
            return CodeTable.Place(dataset: .risks, section: .allergies)
        }
        if ["at risk of ", "at risk for ", "high risk of "].contains(where: text.hasPrefix) {
            return CodeTable.Place(dataset: .risks, section: .otherRisks)
        }
        return nil
    }

    private static func diversion(_ text: String) -> CodeTable.Place? {
        let family = ["fh:", "fh ", "fh-", "f/h", "no fh", "no family history"]
        if family.contains(where: text.hasPrefix) || text.mentions("family history") {
            return CodeTable.Place(dataset: .diagnoses, section: .familyHistory)
        }
        let doubt = [
            "?", "[?]", "suspect", "suspicion of", "possible ", "possibly ", "probable ", "probably ", "query ", "no ",
            "no:", "not ", "absence of ", "exclude ", "excluded", "rule out", "r/o ", "negative for ",
        ]
        let doubtInside = ["no evidence of", "ruled out", " suspected", " excluded", "not present", "?"]
        if doubt.contains(where: text.hasPrefix) || doubtInside.contains(where: text.mentions) {
            return CodeTable.Place(dataset: .diagnoses, section: .suspectedOrExcluded)
        }
        if ["h/o", "pmh", "past history", "previous "].contains(where: text.hasPrefix) || text.mentions("history of") {
            return CodeTable.Place(dataset: .diagnoses, section: .historyOf)
        }
        return nil
    }
}

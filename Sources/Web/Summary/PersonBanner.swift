// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// Who the record is about, in the words of the banner.
struct PersonBanner {
    /// `SURNAME, First (Title)`.
    let name: String
    /// `03-Feb-1952 (72 years)`.
    let birth: String
    let sex: String
    /// `nil` for the living.
    let deceased: String?
    /// What a reader must know about the identity: superseded numbers, fields that differ at a source.
    let warnings: [String]

    init(_ record: DetailedCareRecord) {
        let person = record.person
        name = person.bannerName ?? "Name not known"
        if let birthDate = person.birthDate {
            let age = person.deceased == nil ? person.age(on: record.assembledAt) : nil
            birth = "Born " + birthDate.dayWords + (age.map { " (\($0) \($0 == 1 ? "year" : "years"))" } ?? "")
        } else {
            birth = "Birth date not known"
        }
        sex = person.gender.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? "Sex not known"
        deceased = person.deceased.map { text in
            guard !text.isEmpty else { return "DECEASED (date not known)" }
            return "DECEASED " + (FHIRDateTime(text)?.dayWords ?? text)
        }
        var warnings = record.supersededNumbers.map { "A superseded NHS number of this person is \($0.grouped)." }
        for line in record.ledger.lines {
            warnings += line.notices.filter { $0.kind == .identity }.map { "\(line.source.name): \($0.text)" }
        }
        self.warnings = warnings
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How the sources of a benchmark speak.
enum SourceManner: String, CaseIterable {
    case fhirR4 = "r4"
    case gpConnect = "stu3"

    /// How many sources hold a part of each person's record.
    static let sources = 8

    var name: String { self == .fhirR4 ? "FHIR R4" : "GP Connect (STU3)" }

    /// What a source answers when it is asked for the whole record of a person.
    func record(of person: InventedPerson, at source: Int) -> String {
        switch self {
        case .fhirR4: InventedR4Record(person: person, source: source).everything
        case .gpConnect: InventedGPConnectRecord(person: person, source: source).bundle
        }
    }
}

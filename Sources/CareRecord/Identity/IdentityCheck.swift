// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR

/// Whether what a source sent is about the person asked for (invariant 8). NHS number, birth date and names are compared with
/// those that the demographic service holds; nobody is ever linked by name and birth date.
public struct IdentityCheck: Sendable {
    /// What the check found.
    public enum Verdict: Sendable, Hashable {
        /// It is this person; `differences` names the fields that differ nonetheless, to be shown as a warning.
        case samePerson(differences: [String])
        /// Not certain: nothing is merged, and the source is named.
        case quarantined(SourceOutcome.Reason)
        /// It is another person: nothing is taken.
        case refused(SourceOutcome.Reason)
    }

    /// The number in use and those that it supersedes.
    public let numbers: Set<NHSNumber>
    /// Whom the demographic service knows by the number.
    public let traced: PersonDemographics

    public init(numbers: [NHSNumber], traced: PersonDemographics) {
        self.numbers = Set(numbers)
        self.traced = traced
    }

    /// Compares all Patients of one answer.
    @_specialize(where Version == R4)
    @_specialize(where Version == STU3)
    public func examine<Version>(_ patients: [Resource<Version>]) -> Verdict {
        guard !patients.isEmpty else {
            return .quarantined(Reason(.identityMissing, "The answer does not say whom it is about."))
        }
        var ids: [NHSNumber: String] = [:]
        for patient in patients {
            for number in Self.currentNumbers(of: patient) {
                let id = patient.id ?? ""
                guard ids.updateValue(id, forKey: number) ?? id == id else {
                    return .refused(Reason(.anotherPerson, "The answer holds two patients with one NHS number."))
                }
            }
        }
        var differences: [String] = []
        for patient in patients {
            switch examine(patient) {
            case .samePerson(let found): differences += found.filter { !differences.contains($0) }
            case let other: return other
            }
        }
        return .samePerson(differences: differences)
    }

    private typealias Reason = SourceOutcome.Reason

    private func examine<Version>(_ patient: Resource<Version>) -> Verdict {
        let texts = Self.numberTexts(of: patient)
        guard !texts.isEmpty else {
            return .quarantined(Reason(.identityMissing, "The patient in the answer has no NHS number."))
        }
        let found = Self.currentNumbers(of: patient)
        guard found.count == texts.count, found.allSatisfy(numbers.contains) else {
            return .refused(Reason(.anotherPerson, "The answer is about another person."))
        }
        let theirs = PersonDemographics(patient)
        let birthDateDifferences = Self.birthDateDifferences(traced.birthDate, theirs.birthDate)
        let family = NameComparison.familyAgrees(traced.names, theirs.names)
        let given = NameComparison.givenAgrees(traced.names, theirs.names)
        guard let birthDateDifferences else {
            return .quarantined(Reason(.identityUncertain, "The birth date is missing."))
        }
        guard birthDateDifferences <= 1 else {
            return .quarantined(Reason(.identityUncertain, "The birth date differs."))
        }
        guard family || given else {
            let also = birthDateDifferences == 0 ? "" : " and the birth date"
            return .quarantined(Reason(.identityUncertain, "Both names\(also) differ."))
        }
        var differences: [String] = []
        if birthDateDifferences > 0 { differences.append("birth date") }
        if !family { differences.append("family name") }
        if !given { differences.append("given name") }
        if let ours = traced.gender, let gender = theirs.gender, ours != gender { differences.append("gender") }
        if (traced.deceased == nil) != (theirs.deceased == nil) { differences.append("deceased") }
        return .samePerson(differences: differences)
    }

    /// How many of day, month and year differ or are known to one side alone; `nil` where a side has no birth date at all.
    static func birthDateDifferences(_ one: FHIRDateTime?, _ other: FHIRDateTime?) -> Int? {
        guard let one, let other else { return nil }
        var count = one.year == other.year ? 0 : 1
        if one.precision < .month || other.precision < .month || one.month != other.month { count += 1 }
        if one.precision < .day || other.precision < .day || one.day != other.day { count += 1 }
        return count
    }

    /// The NHS numbers that a Patient gives as its own now; a number marked `old` is history, not identity.
    private static func numberTexts<Version>(of patient: Resource<Version>) -> [String] {
        patient.identifiers.filter { $0.system == CodeSystem.nhsNumber && $0.use != "old" }.compactMap(\.value)
    }

    static func currentNumbers<Version>(of patient: Resource<Version>) -> [NHSNumber] {
        numberTexts(of: patient).compactMap { try? NHSNumber($0) }
    }
}

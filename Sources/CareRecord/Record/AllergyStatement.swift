// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR

/// What a record may say at the head of its allergies; each says something different, and none is an empty list (invariant 2).
public enum AllergyStatement: Hashable, Sendable {
    /// Allergies are recorded, and every source that offers them answered.
    case recorded
    /// Allergies are recorded, but sources are missing.
    case recordedButIncomplete(missing: [String])
    /// Allergies are recorded, every source answered, and one says that it withholds items.
    case recordedButWithheld
    /// A clinician recorded that none is known, and every source answered.
    case noneKnown
    /// Every source answered, none has anything recorded.
    case noneRecorded
    /// Every source that answered has nothing to show, and one says that items are withheld.
    case withheld
    /// Nothing is recorded by the sources that answered, but sources are missing.
    case notKnown(missing: [String])
    /// Sources are still being asked: whatever is shown, or not, is what has come so far.
    case soFar(answered: Int, of: Int, awaited: [String], missing: [String])
    /// Allergies were not asked for in this answer.
    case notAskedFor

    /// The words shown.
    public var words: String {
        switch self {
        case .recorded: "All sources that hold allergies answered."
        case .recordedButIncomplete(let missing):
            "ALLERGIES INCOMPLETE: no complete answer from \(missing.joined(separator: ", ")). There may be allergies that are not shown."
        case .recordedButWithheld:
            "Items excluded due to confidentiality and/or patient preferences. There may be allergies that are not shown."
        case .noneKnown: "No known allergies, as recorded by a clinician (see entry)."
        case .noneRecorded:
            "No allergies are recorded by any source. This is not the same as no known allergies. Ask the patient."
        case .withheld: "Items excluded due to confidentiality and/or patient preferences."
        case .notKnown(let missing):
            "ALLERGIES NOT KNOWN: no complete answer from \(missing.joined(separator: ", ")). Ask the patient."
        case .soFar(let answered, let count, let awaited, let missing):
            "Allergies so far: \(answered) of \(count) \(count == 1 ? "source" : "sources"). Still asking \(awaited.joined(separator: ", "))."
                + (missing.isEmpty ? "" : " No complete answer from \(missing.joined(separator: ", ")).")
        case .notAskedFor: "Allergies were not asked for in this answer."
        }
    }

    /// Whether a reader must not rely on what is shown.
    public var isAlarming: Bool {
        switch self {
        case .recordedButIncomplete, .recordedButWithheld, .notKnown, .withheld, .soFar: true
        case .recorded, .noneKnown, .noneRecorded, .notAskedFor: false
        }
    }
}

extension DetailedCareRecord {
    /// SNOMED CT *No known allergy*, and *No known allergies*, its inactive forerunner, which GP records still carry. Narrower
    /// statements (*No known drug allergy*) are entries like any other: they do not speak for all allergies.
    static let noKnownAllergyCodes: Set<String> = ["716186003", "160244002"]

    /// Whether an entry states that no allergy is known.
    public static func statesNoKnownAllergy(_ entry: RecordEntry) -> Bool {
        entry.resource.type == "AllergyIntolerance"
            && entry.resource.code?.snomedCodes.contains { noKnownAllergyCodes.contains($0) } == true
    }

    /// What to say at the head of the allergies.
    public var allergyStatement: AllergyStatement {
        guard ledger.scope.contains(.risks) else { return .notAskedFor }
        if let soFar = allergiesSoFar { return soFar }
        let missing = ledger.missing(for: .risks).map(\.name)
        let allergies = entries(of: .allergies)
        let stated = allergies.filter { !Self.statesNoKnownAllergy($0) }
        let withheld = ledger.lines.contains { line in
            line.notices.contains { $0.kind == .confidentialItems && ($0.dataset == nil || $0.dataset == .risks) }
        }
        if !stated.isEmpty {
            guard missing.isEmpty else { return .recordedButIncomplete(missing: missing) }
            return withheld ? .recordedButWithheld : .recorded
        }
        if !missing.isEmpty { return .notKnown(missing: missing) }
        if withheld { return .withheld }
        return allergies.isEmpty ? .noneRecorded : .noneKnown
    }

    /// The statement while a source that may hold allergies is still being asked.
    private var allergiesSoFar: AllergyStatement? {
        let awaited = ledger.lines.filter { $0.outcomes[.risks]?.reason?.code == .awaited }.map(\.source)
        guard !awaited.isEmpty else { return nil }
        let holders = ledger.lines.filter { $0.outcomes[.risks] != .notSupported }
        let missing = ledger.missing(for: .risks)
        let answered = holders.count { !missing.contains($0.source) }
        return .soFar(
            answered: answered, of: holders.count, awaited: awaited.map(\.name),
            missing: missing.filter { !awaited.contains($0) }.map(\.name))
    }

    /// Whether one statement says that no allergy is known while another states one.
    public var allergiesContradictEachOther: Bool {
        let allergies = entries(of: .allergies)
        let negative = allergies.count(where: Self.statesNoKnownAllergy)
        return negative > 0 && negative < allergies.count
    }

    /// The words for allergies that contradict each other.
    public static let allergyConflictWords =
        "CONFLICT: 'no known allergy' is recorded beside allergies. Treat the allergies as real until you have asked."
}

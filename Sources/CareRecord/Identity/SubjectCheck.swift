// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR
import JSON

/// Whether a single resource is about the person whose Patient stands in the same answer (invariant 8).
public struct SubjectCheck<Version: FHIRVersion>: Sendable {
    /// What a resource says of whom it is about.
    public enum Verdict: Sendable, Hashable {
        case thisPerson
        /// It names nobody; in an answer about one person it is taken to be about them, and says so.
        case unnamed
        /// It points at somebody, or something, that is not this person's Patient.
        case somebodyElse
    }

    private let index: ReferenceIndex<Version>
    private let patients: Set<String>
    /// The Patients whom a reference by type and id can only mean; none where addresses have to be looked at.
    private let plainPatients: Set<String>
    private let identifiers: Set<Identifier>
    private let numbers: Set<NHSNumber>

    /// A check within one answer.
    /// - Parameters:
    ///   - patients: the answer's Patients, after ``IdentityCheck`` has passed them.
    ///   - numbers: the numbers of the person asked for.
    @_specialize(where Version == R4)
    @_specialize(where Version == STU3)
    public init(index: ReferenceIndex<Version>, patients: [Resource<Version>], numbers: [NHSNumber]) {
        self.index = index
        self.patients = Set(patients.compactMap { $0.localReference })
        plainPatients = index.isWithoutAddresses ? self.patients.filter { index.holds($0) && Self.isPlain($0) } : []
        identifiers = Set(
            patients.flatMap { $0.identifiers }.map { Identifier(system: $0.system, value: $0.value) })
        self.numbers = Set(numbers)
    }

    /// Looks at `subject` and `patient`, of the resource and of what it contains.
    @_specialize(where Version == R4)
    @_specialize(where Version == STU3)
    public func examine(_ resource: Resource<Version>) -> Verdict {
        if resource.type == "Patient" {
            return resource.localReference.map(patients.contains) == true ? .thisPerson : .somebodyElse
        }
        var verdict = Verdict.unnamed
        let holders = resource["contained"] == nil ? [resource] : [resource] + resource.contained
        for holder in holders {
            for element in Self.elements {
                guard let value = holder[element] else { continue }
                if isPlainlyThisPerson(value) {
                    verdict = .thisPerson
                    continue
                }
                let elements = value.kind == .array ? Array(value.elements) : [value]
                for reference in elements.compactMap({ Reference($0) }) {
                    switch examine(reference, in: resource) {
                    case .somebodyElse: return .somebodyElse
                    case .thisPerson: verdict = .thisPerson
                    case .unnamed: break
                    }
                }
            }
        }
        return verdict
    }

    /// Whether a text is a reference by type and id and nothing else.
    private static func isPlain(_ text: String) -> Bool {
        if case .relative(_, _, nil) = Reference.target(of: text) { true } else { false }
    }

    private static var elements: [String] { subjectElements }

    /// Whether a Reference element says `Patient/1` of this person's own Patient, as nearly all do, with no address that could make
    /// it another's.
    private func isPlainlyThisPerson(_ element: JSONValue) -> Bool {
        guard !plainPatients.isEmpty, let text = element["reference"]?.string else { return false }
        return plainPatients.contains(text)
    }

    private func examine(_ reference: Reference, in holder: Resource<Version>) -> Verdict {
        if let target = index.resource(for: reference, in: holder) {
            return target.localReference.map(patients.contains) == true ? .thisPerson : .somebodyElse
        }
        guard reference.text == nil else { return .somebodyElse }
        guard let identifier = reference.identifier else { return .unnamed }
        if identifiers.contains(Identifier(system: identifier.system, value: identifier.value)) { return .thisPerson }
        guard identifier.system == CodeSystem.nhsNumber, let value = identifier.value,
            let number = try? NHSNumber(value),
            numbers.contains(number)
        else { return .somebodyElse }
        return .thisPerson
    }
}

private let subjectElements = ["subject", "patient"]

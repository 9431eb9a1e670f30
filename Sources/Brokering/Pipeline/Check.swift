// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The step *check*: is it this person (invariant 8)? Nothing of an answer is taken before its Patients have been compared, and
/// no resource that does not point at one of them.
struct Check: Sendable {
    let person: TracedPerson

    /// Compares the Patients of an answer, as the source wrote them.
    func identity<Version>(of entries: [Bundle<Version>.Entry]) -> IdentityCheck.Verdict {
        let patients = Self.distinct(entries.compactMap { $0.resource }.filter { $0.type == "Patient" })
        return IdentityCheck(numbers: person.allNumbers, traced: person.demographics).examine(patients)
    }

    /// Compares what every resource says of whom it is about, in the canonical form.
    func subjects(of resources: [Resource<R4>]) -> [SubjectCheck<R4>.Verdict] {
        let patients = Self.distinct(resources.filter { $0.type == "Patient" })
        let check = SubjectCheck(index: ReferenceIndex(resources), patients: patients, numbers: person.allNumbers)
        return resources.map { resource in
            let verdict = check.examine(resource)
            return verdict == .unnamed && !Self.mustNameItsSubject(resource.type) ? .thisPerson : verdict
        }
    }

    /// The same Patient may stand on several pages; it is one Patient as long as its id is the same.
    private static func distinct<Version>(_ patients: [Resource<Version>]) -> [Resource<Version>] {
        var seen: Set<String> = []
        return patients.filter { patient in
            guard let reference = patient.localReference else { return true }
            return seen.insert(reference).inserted
        }
    }

    /// Clinical statements, which are about somebody; people, places and products are not.
    private static func mustNameItsSubject(_ type: String) -> Bool { !aboutNobody.contains(type) }

    private static let aboutNobody: Set<String> = [
        "Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "HealthcareService", "Medication",
        "Device", "Substance", "OperationOutcome", "Provenance", "Endpoint", "CareTeam", "Questionnaire", "Slot",
        "Schedule", "Binary", "List", "Group",
    ]
}

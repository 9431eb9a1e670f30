// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The step *check*: is it this person (invariant 8)? Nothing of an answer is taken before its Patients have been compared, and
/// no resource that does not point at one of them.
struct Check: Sendable {
    let person: TracedPerson

    /// What of an answer may be taken.
    enum Passed<Version: FHIRVersion>: Sendable {
        case entries([Bundle<Version>.Entry], aboutSomebodyElse: Int, unnamed: Set<Int>, differences: [String])
        case quarantined(SourceOutcome.Reason)
        case refused(SourceOutcome.Reason)
    }

    func examine<Version>(_ entries: [Bundle<Version>.Entry]) -> Passed<Version> {
        let patients = Self.distinct(entries.compactMap(\.resource).filter { $0.type == "Patient" })
        let identity = IdentityCheck(numbers: person.allNumbers, traced: person.demographics)
        switch identity.examine(patients) {
        case .quarantined(let reason): return .quarantined(reason)
        case .refused(let reason): return .refused(reason)
        case .samePerson(let differences):
            let subjects = SubjectCheck(index: ReferenceIndex(entries), patients: patients, numbers: person.allNumbers)
            var passed: [Bundle<Version>.Entry] = []
            var somebodyElse = 0
            var unnamed: Set<Int> = []
            for entry in entries {
                guard let resource = entry.resource else {
                    passed.append(entry)
                    continue
                }
                switch subjects.examine(resource) {
                case .thisPerson: passed.append(entry)
                case .unnamed:
                    if Self.mustNameItsSubject(resource.type) { unnamed.insert(passed.count) }
                    passed.append(entry)
                case .somebodyElse: somebodyElse += 1
                }
            }
            return .entries(passed, aboutSomebodyElse: somebodyElse, unnamed: unnamed, differences: differences)
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
    private static func mustNameItsSubject(_ type: String) -> Bool {
        let others: Set<String> = [
            "Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "HealthcareService",
            "Medication",
            "Device", "Substance", "OperationOutcome", "Provenance", "Endpoint", "CareTeam", "Questionnaire", "Slot",
            "Schedule", "Binary", "List", "Group",
        ]
        return !others.contains(type)
    }
}

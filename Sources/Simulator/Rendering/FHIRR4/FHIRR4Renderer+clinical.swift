// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension FHIRR4Renderer {
    /// Allergies, flags and plans.
    var risks: [JSONTree] {
        record.allergies.map(allergy) + record.flags.map(flag) + record.carePlans.map(carePlan)
    }

    private func allergy(_ allergy: SimulatedAllergy) -> JSONTree {
        let reaction = allergy.reaction.map { reaction in
            JSONTree.array([
                .element(["manifestation": .array([concept(reaction)]), "severity": .text(allergy.severity)])
            ])
        }
        return .element([
            "resourceType": "AllergyIntolerance", "id": .string(id("allergy-\(allergy.key)")),
            "meta": meta("AllergyIntolerance", allergy.recorded), "identifier": identifier("allergy-\(allergy.key)"),
            "clinicalStatus": hl7(
                "allergyintolerance-clinical",
                allergy.ended != nil ? "resolved" : allergy.verification == "refuted" ? "inactive" : "active"),
            "verificationStatus": hl7("allergyintolerance-verification", allergy.verification),
            "type": "allergy",
            "category": .array([.string(allergy.category)]),
            "criticality": .string(allergy.severity == "severe" ? "high" : "low"), "code": concept(allergy.term),
            "patient": patientReference, "onsetDateTime": .text(allergy.onset?.iso),
            "recordedDate": .string(moment(allergy.recorded, "09:41:00")), "recorder": clinicianReference,
            "note": notes(allergy.note), "reaction": reaction,
        ])
    }

    private func flag(_ flag: SimulatedFlag) -> JSONTree {
        let words = flag.note.map { "\(flag.term.display): \($0)" } ?? flag.term.display
        return .element([
            "resourceType": "Flag", "id": .string(id("flag-\(flag.key)")), "meta": meta("Flag", flag.start),
            "identifier": identifier("flag-\(flag.key)"),
            "status": .string(flag.ended == nil ? "active" : "inactive"),
            "category": .array([hl7("flag-category", flag.category)]), "code": concept(flag.term, words: words),
            "subject": patientReference,
            "period": .element(["start": .string(flag.start.iso), "end": .text(flag.ended?.iso)]),
            "author": organisationReference,
        ])
    }

    private func carePlan(_ plan: SimulatedCarePlan) -> JSONTree {
        .element([
            "resourceType": "CarePlan", "id": .string(id("plan-\(plan.key)")), "meta": meta("CarePlan", plan.start),
            "identifier": identifier("plan-\(plan.key)"), "status": .string(plan.status), "intent": "plan",
            "category": .array([concept(plan.category, words: plan.title)]), "description": .string(plan.words),
            "subject": patientReference,
            "period": .element(["start": .string(plan.start.iso), "end": .text(plan.review?.iso)]),
            "created": .string(plan.start.iso), "author": clinicianReference,
            "activity": .list(
                plan.activities.map { words in
                    .element(["detail": .element(["status": "in-progress", "description": .string(words)])])
                }),
        ])
    }

    var conditions: [JSONTree] {
        record.problems.map { problem in
            .element([
                "resourceType": "Condition", "id": .string(id("condition-\(problem.key)")),
                "meta": meta("Condition", problem.onset, label: record.labels[problem.key]),
                "identifier": identifier("condition-\(problem.key)"),
                "clinicalStatus": hl7("condition-clinical", problem.ended == nil ? "active" : "resolved"),
                "verificationStatus": hl7("condition-ver-status", problem.verification),
                "category": .array([
                    problem.isListed
                        ? hl7("condition-category", "problem-list-item", "Problem List Item")
                        : hl7("condition-category", "encounter-diagnosis", "Encounter Diagnosis")
                ]),
                "code": concept(problem.term), "bodySite": problem.site.map { .array([concept($0)]) },
                "subject": patientReference,
                "onsetDateTime": .string(problem.onset.iso), "abatementDateTime": .text(problem.ended?.iso),
                "recordedDate": .string(problem.onset.iso), "recorder": clinicianReference,
                "note": notes(problem.note),
            ])
        }
    }
}

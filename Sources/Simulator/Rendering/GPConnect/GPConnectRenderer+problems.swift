// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension GPConnectRenderer {
    /// The id of a problem's Condition.
    func problemId(_ key: String) -> String {
        manner == .emisLike ? id("problem-\(key)") + "-PROB" : id("problem-\(key)")
    }

    mutating func addProblems() {
        for problem in record.problems {
            let resourceId = problemId(problem.key)
            var extensions: [JSONTree] = []
            if manner == .emisLike {
                let actual = id("problem-\(problem.key)")
                let entry = observation(actual, problem.term, problem.onset, comment: problem.note)
                add(entry, "Observation", actual, to: .uncategorised)
                extensions.append(
                    .element([
                        "url": .string(GPConnectSystem.careConnect + "ActualProblem-1"),
                        "valueReference": .reference("Observation/\(actual)"),
                    ]))
            }
            let content = problem.related.compactMap { references[$0] } + (related[problem.key] ?? [])
            related[problem.key] = content
            extensions += content.map { reference in
                .element([
                    "url": .string(GPConnectSystem.careConnect + "RelatedClinicalContent-1"),
                    "valueReference": .reference(reference),
                ])
            }
            extensions.append(
                .element([
                    "url": .string(GPConnectSystem.careConnect + "ProblemSignificance-1"),
                    "valueCode": .string(problem.isMajor ? "major" : "minor"),
                ]))
            add(
                resource(problem, resourceId, extensions), "Condition", resourceId, to: .problems,
                key: "problem-\(problem.key)")
        }
    }

    private func resource(_ problem: SimulatedProblem, _ resourceId: String, _ extensions: [JSONTree]) -> JSONTree {
        let category =
            manner == .emisLike
            ? GPConnectSystem.ukCodes + "CareConnect-ConditionCategory-1" : "http://hl7.org/fhir/condition-category"
        return .element([
            "resourceType": "Condition", "id": .string(resourceId),
            "meta": GPConnectSystem.meta("ProblemHeader-Condition"), "extension": .array(extensions),
            "identifier": identifiers(resourceId),
            "clinicalStatus": .string(problem.ended == nil ? "active" : "inactive"),
            "category": .array([.concept(category, "problem-list-item", "Problem List Item")]),
            "code": concept(problem.term, text: manner == .systmOneLike ? problem.term.display : nil),
            "subject": patientReference,
            "onsetDateTime": .string(manner == .emisLike ? problem.onset.iso : problem.onset.at("00:00:00")),
            "abatementDateTime": .text(problem.ended?.iso), "assertedDate": .string(problem.onset.at("14:57:39.313")),
            "asserter": clinicianReference,
            "note": .list(problem.note.map { [.element(["text": .string($0)])] } ?? []),
        ])
    }
}

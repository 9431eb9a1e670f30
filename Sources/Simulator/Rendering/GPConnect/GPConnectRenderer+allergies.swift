// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension GPConnectRenderer {
    mutating func addAllergies() {
        for allergy in record.allergies {
            let resourceId = id(allergy.key)
            if allergy.ended != nil {
                // Ended allergies stand inside their list, where a reader that looks at the bundle alone misses them.
                endedAllergies.append(resource(allergy, resourceId))
                continue
            }
            add(resource(allergy, resourceId), "AllergyIntolerance", resourceId, to: .allergies, key: allergy.key)
        }
    }

    private func resource(_ allergy: SimulatedAllergy, _ resourceId: String) -> JSONTree {
        let timed = manner == .systmOneLike
        let day = { (day: RecordDay) in JSONTree.string(timed ? day.at("12:00:00") : day.iso) }
        return .element([
            "resourceType": "AllergyIntolerance", "id": .string(resourceId),
            "meta": GPConnectSystem.meta("AllergyIntolerance"), "extension": endExtension(allergy),
            "identifier": identifiers(resourceId),
            "clinicalStatus": .string(allergy.ended == nil ? "active" : "resolved"),
            "verificationStatus": "unconfirmed", "category": .array([.string(allergy.category)]),
            "code": concept(allergy.term), "patient": patientReference,
            "onsetDateTime": day(allergy.onset ?? allergy.recorded),
            "assertedDate": .string(allergy.recorded.at("14:05:00")), "recorder": clinicianReference,
            "note": .list(allergy.note.map { [.element(["text": .string($0)])] } ?? []),
            "reaction": reaction(allergy),
        ])
    }

    private func endExtension(_ allergy: SimulatedAllergy) -> JSONTree? {
        guard let ended = allergy.ended else { return nil }
        return .array([
            .element([
                "url": .string(GPConnectSystem.extensions + "AllergyIntoleranceEnd-1"),
                "extension": .array([
                    .element(["url": "endDate", "valueDateTime": .string(ended.day.at("12:00:00"))]),
                    .element(["url": "reasonEnded", "valueString": .string(ended.reason)]),
                ]),
            ])
        ])
    }

    private func reaction(_ allergy: SimulatedAllergy) -> JSONTree? {
        guard let reaction = allergy.reaction else { return nil }
        return .array([
            .element([
                "manifestation": .array([concept(reaction, isMarked: false)]), "severity": .text(allergy.severity),
            ])
        ])
    }
}

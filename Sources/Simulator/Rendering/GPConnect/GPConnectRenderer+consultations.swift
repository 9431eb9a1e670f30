// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Consultations: an Encounter, a List for the consultation, Lists for its topics, and Lists for their headings.
extension GPConnectRenderer {
    mutating func addConsultations() {
        for consultation in record.consultations {
            let encounter = id(consultation.key)
            add(
                encounterResource(consultation, encounter), "Encounter", encounter, to: .consultations,
                key: consultation.key)
            let list = manner == .emisLike ? encounter + "-LST" : "\(encounter)-Consultation"
            var topics: [String] = []
            for (number, topic) in consultation.topics.enumerated() {
                topics.append("List/" + addTopic(topic, number, consultation, encounter))
            }
            let code = JSONTree.concept(FHIRSystem.snomed, "325851000000107", "Consultation")
            resources.append(structure(list, consultation.kind, code, consultation, encounter, topics, nil))
        }
    }

    private mutating func addTopic(
        _ topic: SimulatedConsultation.Topic, _ number: Int, _ consultation: SimulatedConsultation, _ encounter: String
    ) -> String {
        let list = manner == .emisLike ? "\(encounter)-PG\(number)" : "\(encounter)-Topic\(number + 1)"
        var headings: [String] = []
        for (place, heading) in topic.headings.enumerated() {
            let own = manner == .emisLike ? "\(list)-HD\(place)" : "\(list)-Category-\(heading.title)"
            var entries = heading.entries.compactMap { references[$0] }
            for (line, words) in heading.words.enumerated() {
                let note = id("\(consultation.key)-\(number)-\(place)-\(line)")
                let resource = observation(
                    note, .commentNote, consultation.day, time: consultation.time, comment: words,
                    encounter: "Encounter/\(encounter)")
                add(resource, "Observation", note, to: .uncategorised)
                entries.append("Observation/\(note)")
            }
            for entry in entries { consulted[Self.kind(of: entry), default: []].append(entry) }
            let code = JSONTree.concept(FHIRSystem.snomed, "24781000000107", "Category (EHR)")
            resources.append(structure(own, heading.title, code, consultation, encounter, entries, nil))
            headings.append("List/\(own)")
        }
        if let problem = topic.problem { related[problem, default: []] += ["Encounter/\(encounter)", "List/\(list)"] }
        let code = JSONTree.concept(FHIRSystem.snomed, "25851000000105", "Topic (EHR)")
        let title = topic.title ?? (manner == .systmOneLike ? consultation.kind : nil)
        resources.append(structure(list, title, code, consultation, encounter, headings, topic.problem))
        return list
    }

    private func encounterResource(_ consultation: SimulatedConsultation, _ resourceId: String) -> JSONTree {
        let performer =
            manner == .emisLike
            ? "http://hl7.org/fhir/v3/ParticipationType" : GPConnectSystem.codes + "GPConnect-ParticipantType-1"
        func participant(_ system: String, _ code: String, _ words: String) -> JSONTree {
            .element(["type": .array([.concept(system, code, words)]), "individual": clinicianReference])
        }
        return .element([
            "resourceType": "Encounter", "id": .string(resourceId), "meta": GPConnectSystem.meta("Encounter"),
            "identifier": identifiers(resourceId), "status": "finished",
            "type": .array([.element(["text": .string(consultation.kind)])]), "subject": patientReference,
            "participant": .array([
                participant(performer, "PPRF", "primary performer"),
                participant(GPConnectSystem.codes + "GPConnect-ParticipantType-1", "REC", "recorder"),
            ]),
            "period": .element(["start": .string(consultation.day.at(consultation.time))]),
            "location": manner == .emisLike
                ? .array([.element(["location": .reference("Location/\(practiceId("location"))")])]) : nil,
            "serviceProvider": organisationReference,
        ])
    }

    private func structure(
        _ resourceId: String, _ title: String?, _ code: JSONTree, _ consultation: SimulatedConsultation,
        _ encounter: String, _ entries: [String], _ problem: String?
    ) -> JSONTree {
        let header = problem.map { problem in
            JSONTree.array([
                .element([
                    "url": .string(GPConnectSystem.careConnect + "RelatedProblemHeader-1"),
                    "extension": .array([
                        .element([
                            "url": "target", "valueReference": .reference("Condition/\(problemId(problem))"),
                        ])
                    ]),
                ])
            ])
        }
        return .element([
            "resourceType": "List", "id": .string(resourceId), "meta": GPConnectSystem.meta("List"),
            "extension": header, "status": "current", "mode": "snapshot", "title": .text(title), "code": code,
            "subject": patientReference, "encounter": .reference("Encounter/\(encounter)"),
            "date": .string(consultation.day.at(consultation.time)),
            "orderedBy": .concept("http://hl7.org/fhir/list-order", "system", "Sorted by System"),
            "entry": .list(entries.map { .element(["item": .reference($0)]) }),
        ])
    }

    /// The type of the resource that a reference names.
    static func kind(of reference: String) -> String {
        String(reference.prefix { $0 != "/" })
    }
}

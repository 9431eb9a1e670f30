// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// Says of each source which resources of the document are its, and who is responsible for them.
enum SourceProvenance {
    static func all(_ record: DetailedCareRecord, _ contents: DocumentContents) -> [(
        reference: String, resource: JSONTree
    )] {
        var sources: [(source: SourceDescription, references: [String])] = []
        for item in contents.items {
            if let place = sources.firstIndex(where: { $0.source == item.source }) {
                sources[place].references.append(item.reference)
            } else {
                sources.append((item.source, [item.reference]))
            }
        }
        return sources.enumerated().map { place, source in
            let long = "provenance-\(source.source.id)"
            let id = long.utf8.count <= 64 ? long : "provenance-\(place + 1)"
            return ("Provenance/\(id)", provenance(id, source.source, source.references, record, contents))
        }
    }

    private static func provenance(
        _ id: String, _ source: SourceDescription, _ references: [String], _ record: DetailedCareRecord,
        _ contents: DocumentContents
    ) -> JSONTree {
        var who = JSONObject(["display": .string(source.controller.name.isEmpty ? source.name : source.controller.name)]
        )
        who["reference"] = contents.reference(to: source.controller).map { .string($0) }
        let participants = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
        let asAt = record.ledger.lines.first { $0.source == source }?.asAt
        let recorded = asAt.flatMap { FHIRDateTime($0) } ?? record.assembledAt
        return [
            "resourceType": "Provenance", "id": .string(id),
            "target": .objects(named: "reference", texts: references),
            "recorded": .string(
                recorded.precision >= .second && recorded.isLegalInR4 ? recorded.text : record.assembledAt.text),
            "agent": [
                ["type": ["coding": [Coding(system: participants, code: "custodian").tree]], "who": .object(who)],
                [
                    "type": ["coding": [Coding(system: participants, code: "assembler").tree]],
                    "who": ["reference": .string(GatewayDevice.reference)],
                ],
            ],
            "entity": [
                [
                    "role": "source",
                    "what": [
                        "identifier": [
                            "system": .string(CodeSystem.gateway + "source"), "value": .string(source.id.text),
                        ],
                        "display": .string(source.name),
                    ],
                ]
            ],
        ]
    }
}

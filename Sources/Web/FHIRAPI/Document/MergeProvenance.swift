// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// Says of a merged resource which originals it stands for, and by which rule the gateway made them one.
enum MergeProvenance {
    static func entry(
        _ merged: DocumentContents.MergedItem, _ record: DetailedCareRecord, _ contents: DocumentContents
    ) -> (reference: String, resource: JSONTree) {
        let id = "of-" + merged.item.id
        let participants = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
        let entities = zip(merged.entry.originals, merged.originals).map { original, reference -> JSONTree in
            [
                "role": "source",
                "what": ["reference": .string(reference), "display": .string(original.source.name)],
            ]
        }
        let resource: JSONTree = [
            "resourceType": "Provenance", "id": .string(id),
            "target": [["reference": .string(merged.item.reference)]],
            "recorded": .string(record.assembledAt.text),
            "activity": MergeList.concept(of: merged.entry.rule?.text ?? "copy"),
            "agent": [
                [
                    "type": ["coding": [Coding(system: participants, code: "assembler").tree]],
                    "who": ["reference": .string(GatewayDevice.reference)],
                ]
            ],
            "entity": .array(entities),
        ]
        return ("Provenance/\(id)", resource)
    }
}

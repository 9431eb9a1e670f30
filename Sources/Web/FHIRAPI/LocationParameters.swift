// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import JSON

/// Where a person's record is held, as a FHIR Parameters resource.
enum LocationParameters {
    static func resource(_ sources: [LocatedSource]) -> JSONTree {
        var object = JSONObject(["resourceType": "Parameters"])
        if !sources.isEmpty { object["parameter"] = .array(sources.map(parameter)) }
        return .object(object)
    }

    private static func parameter(_ located: LocatedSource) -> JSONTree {
        let source = located.source
        var parts: [JSONTree] = [
            ["name": "id", "valueString": .string(source.id.text)],
            ["name": "name", "valueString": .string(source.name)],
            [
                "name": "controller",
                "valueIdentifier": [
                    "system": .string(CodeSystem.odsOrganisation), "value": .string(source.controller.odsCode),
                ],
            ],
        ]
        parts += located.grounds.map { ["name": "ground", "valueCode": .string($0.rawValue)] }
        parts += located.datasets.map { ["name": "dataset", "valueCode": .string($0.rawValue)] }
        return ["name": "source", "part": .array(parts)]
    }
}

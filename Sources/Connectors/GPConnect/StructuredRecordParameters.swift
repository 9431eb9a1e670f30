// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// What `$gpc.getstructuredrecord` is asked: one person, and the clinical areas that the wanted datasets need.
struct StructuredRecordParameters: Sendable {
    let number: NHSNumber
    let areas: [StructuredRecordArea]

    var tree: JSONTree {
        let person: JSONTree = [
            "name": "patientNHSNumber",
            "valueIdentifier": [
                "system": .string(CodeSystem.nhsNumber), "value": .string(number.disclosed),
            ],
        ]
        return ["resourceType": "Parameters", "parameter": .array([person] + areas.map(\.parameter))]
    }
}

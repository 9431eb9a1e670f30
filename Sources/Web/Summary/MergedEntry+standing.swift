// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

extension MergedEntry {
    /// Whether any of its originals was entered in error. Such a fact stays in its table, marked, and leads nothing.
    var isTakenBack: Bool { originals.contains { $0.resource.isEnteredInError } }

    /// Whether its value may stand among those of this person: in the key results, a course or a drawing.
    var countsAsValue: Bool {
        originals.allSatisfy { entry in
            let resource = entry.resource
            return !resource.isEnteredInError && !resource.isAboutAnother && !Self.wasNeverMeasured(resource)
        }
    }

    /// A cancelled observation was not made; one of which the status is not known, or which is only registered, may have no value yet.
    private static func wasNeverMeasured(_ resource: Resource<R4>) -> Bool {
        switch resource["status"]?.string {
        case "cancelled": true
        case "registered", "unknown":
            resource["component"] == nil && !resource.value.members.contains { $0.name.hasPrefix("value") }
        default: false
        }
    }
}

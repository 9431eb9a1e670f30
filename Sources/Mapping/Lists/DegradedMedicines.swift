// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// The warnings of degraded codes for each resource of a record; a medicine's code also warns where the medicine is named.
struct DegradedMedicines {
    private let warnings: [[EntryWarning]]

    init(_ resources: [SourceResource]) {
        let own = resources.map { DegradedCodes.warnings(of: $0.value) }
        var medications: [String: [EntryWarning]] = [:]
        for (place, resource) in resources.enumerated() where resource.type == "Medication" && !own[place].isEmpty {
            if let id = resource.id { medications["Medication/" + id] = own[place] }
            if let url = resource.fullURL { medications[url] = own[place] }
        }
        warnings = resources.enumerated().map { place, resource in
            guard let text = resource.value["medicationReference"]?["reference"]?.string else { return own[place] }
            if text.hasPrefix("#") {
                let inner = resource.value["contained"]?.elements.first { $0["id"]?.string == String(text.dropFirst()) }
                return own[place] + (inner.map { DegradedCodes.warnings(of: $0) } ?? [])
            }
            return own[place] + (medications[text] ?? [])
        }
    }

    /// The warnings of the resource at this place.
    func warnings(of place: Int) -> [EntryWarning] { warnings[place] }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

extension DatasetClassifier {
    func statement(_ resource: Resource<R4>) -> Placement {
        .entry(.medication, Self.medicationSection(status: resource.codes(of: "status").first))
    }

    /// A medicine is past only where its status says so; one of unknown status stays in sight.
    private static func medicationSection(status: String?) -> DatasetSection {
        switch status {
        case "completed", "stopped", "cancelled", "entered-in-error": .pastMedication
        default: .currentMedication
        }
    }

    /// In a GP record a request is the authorisation behind a line of medication, or an issue of it. Where a source has
    /// requests alone, the request is the line.
    func request(_ item: ClassifiableResource, links: RecordLinks) -> Placement {
        let resource = item.resource
        if let statement = links.statements[resource.localReference ?? ""] { return .partOf(reference: statement) }
        let intent = resource.codes(of: "intent").first
        let isIssue =
            resource["basedOn"]?.count ?? 0 > 0 || resource["priorPrescription"] != nil
            || item.areas.contains(.medications)
        if intent == "order", isIssue { return .entry(.medication, .issues) }
        return .entry(.medication, Self.medicationSection(status: resource.codes(of: "status").first))
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
import FHIR
import JSON

/// The Detailed Care Record as a FHIR R4 document: a Composition with a section per dataset, every entry with its source, and the
/// ledger. Each reference in it resolves inside it; what a source wrote passes through byte for byte where no id or reference
/// has to change.
public enum FHIRDocument {
    /// What a document says beyond the record itself.
    public struct Frame: Sendable {
        /// The address of the FHIR API (`https://gateway.example/fhir/R4`), without a slash at its end.
        public let baseURL: String
        /// The document's id, a UUID: the trace id of the request.
        public let id: String
        /// What must be said about how the request was taken, such as a filter that was not applied.
        public let remarks: [String]

        public init(baseURL: String, id: String, remarks: [String] = []) {
            self.baseURL = baseURL
            self.id = id
            self.remarks = remarks
        }
    }

    /// The document's JSON text.
    public static func render(_ record: DetailedCareRecord, in frame: Frame) -> [UInt8] {
        let contents = DocumentContents(record)
        var resources: [(reference: String, resource: JSONTree)] = [
            ("Composition/\(frame.id)", DocumentComposition(record, contents, frame).resource),
            ("Patient/\(record.nhsNumber.disclosed)", TracedPatient(record, contents: contents).resource),
            (GatewayDevice.reference, GatewayDevice.resource),
            (LedgerOutcome.reference, LedgerOutcome(record.ledger, record.filters + frame.remarks).outcome.tree),
        ]
        resources += contents.organisations.map { ($0.reference, $0.resource) }
        resources += contents.items.map { ($0.reference, contents.resource(of: $0)) }
        resources += contents.mergedItems.map { ($0.item.reference, contents.resource(of: $0)) }
        resources += SourceProvenance.all(record, contents).map { ($0.reference, $0.resource) }
        resources += contents.mergedItems.map { MergeProvenance.entry($0, record, contents) }
        if let list = MergeList(record, contents).resource { resources.append((MergeList.reference, list)) }
        let entries = resources.map { entry -> JSONTree in
            ["fullUrl": .string("\(frame.baseURL)/\(entry.reference)"), "resource": entry.resource]
        }
        let bundle: JSONTree = [
            "resourceType": "Bundle", "id": .string(frame.id), "type": "document",
            "identifier": ["system": "urn:ietf:rfc:3986", "value": .string("urn:uuid:\(frame.id)")],
            "timestamp": .string(record.assembledAt.text), "entry": .array(entries),
        ]
        return bundle.bytes
    }

    /// The person as the demographic service tells it, alone: what a read of the Patient answers.
    public static func renderPatient(_ record: DetailedCareRecord) -> [UInt8] {
        TracedPatient(record, contents: nil).resource.bytes
    }
}

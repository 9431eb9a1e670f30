// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
import FHIR
import JSON

/// The Detailed Care Record as a FHIR R4 document: a Composition with a section per dataset, every entry with its source, and the
/// ledger. Each reference in it resolves inside it; what a source wrote passes through byte for byte where no id or reference
/// has to change, but for a narrative that holds what FHIR does not allow.
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
        var text = BundleText(
            [
                "resourceType": "Bundle", "id": .string(frame.id), "type": "document",
                "identifier": ["system": "urn:ietf:rfc:3986", "value": .string("urn:uuid:\(frame.id)")],
                "timestamp": .string(record.assembledAt.text),
            ], baseURL: frame.baseURL, size: contents.size)
        text.append("Composition/\(frame.id)", DocumentComposition(record, contents, frame).resource)
        text.append("Patient/\(record.nhsNumber.disclosed)", TracedPatient(record, contents: contents).resource)
        text.append(GatewayDevice.reference, GatewayDevice.resource)
        let remarks = record.filters + frame.remarks + contents.narrativeNotices
        text.append(LedgerOutcome.reference, LedgerOutcome(record.ledger, remarks).outcome.tree)
        for organisation in contents.organisations { text.append(organisation.reference, organisation.resource) }
        for item in contents.items { text.append(item.reference) { contents.write(item, into: &$0) } }
        for merged in contents.mergedItems { text.append(merged.item.reference) { contents.write(merged, into: &$0) } }
        for provenance in SourceProvenance.all(record, contents) {
            text.append(provenance.reference, provenance.resource)
        }
        for merged in contents.mergedItems {
            let provenance = MergeProvenance.entry(merged, record, contents)
            text.append(provenance.reference, provenance.resource)
        }
        if let list = MergeList(record, contents).resource { text.append(MergeList.reference, list) }
        return text.finished()
    }

    /// The person as the demographic service tells it, alone: what a read of the Patient answers.
    public static func renderPatient(_ record: DetailedCareRecord) -> [UInt8] {
        TracedPatient(record, contents: nil).resource.bytes
    }
}

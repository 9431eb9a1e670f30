// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import HTTPTypes
import JSON

/// A GP practice's system that answers GP Connect Access Record Structured 1.6 (FHIR STU3):
/// `POST /{ods}/STU3/1/gpconnect/structured/fhir/Patient/$gpc.getstructuredrecord`, and `GET …/metadata`.
///
/// It checks headers and token as the standard says, and answers only what was asked for.
public struct GPConnectProvider: SimulatedService {
    /// The practice's ODS code.
    public let odsCode: String
    /// The whole record of each person, by NHS number.
    let records: [String: RenderedRecord<[UInt8]?>]
    /// People who said that their record must not be shared.
    let refusedConsent: Set<String>

    /// The interaction that asks for a record.
    public static let interaction = "urn:nhs:names:services:gpconnect:fhir:operation:gpc.getstructuredrecord-1"
    private static let metadataInteraction = "urn:nhs:names:services:gpconnect:structured:fhir:rest:read:metadata-1"

    /// A practice that holds these records.
    /// - Parameters:
    ///   - records: a STU3 bundle for each NHS number.
    ///   - refusedConsent: NHS numbers that get NO_PATIENT_CONSENT.
    public init(odsCode: String, records: [String: [UInt8]], refusedConsent: Set<String> = []) {
        self.init(odsCode: odsCode, rendering: records.mapValues { RenderedRecord($0) }, refusedConsent: refusedConsent)
    }

    /// A practice whose records are written when they are first asked for.
    init(odsCode: String, rendering records: [String: RenderedRecord<[UInt8]?>], refusedConsent: Set<String> = []) {
        self.odsCode = odsCode
        self.records = records
        self.refusedConsent = refusedConsent
    }

    /// The path of the service's root.
    public var basePath: String { "/\(odsCode)/STU3/1/gpconnect/structured/fhir" }

    public func respond(to request: SimulatedRequest) -> SimulatedResponse {
        let base = basePath.split(separator: "/").map(String.init)
        guard request.path.starts(with: base) else {
            return refuse(404, "ORGANISATION_NOT_FOUND", "No such organisation here.")
        }
        switch (request.method, Array(request.path.dropFirst(base.count))) {
        case (.get, ["metadata"]):
            if let fault = GPConnectCallCheck(interaction: Self.metadataInteraction, request: request).fault() {
                return refuse(fault.status, fault.code, fault.diagnostics)
            }
            return answer(200, Self.capabilities)
        case (.post, ["Patient", "$gpc.getstructuredrecord"]): return record(request)
        case (_, ["Patient", "$gpc.getstructuredrecord"]): return refuse(405, "BAD_REQUEST", "Ask with POST.")
        default: return refuse(404, "BAD_REQUEST", "No such resource here.")
        }
    }

    public func refusal(of request: SimulatedRequest) -> SimulatedResponse {
        refuse(403, "NO_PATIENT_CONSENT", "The patient has not consented to share their record.")
    }

    private func record(_ request: SimulatedRequest) -> SimulatedResponse {
        if let fault = GPConnectCallCheck(interaction: Self.interaction, request: request).fault() {
            return refuse(fault.status, fault.code, fault.diagnostics)
        }
        let asked: StructuredRecordRequest
        do { asked = try StructuredRecordRequest(request.body) } catch {
            return refuse(error.status, error.code, error.diagnostics)
        }
        let number = asked.nhsNumber
        if refusedConsent.contains(number) {
            return refuse(403, "NO_PATIENT_CONSENT", "The patient does not share this record.", number)
        }
        guard let bytes = records[number]?.value else {
            return refuse(404, "PATIENT_NOT_FOUND", "No patient has this NHS number here.", number)
        }
        if asked.isForEverything { return answer(200, bytes, number) }
        guard let document = try? JSONDocument(parsing: bytes) else {
            return refuse(500, "INTERNAL_SERVER_ERROR", "The record cannot be read.", number)
        }
        return answer(200, StructuredRecordFilter(document.root, asked).apply().bytes, number)
    }

    private func answer(_ status: Int, _ body: [UInt8], _ subject: String? = nil) -> SimulatedResponse {
        SimulatedResponse(status: status, body: body, subject: subject)
    }

    private func refuse(_ status: Int, _ code: String, _ words: String, _ subject: String? = nil) -> SimulatedResponse {
        let type: OperationOutcome.IssueType =
            switch status {
            case 404: .notFound
            case 403: .forbidden
            case 500: .exception
            default: .invalid
            }
        let issue = JSONTree.element([
            "severity": "error", "code": .string(type.rawValue),
            "details": .concept(GPConnectSystem.codes + "Spine-ErrorOrWarningCode-1", code, code),
            "diagnostics": .string(words),
        ])
        let outcome = JSONTree.element([
            "resourceType": "OperationOutcome",
            "meta": .element([
                "profile": .array(["https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-OperationOutcome-1"])
            ]),
            "issue": .array([issue]),
        ])
        return answer(status, outcome.bytes, subject)
    }

    private static let capabilities: [UInt8] = JSONTree.element([
        "resourceType": "CapabilityStatement", "version": "1.6.0", "status": "active", "date": "2026-01-01",
        "publisher": "Simulated practice", "kind": "instance",
        "software": .element(["name": "Simulated GP Connect provider"]), "fhirVersion": "3.0.1",
        "acceptUnknown": "both", "format": .array(["application/fhir+json"]),
        "rest": .array([
            .element([
                "mode": "server",
                "operation": .array([
                    .element([
                        "name": "gpc.getstructuredrecord",
                        "definition": .reference(
                            "https://fhir.nhs.uk/STU3/OperationDefinition/GPConnect-GetStructuredRecord-Operation-1"),
                    ])
                ]),
            ])
        ]),
    ]).bytes
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import HTTPTypes
import JSON

/// One pointer: an organisation holds something of this kind about this person.
public struct RecordPointer: Sendable {
    /// The NHS number under which the custodian lodged it.
    public var nhsNumber: String
    /// The custodian's ODS code.
    public var custodian: String
    public var type: Term
    public var category: Term
    /// When it was lodged, as FHIR writes it.
    public var date: String
    /// Where what it points at can be fetched.
    public var address: String
}

/// A record locator in the shape of the National Record Locator:
/// `GET /record-locator/consumer/FHIR/R4/DocumentReference?subject:identifier=…`, or the same as `POST …/_search`.
public struct RecordLocatorService: SimulatedService {
    /// The path of the service's root.
    public static let basePath = "/record-locator/consumer/FHIR/R4"

    private let pointers: [String: [RecordPointer]]

    /// A locator with the pointers of each NHS number.
    public init(_ pointers: [String: [RecordPointer]]) { self.pointers = pointers }

    public func refusal(of request: SimulatedRequest) -> SimulatedResponse {
        outcome(403, "forbidden", "ACCESS DENIED", "Access has been denied to process this request")
    }

    public func respond(to request: SimulatedRequest) -> SimulatedResponse {
        let base = Self.basePath.split(separator: "/").map(String.init)
        let path = Array(request.path.dropFirst(base.count))
        let isSearch =
            request.method == .get ? path == ["DocumentReference"] : path == ["DocumentReference", "_search"]
        guard request.path.starts(with: base), isSearch, [.get, .post].contains(request.method) else {
            return outcome(404, "not-found", "RESOURCE_NOT_FOUND", "No such resource here")
        }
        guard let token = request.parameter("subject:identifier") else {
            return outcome(400, "required", "BAD_REQUEST", "subject:identifier is required")
        }
        let parts = token.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts[0] == FHIRSystem.nhsNumber, NHSNumberCheck.isValid(parts[1]) else {
            return outcome(400, "invalid", "INVALID_PARAMETER", "subject:identifier is not a valid NHS number")
        }
        return bundle((pointers[parts[1]] ?? []).filter { matches($0, request) }, request, parts[1])
    }

    private func matches(_ pointer: RecordPointer, _ request: SimulatedRequest) -> Bool {
        func agrees(_ name: String, _ value: String?) -> Bool {
            guard let asked = request.parameter(name) else { return true }
            return asked.split(separator: ",").contains { $0.split(separator: "|").last.map(String.init) == value }
        }
        return agrees("type", pointer.type.snomed) && agrees("category", pointer.category.snomed)
            && agrees("custodian:identifier", pointer.custodian)
    }

    private func bundle(
        _ found: [RecordPointer], _ request: SimulatedRequest, _ subject: String
    ) -> SimulatedResponse {
        let entries = found.map { pointer in
            let id =
                "\(pointer.custodian)-\(StableIdentifier(pointer.nhsNumber, pointer.custodian, pointer.type.display).uuid)"
            return JSONTree.element([
                "fullUrl": .string("\(request.origin)\(Self.basePath)/DocumentReference/\(id)"),
                "resource": resource(pointer, id), "search": .element(["mode": "match"]),
            ])
        }
        let body = JSONTree.element([
            "resourceType": "Bundle", "type": "searchset", "total": .number("\(found.count)"),
            "link": .array([
                .element(["relation": "self", "url": .string(request.origin + request.target)])
            ]),
            "entry": .list(entries),
        ])
        return SimulatedResponse(body: body.bytes, subject: subject)
    }

    private func resource(_ pointer: RecordPointer, _ id: String) -> JSONTree {
        let organisation = JSONTree.element([
            "identifier": .element(["system": .string(FHIRSystem.odsCode), "value": .string(pointer.custodian)])
        ])
        func concept(_ term: Term) -> JSONTree { .concept(FHIRSystem.snomed, term.snomed ?? "", term.display) }
        return .element([
            "resourceType": "DocumentReference", "id": .string(id),
            "meta": .element(["versionId": "1", "lastUpdated": .string(pointer.date)]), "status": "current",
            "docStatus": "final", "type": concept(pointer.type), "category": .array([concept(pointer.category)]),
            "subject": .element([
                "identifier": .element([
                    "system": .string(FHIRSystem.nhsNumber), "value": .string(pointer.nhsNumber),
                ])
            ]),
            "date": .string(pointer.date), "author": .array([organisation]), "custodian": organisation,
            "content": .array([
                .element([
                    "attachment": .element([
                        "contentType": "application/fhir+json", "url": .string(pointer.address),
                    ]),
                    "format": .coding(
                        "https://fhir.nhs.uk/England/CodeSystem/England-NRLFormatCode",
                        "urn:nhs-ic:structured", "Structured Document"),
                ])
            ]),
        ])
    }

    private func outcome(_ status: Int, _ type: String, _ code: String, _ words: String) -> SimulatedResponse {
        let issue = JSONTree.element([
            "severity": "error", "code": .string(type),
            "details": .concept("https://fhir.nhs.uk/ValueSet/Spine-ErrorOrWarningCode-1", code, words),
            "diagnostics": .string(words),
        ])
        let body = JSONTree.element(["resourceType": "OperationOutcome", "issue": .array([issue])])
        return SimulatedResponse(status: status, body: body.bytes)
    }
}

extension RecordPointer {
    /// The pointers that sources lodged for one of the simulated people.
    static func all(for person: SimulatedPerson, on today: RecordDay) -> [RecordPointer] {
        DemonstrationSource.allCases.flatMap { source -> [RecordPointer] in
            guard let record = person.records[source] else { return [] }
            let summary = (Term("824321000000109", "Summary record"), Term("419891008", "Record artifact"))
            let plans = record.carePlans.map { ($0.category, Term.carePlan) }
            return ([summary] + plans).map { type, category in
                RecordPointer(
                    nhsNumber: person.number(at: source), custodian: source.odsCode, type: type, category: category,
                    date: today.monthsAgo(3).at("12:00:00.000"),
                    address: "https://\(source.rawValue).example.org/\(source.odsCode)/\(type.snomed ?? "")")
            }
        }
    }
}

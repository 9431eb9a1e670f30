// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import HTTPTypes
import JSON

/// A trust's FHIR R4 server: `metadata`, `Patient?identifier=…`, `Patient/{id}`, `Patient/{id}/$everything` and, for each type,
/// searches by `patient`, in pages with `next` links of the same origin. Each search may also be sent as `POST _search`.
public struct FHIRR4Provider: SimulatedService {
    /// What the server says of itself.
    public enum Metadata: Sendable, Hashable {
        /// The truth.
        case truthful
        /// There is no CapabilityStatement.
        case missing
        /// It promises `$everything` and AllergyIntolerance, and has neither.
        case lying
        /// It says that it speaks another version of FHIR.
        case wrongVersion
    }

    /// The path of the server's root.
    public static let basePath = "/FHIR/R4"

    let records: [String: RenderedRecord<FHIRR4Record?>]
    /// The NHS number of each Patient, by id.
    private let numbers: [String: String]
    let metadata: Metadata
    let pageSize: Int
    private let largestPage: Int
    private let offersEverything: Bool

    /// A server that holds these records.
    /// - Parameters:
    ///   - records: by NHS number.
    ///   - pageSize: how many resources stand on a page where the caller does not say.
    public init(records: [String: FHIRR4Record], metadata: Metadata = .truthful, pageSize: Int = 20) {
        self.records = records.mapValues { RenderedRecord($0) }
        numbers = Dictionary(records.compactMap { number, record in record.patientId.map { ($0, number) } }) {
            first, _ in
            first
        }
        self.metadata = metadata
        self.pageSize = pageSize
        largestPage = 200
        offersEverything = true
    }

    /// A source of the demonstration, whose records are written when they are first asked for.
    init(_ people: [SimulatedPerson], at source: DemonstrationSource, on today: RecordDay) {
        let manner = source.manner ?? .acute
        var records: [String: RenderedRecord<FHIRR4Record?>] = [:]
        var numbers: [String: String] = [:]
        for person in people {
            guard let renderer = FHIRR4Renderer(person, at: source, on: today) else { continue }
            let number = person.number(at: source)
            numbers[renderer.id("patient")] = number
            records[number] = RenderedRecord {
                (try? JSONDocument(parsing: renderer.bundle.bytes)).flatMap { FHIRR4Record(bundle: $0.root) }
            }
        }
        self.records = records
        self.numbers = numbers
        metadata = .truthful
        pageSize = manner.pageSize
        largestPage = manner.largestPage
        offersEverything = manner.offersEverything
    }

    public func refusal(of request: SimulatedRequest) -> SimulatedResponse {
        outcome(403, .forbidden, "This organisation does not share this record.", number(of: request))
    }

    public func respond(to request: SimulatedRequest) -> SimulatedResponse {
        let base = Self.basePath.split(separator: "/").map(String.init)
        guard request.path.starts(with: base) else { return outcome(404, .notFound, "No such address here.") }
        let path = Array(request.path.dropFirst(base.count))
        switch (request.method, path.count) {
        case (.get, 1) where path[0] == "metadata": return capabilities
        case (.get, 1): return search(path[0], request)
        case (.post, 2) where path[1] == "_search": return search(path[0], request)
        case (.get, 2): return read(path[0], path[1], request)
        case (.get, 3) where path[0] == "Patient" && path[2] == "$everything": return everything(path[1], request)
        default: return outcome(404, .notSupported, "No such interaction here.")
        }
    }

    private func search(_ type: String, _ request: SimulatedRequest) -> SimulatedResponse {
        guard Self.types.contains(type), metadata != .lying || type != "AllergyIntolerance" else {
            return outcome(404, .notSupported, "No resources of this type here.")
        }
        if type == "Patient" { return patients(request) }
        guard let patient = request.parameter("patient") ?? request.parameter("subject") else {
            return outcome(400, .required, "Search by patient.")
        }
        let id = patient.hasPrefix("Patient/") ? String(patient.dropFirst(8)) : patient
        guard let (number, record) = record(withPatient: id) else { return page([], request, nil) }
        let found = record.entries.filter { $0.type == type }
        return page(found, request, number, including: { record.entries(referredToFrom: $0, request) })
    }

    private func patients(_ request: SimulatedRequest) -> SimulatedResponse {
        guard let token = request.parameter("identifier") else {
            return outcome(400, .required, "Search by identifier.")
        }
        let parts = token.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts[0] == FHIRSystem.nhsNumber else { return page([], request, nil) }
        let found = records[parts[1]]?.value?.entries.filter { $0.type == "Patient" } ?? []
        return page(found, request, parts[1])
    }

    private func read(_ type: String, _ id: String, _ request: SimulatedRequest) -> SimulatedResponse {
        for (number, record) in records {
            guard let entry = record.value?.entries.first(where: { $0.type == type && $0.id == id }) else { continue }
            return SimulatedResponse(body: Array(entry.resource.bytes), subject: number)
        }
        return outcome(404, .notFound, "No such resource here.")
    }

    private func everything(_ id: String, _ request: SimulatedRequest) -> SimulatedResponse {
        guard offersEverything, metadata != .lying else {
            return outcome(404, .notSupported, "No such operation here.")
        }
        guard let (number, record) = record(withPatient: id) else {
            return outcome(404, .notFound, "No such patient here.")
        }
        return page(record.entries, request, number)
    }

    private func record(withPatient id: String) -> (String, FHIRR4Record)? {
        guard let number = numbers[id], let record = records[number]?.value else { return nil }
        return (number, record)
    }

    private func number(of request: SimulatedRequest) -> String? {
        request.parameter("identifier")?.split(separator: "|").last.map(String.init)
    }
}

extension FHIRR4Provider {
    /// One page of what was found.
    private func page(
        _ found: [FHIRR4Record.Entry], _ request: SimulatedRequest, _ subject: String?,
        including: ([FHIRR4Record.Entry]) -> [FHIRR4Record.Entry] = { _ in [] }
    ) -> SimulatedResponse {
        let size = min(max(request.parameter("_count").flatMap { Int($0) } ?? pageSize, 1), largestPage)
        let number = max(request.parameter("_page").flatMap { Int($0) } ?? 1, 1)
        let start = min((number - 1) * size, found.count)
        let shown = found[start..<min(start + size, found.count)]
        var links = [link("self", number, size, request)]
        if start + size < found.count { links.append(link("next", number + 1, size, request)) }
        func written(_ entry: FHIRR4Record.Entry, _ mode: JSONTree) -> JSONTree {
            .element([
                "fullUrl": .string(entry.fullURL ?? "\(request.origin)\(Self.basePath)/\(entry.type)/\(entry.id)"),
                "resource": entry.resource.tree, "search": .element(["mode": mode]),
            ])
        }
        let entries =
            shown.map { written($0, "match") } + including(Array(shown)).map { written($0, "include") }
        let bundle = JSONTree.element([
            "resourceType": "Bundle", "type": "searchset", "total": .number("\(found.count)"), "link": .array(links),
            "entry": .list(entries),
        ])
        return SimulatedResponse(body: bundle.bytes, subject: subject)
    }

    /// The address of a page. A search that was posted is continued with GET, its parameters in the address, as servers do.
    private func link(_ relation: String, _ number: Int, _ size: Int, _ request: SimulatedRequest) -> JSONTree {
        let others = request.parameters.filter { $0.name != "_page" && $0.name != "_count" }
        let query = (others + [(name: "_count", value: "\(size)"), (name: "_page", value: "\(number)")]).map {
            "\($0.name)=\(PercentEncoding.encode($0.value))"
        }
        let path = "/" + request.path.filter { $0 != "_search" }.joined(separator: "/")
        return .element([
            "relation": .string(relation),
            "url": .string("\(request.origin)\(path)?\(query.joined(separator: "&"))"),
        ])
    }

    private func outcome(
        _ status: Int, _ type: OperationOutcome.IssueType, _ words: String, _ subject: String? = nil
    ) -> SimulatedResponse {
        let outcome = OperationOutcome([.init(.error, type, diagnostics: words)])
        return SimulatedResponse(status: status, body: outcome.tree.bytes, subject: subject)
    }

    static let types = [
        "Patient", "AllergyIntolerance", "Appointment", "CarePlan", "CareTeam", "Claim", "Condition", "Consent",
        "Device", "DeviceUseStatement", "DiagnosticReport", "DocumentReference", "Encounter", "EpisodeOfCare",
        "ExplanationOfBenefit", "Flag", "Goal", "ImagingStudy",
        "Immunization", "MedicationAdministration", "MedicationDispense", "MedicationRequest", "MedicationStatement",
        "Observation", "Procedure", "RelatedPerson", "ServiceRequest", "Specimen",
    ]

    private var capabilities: SimulatedResponse {
        guard metadata != .missing else { return outcome(404, .notFound, "No CapabilityStatement here.") }
        let resources = Self.types.map { type in
            JSONTree.element([
                "type": .string(type),
                "interaction": .array([.element(["code": "read"]), .element(["code": "search-type"])]),
                "searchParam": .array([
                    type == "Patient"
                        ? .element(["name": "identifier", "type": "token"])
                        : .element(["name": "patient", "type": "reference"])
                ]),
                "operation": type == "Patient" && offersEverything
                    ? .array([
                        .element([
                            "name": "everything",
                            "definition": "http://hl7.org/fhir/OperationDefinition/Patient-everything",
                        ])
                    ]) : nil,
            ])
        }
        let statement = JSONTree.element([
            "resourceType": "CapabilityStatement", "status": "active", "date": "2026-01-01", "kind": "instance",
            "software": .element(["name": "Simulated FHIR server"]),
            "implementation": .element(["description": "A simulated trust"]),
            "fhirVersion": .string(metadata == .wrongVersion ? "3.0.2" : "4.0.1"), "format": .array(["json"]),
            "rest": .array([.element(["mode": "server", "resource": .array(resources)])]),
        ])
        return SimulatedResponse(body: statement.bytes)
    }
}

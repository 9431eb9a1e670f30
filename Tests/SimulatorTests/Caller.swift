// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import FoundationEssentials
import JSON
import NIOCore
import NIOHTTP1
import Simulator

/// An answer that came over a socket.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    /// The body as JSON.
    var json: JSONValue { get throws { try JSONDocument(parsing: body).root } }
    /// The code of the first issue of an OperationOutcome.
    var issueCode: String? {
        try? json["issue"]?[0]?["details"]?["coding"]?[0]?["code"]?.string
    }
    /// The types of the resources of a bundle.
    var types: [String] { resources.compactMap { $0["resourceType"]?.string } }
    /// The resources of a bundle.
    var resources: [JSONValue] {
        ((try? json["entry"]).flatMap { $0 }.map { Array($0.elements) } ?? []).compactMap { $0["resource"] }
    }
    /// The address of the next page.
    var next: String? {
        (try? json["link"]).flatMap { $0 }?.elements.first { $0["relation"]?.string == "next" }?["url"]?.string
    }
}

/// Calls services over real sockets.
enum Caller {
    /// A client that neither tries again nor unpacks: what comes over the socket is what a test sees.
    static let plain: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    static func call(
        _ url: String, _ method: HTTPMethod = .GET, headers: HTTPHeaders = [:], body: String? = nil,
        client: HTTPClient = plain, limit: Int = 1 << 22
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.headers = headers
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await client.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: limit)
        return Answer(
            status: Int(response.status.code), headers: response.headers, body: Array(bytes.readableBytesView))
    }

    /// A world with the people of the demonstration, for the time of one test.
    static func withWorld<Result: Sendable>(
        faults: FaultSwitches = FaultSwitches(), pause: @escaping Pause = { _ in },
        records: (folder: RecordFolder, interface: RecordFolder.Interface)? = nil,
        _ body: @escaping @Sendable (SimulatedWorld.Addresses) async throws -> Result
    ) async throws -> Result {
        var world = SimulatedWorld(faults: faults, pause: pause)
        world.addDemonstration(DemonstrationPeople.all, on: .reference, records: records)
        return try await world.run(body)
    }
}

/// A call to a GP Connect provider, with everything that the standard wants; a test takes away or changes one thing.
struct StructuredCall {
    var base: String
    var headers: HTTPHeaders = [
        "Ssp-TraceID": "09a01679-2564-0fb4-5129-aecc81ea2706", "Ssp-From": "200000000359", "Ssp-To": "918999198993",
        "Ssp-InteractionID": GPConnectProvider.interaction, "Accept": "application/fhir+json",
        "Content-Type": "application/fhir+json", "Cache-Control": "no-store",
    ]
    var tokenHead = #"{"alg":"none","typ":"JWT"}"#
    var claims: JSONObject
    var signature = ""
    var parameters: [JSONTree]

    static let everything: [JSONTree] = [
        part("includeAllergies", "includeResolvedAllergies", true),
        part("includeMedication", "includePrescriptionIssues", true), part("includeConsultations"),
        part("includeProblems"), part("includeImmunisations", "includeNotGiven", true),
        part("includeUncategorisedData"), part("includeInvestigations"), part("includeReferrals"),
        part("includeDiaryEntries"),
    ]

    init(_ base: String, _ nhsNumber: String, _ includes: [JSONTree] = everything) {
        self.base = base
        claims = JSONObject([
            "iss": "https://consumer.example.org", "sub": "1", "aud": .string(base), "exp": 1_469_436_987,
            "iat": 1_469_436_687, "reason_for_request": "directcare", "requested_scope": "patient/*.read",
            "requesting_device": ["resourceType": "Device", "id": "1"],
            "requesting_organization": ["resourceType": "Organization", "id": "1"],
            "requesting_practitioner": ["resourceType": "Practitioner", "id": "1"],
        ])
        let number: JSONTree = [
            "name": "patientNHSNumber",
            "valueIdentifier": ["system": "https://fhir.nhs.uk/Id/nhs-number", "value": .string(nhsNumber)],
        ]
        parameters = [number] + includes
    }

    static func part(_ name: String, _ flag: String? = nil, _ value: Bool = true) -> JSONTree {
        guard let flag else { return ["name": .string(name)] }
        return ["name": .string(name), "part": [["name": .string(flag), "valueBoolean": .boolean(value)]]]
    }

    func send() async throws -> Answer {
        var headers = headers
        let token = "\(Self.encode(tokenHead)).\(Self.encode(JSONTree.object(claims).text)).\(signature)"
        if headers["Authorization"].isEmpty { headers.add(name: "Authorization", value: "Bearer \(token)") }
        let body: JSONTree = ["resourceType": "Parameters", "parameter": .array(parameters)]
        return try await Caller.call(
            base + "/Patient/$gpc.getstructuredrecord", .POST, headers: headers, body: body.text)
    }

    private static func encode(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("=", with: "").replacing("+", with: "-")
            .replacing("/", with: "_")
    }
}

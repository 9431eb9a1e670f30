// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Testing

@testable import Connectors

/// A FHIR R4 server that a script plays.
enum R4Fixture {
    static func patient(id: String = "p1", number: String? = TestSource.number) -> String {
        let identifier = number.map {
            #","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#($0)"}]"#
        }
        return #"{"resourceType":"Patient","id":"\#(id)"\#(identifier ?? "")}"#
    }

    static func bundle(_ resources: [String], next: String? = nil, total: Int? = nil) -> String {
        let entries = resources.map { #"{"resource":\#($0),"search":{"mode":"match"}}"# }.joined(separator: ",")
        let link = next.map { #","link":[{"relation":"next","url":"\#($0)"}]"# } ?? ""
        let count = total.map { #","total":\#($0)"# } ?? ""
        return #"{"resourceType":"Bundle","type":"searchset"\#(count)\#(link),"entry":[\#(entries)]}"#
    }

    static func capability(types: [String], everything: Bool) -> String {
        let resources = types.map { type in
            let operation = everything && type == "Patient" ? #","operation":[{"name":"everything"}]"# : ""
            return #"{"type":"\#(type)"\#(operation)}"#
        }
        return
            #"{"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","rest":[{"mode":"server","resource":[\#(resources.joined(separator: ","))]}]}"#
    }

    static let allTypes = ["Patient"] + RecordType.allCases.map(\.rawValue)

    /// A well-behaved server that has no `$everything`, with one resource of each type.
    static func searching(_ request: ScriptedRequest) -> ScriptedReply {
        switch request.path {
        case "/fhir/metadata": return .answer(capability(types: allTypes, everything: false))
        case "/fhir/Patient/_search": return .answer(bundle([patient()], total: 1))
        case "/fhir/Patient/p1/$everything": return .answer("", status: 404)
        default:
            let type = String(request.path.dropFirst("/fhir/".count))
            return .answer(bundle([#"{"resourceType":"\#(type)","id":"1"}"#], total: 1))
        }
    }

    /// Asks the server that a script plays.
    static func ask(
        _ numbers: [String] = [TestSource.number], datasets: Set<Dataset> = Set(Dataset.held),
        within limit: Duration = .seconds(20),
        configure: (inout FHIRR4Configuration) -> Void = { _ in },
        adjust: (inout SourceConnection) -> Void = { _ in }, script: @escaping ScriptedServer.Script
    ) async throws -> (answer: SourceAnswer, requests: [ScriptedRequest]) {
        var configuration = FHIRR4Configuration(timeLimit: limit, capabilityTimeLimit: min(limit, .seconds(5)))
        configure(&configuration)
        let settled = configuration
        var changed = SourceConnection(address: try #require(WebAddress("http://127.0.0.1:1/fhir")))
        adjust(&changed)
        let limits = changed
        return try await ScriptedServer.run(script: script) { server in
            let answer = try await TestSource.withClient(
                server,
                adjust: {
                    $0.answerBytes = limits.answerBytes
                    $0.recordBytes = limits.recordBytes
                    $0.credential = limits.credential
                }
            ) { client in
                let source = FHIRR4Source(
                    try TestSource.description(), configuration: settled, client: client,
                    newIdentifier: { TestSource.identifier })
                return await source.record(
                    for: try TestSource.query(numbers, datasets: datasets), until: TestSource.generousDeadline)
            }
            return (answer, server.requests)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Testing

@testable import Connectors

/// A practice whose provider is a scripted server.
enum PracticeFixture {
    static func configuration(root: String = "https://provider.example/A12345/fhir") throws -> GPConnectConfiguration {
        GPConnectConfiguration(
            providerRoot: try #require(WebAddress(root)), consumerASID: "200000000001", providerASID: "200000000002",
            issuer: "https://gateway.example/token",
            device: .init(
                system: "https://gateway.example/Id/device", value: "gateway-1", model: "Gateway", version: "1.0"),
            organisation: .init(odsCode: "B82001", name: "Care Trust"),
            practitioner: .init(
                id: "10019", spineUserID: "111222333444", spineRoleProfileID: "555666777888",
                localSystem: "https://gateway.example/Id/user", familyName: "Jones", givenName: "Claire", prefix: "Dr"))
    }

    /// A bundle with the lists of these areas and nothing on them.
    static func bundle(
        number: String = TestSource.number, areas: [StructuredRecordArea] = StructuredRecordArea.allCases,
        also: [String] = []
    ) -> String {
        let patient =
            #"{"resourceType":"Patient","id":"p","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(number)"}]}"#
        let lists = areas.map {
            #"{"resourceType":"List","code":{"coding":[{"system":"http://snomed.info/sct","code":"\#($0.listCode)"}]}}"#
        }
        let entries = ([patient] + lists + also).map { #"{"resource":\#($0)}"# }
        return #"{"resourceType":"Bundle","type":"collection","entry":[\#(entries.joined(separator: ","))]}"#
    }

    /// Asks the practice that a script plays.
    static func ask(
        _ numbers: [String] = [TestSource.number], datasets: Set<Dataset> = Set(Dataset.held),
        within limit: Duration = .seconds(20), script: @escaping ScriptedServer.Script
    ) async throws -> (answer: SourceAnswer, requests: [ScriptedRequest]) {
        try await ScriptedServer.run(script: script) { server in
            let answer = try await TestSource.withClient(server) { client in
                var configuration = try configuration()
                configuration.timeLimit = limit
                let source = GPConnectSource(
                    try TestSource.description(), configuration: configuration, client: client,
                    newIdentifier: { TestSource.identifier })
                return await source.record(
                    for: try TestSource.query(numbers, datasets: datasets), until: TestSource.generousDeadline)
            }
            return (answer, server.requests)
        }
    }
}

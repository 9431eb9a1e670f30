// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@Suite struct `Examining real R4 resources` {
    /// Its items lack `linkId`, which R4 requires.
    private static let faulty: Set = ["bundle-questionnaire.json"]

    @Test(arguments: ["hl7-r4-examples", "fhir-test-cases/r4/examples", "uk-core-r4/examples"])
    func `finds the published examples sound`(folder: String) throws {
        for (name, resource) in try ShapeCorpus.resources(folder) where !Self.faulty.contains(name) {
            expectSound(resource, name)
        }
    }

    @Test func `finds each resource of synthetic patients sound`() throws {
        for (name, resource) in try ShapeCorpus.resources("synthea-r4-smart/R4/SYNTHEA") {
            expectSound(resource, name)
            for entry in Bundle<R4>(resource.value)?.entries ?? [] {
                guard let resource = entry.resource else { continue }
                expectSound(resource, "\(name) entry \(entry.position)")
            }
        }
    }

    private func expectSound(_ resource: Resource<R4>, _ name: String) {
        switch ShapeCheck.examine(resource) {
        case .sound: break
        case .repaired(_, let moved):
            Issue.record("\(name): \(moved.map { "\($0.path) \($0.reason)" }.joined(separator: ", "))")
        case .unreadable(let fault): Issue.record("\(name): \(fault)")
        }
    }
}

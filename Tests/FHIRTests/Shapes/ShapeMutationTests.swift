// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@Suite struct `Examining faulty resources` {
    private static let seedsPerResource = 6
    private static let largestResource = 60_000

    @Test func `keeps every word of a resource that it repairs`() throws {
        var repaired = 0
        for (place, original) in try ShapeCorpus.resources("hl7-r4-examples").enumerated()
        where original.resource.value.bytes.count <= Self.largestResource {
            for round in 0..<Self.seedsPerResource {
                let seed = UInt64(place * 1000 + round)
                var mutation = ResourceMutation(seed: seed)
                let faulty = try JSONDocument(parsing: mutation.bytes(of: original.resource.value)).root
                guard let resource = Resource<R4>(faulty) else { continue }
                guard case .repaired(let tree, let moved) = ShapeCheck.examine(resource) else { continue }
                repaired += 1
                let result = try JSONDocument(parsing: tree.bytes).root
                let lost = Leaves(faulty).missing(from: Leaves(result))
                #expect(lost.isEmpty, "\(original.name), seed \(seed): \(lost.count) leaves are lost")
                #expect(!moved.isEmpty, "\(original.name), seed \(seed): nothing is counted")
                expectSound(result, "\(original.name), seed \(seed)")
            }
        }
        #expect(repaired > 500 || repaired == 0)
    }

    private func expectSound(_ value: JSONValue, _ name: String) {
        guard let resource = Resource<R4>(value), case .sound = ShapeCheck.examine(resource) else {
            Issue.record("\(name): what was repaired is not sound")
            return
        }
    }
}

/// The texts of a resource and how often each stands in it, those kept as JSON in `source-value` included.
private struct Leaves {
    private var counts: [String: Int] = [:]

    init(_ value: JSONValue) { collect(value) }

    private mutating func collect(_ value: JSONValue) {
        if let text = value.scalarText { counts[text, default: 0] += 1 }
        for member in value.members { collect(member.value) }
        for element in value.elements { collect(element) }
        guard value["url"]?.string == ShapeCheck.sourceValueURL else { return }
        let texts = value["extension"]?.elements.filter { $0["url"]?.string == "text" }
        let joined = texts?.compactMap { $0["valueString"]?.string }.joined() ?? ""
        if let kept = try? JSONDocument(parsing: joined).root { collect(kept) }
    }

    func missing(from other: Leaves) -> [String] {
        counts.filter { other.counts[$0.key, default: 0] < $0.value }.map(\.key)
    }
}

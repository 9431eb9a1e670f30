// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@testable import FHIR

@Suite struct `Seeing quickly that a resource is sound` {
    private static let table = R4ElementTable.shared

    /// Whether the quick look says yes, and whether the examination finds nothing to change.
    private static func verdicts(_ value: JSONValue) -> (quick: Bool, thorough: Bool)? {
        guard let resource = Resource<R4>(value), let type = table.resourceType(resource.type) else { return nil }
        var examination = ShapeExamination(of: type, value, table: table)
        let outcome = try? examination.object(value, as: type)
        var isSound = false
        if case .sound = outcome { isSound = true }
        return (SoundWalk(table).isSound(value, as: type), isSound)
    }

    @Test func `says yes only where the examination finds nothing, whatever fault is made`() throws {
        var (agreed, faulty) = (0, 0)
        for (place, original) in try ShapeCorpus.resources("hl7-r4-examples").enumerated()
        where original.resource.value.bytes.count <= 60_000 {
            if let verdicts = Self.verdicts(original.resource.value) {
                #expect(!verdicts.quick || verdicts.thorough, "\(original.name)")
                if verdicts.quick { agreed += 1 }
            }
            for round in 0..<12 {
                var mutation = ResourceMutation(seed: UInt64(place * 1000 + round))
                let value = try JSONDocument(parsing: mutation.bytes(of: original.resource.value)).root
                guard let verdicts = Self.verdicts(value) else { continue }
                #expect(!verdicts.quick || verdicts.thorough, "\(original.name), round \(round)")
                if !verdicts.thorough { faulty += 1 }
            }
        }
        #expect(agreed > 100 && faulty > 1000 || agreed == 0)
    }

    @Test(arguments: [
        (#"{"resourceType":"Observation","id":"an id of its own","status":"final","code":{"text":"x"}}"#, true),
        (#"{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueInteger":-1}"#, false),
        (#"{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueInteger":12}"#, true),
        (#"{"resourceType":"Observation","status":"done","code":{"text":"x"}}"#, false),
        (#"{"resourceType":"Observation","status":"final"}"#, false),
        (#"{"resourceType":"Observation","status":"final","code":{}}"#, false),
        (#"{"resourceType":"Observation","status":"final","code":{"text":"\u0078"}}"#, false),
        (
            #"{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueString":"a","valueBoolean":true}"#,
            false
        ),
        (#"{"resourceType":"Observation","status":"final","code":{"text":"x"},"extension":[{"url":"u"}]}"#, false),
        (
            #"{"resourceType":"Observation","status":"final","code":{"text":"x"},"extension":[{"url":"u","valueCode":"c"}]}"#,
            true
        ),
        (#"{"resourceType":"Patient","birthDate":"2024-02-30"}"#, false),
        (#"{"resourceType":"Patient","name":[{"given":["A","B"]}]}"#, true),
        (#"{"resourceType":"Patient","name":[]}"#, false),
        (#"{"resourceType":"Patient","name":{"family":"A"}}"#, false),
        (#"{"resourceType":"Patient","contained":[{"resourceType":"Patient"}]}"#, false),
        (#"{"resourceType":"Observation","status":"final","code":{"text":"a \"b\"\n\\ \/\t"}}"#, true),
        (#"{"resourceType":"Observation","status":"final","code":{"text":"a\u0001"}}"#, false),
        (#"{"resourceType":"Observation","status":"final","code":{"text":"a\b"}}"#, false),
        (#"{"resourceType":"Observation","status":"final","code":{"text":"\n "}}"#, false),
    ])
    func `says yes to what is usual and right`(text: String, isSound: Bool) throws {
        let verdicts = try #require(Self.verdicts(JSONDocument(parsing: text).root))
        #expect(verdicts.quick == isSound)
        #expect(!verdicts.quick || verdicts.thorough)
    }
}

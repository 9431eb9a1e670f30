// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import TestSupport
import Testing

@testable import Mapping

@Suite struct `Mapping records with faults` {
    private static let samples = [
        #"{"resourceType":"Patient","id":"1","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9690937286"}],"name":[{"family":"A","given":["B","C"]}],"birthDate":"1970-01-01","contact":[{"name":{"text":"D"},"telecom":[{"system":"phone","value":"1"}]}]}"#,
        #"{"resourceType":"AllergyIntolerance","id":"2","clinicalStatus":"active","verificationStatus":"unconfirmed","category":["medication"],"code":{"coding":[{"system":"http://snomed.info/sct","code":"1","display":"x"}]},"patient":{"reference":"Patient/1"},"assertedDate":"2020-01-01","reaction":[{"manifestation":[{"text":"r"}],"severity":"mild"}]}"#,
        #"{"resourceType":"Observation","id":"3","status":"final","code":{"text":"x"},"comment":"c","related":[{"type":"has-member","target":{"reference":"Observation/4"}}],"component":[{"code":{"text":"s"},"valueQuantity":{"value":1.50,"unit":"mm"}}]}"#,
        #"{"resourceType":"MedicationRequest","id":"4","status":"active","intent":"plan","medicationReference":{"reference":"Medication/1"},"subject":{"reference":"Patient/1"},"requester":{"agent":{"reference":"Practitioner/1"}},"dosageInstruction":[{"text":"t","doseQuantity":{"value":1}}]}"#,
        #"{"resourceType":"Immunization","id":"5","status":"completed","notGiven":false,"vaccineCode":{"text":"v"},"patient":{"reference":"Patient/1"},"date":"2020","explanation":{"reason":[{"text":"r"}]},"vaccinationProtocol":[{"doseSequence":1,"targetDisease":[{"text":"d"}]}]}"#,
        #"{"resourceType":"List","status":"current","mode":"snapshot","code":{"coding":[{"system":"http://snomed.info/sct","code":"886921000000105"}]},"note":[{"text":"n"}],"entry":[{"item":{"reference":"AllergyIntolerance/2"}}]}"#,
        #"{"resourceType":"DiagnosticReport","id":"7","status":"final","code":{"text":"x"},"performer":[{"actor":{"reference":"Organization/1"}}],"_issued":{"extension":[{"url":"http://example.org","valueString":"e"}]}}"#,
        #"{"resourceType":"ReferralRequest","id":"8","status":"active","intent":"order","subject":{"reference":"Patient/1"},"recipient":[{"reference":"Organization/1"}],"description":"d"}"#,
    ]

    @Test func `a fault in one resource never crashes and never touches another`() throws {
        for seed in UInt64(1)...1500 {
            var generator = SeededGenerator(seed: seed)
            let victim = Int.random(in: 0..<Self.samples.count, using: &generator)
            var resources = Self.samples
            let sample = try JSONDocument(parsing: Self.samples[victim]).root
            resources[victim] = Mutation.mutated(sample, using: &generator).text
            let text =
                #"{"resourceType":"Bundle","type":"collection","entry":["#
                + resources.map { #"{"resource":"# + $0 + "}" }.joined(separator: ",") + "]}"
            let record = STU3ToR4.map(try #require(Bundle<STU3>(JSONDocument(parsing: text).root)))
            #expect(record.resources.count + record.unreadable.count == resources.count, "seed \(seed)")
            #expect(record.unreadable.allSatisfy { $0.position == victim }, "seed \(seed)")
            for place in resources.indices where place != victim {
                let alone = STU3ToR4.map(try bundle(resources[place])).resources.first?.resource.value.tree.text
                let type = Self.type(of: resources[place])
                #expect(
                    record.resources.contains { $0.resource.value.tree.text == alone }, "seed \(seed), \(type)")
            }
            try expectNothingLost(resources[victim], in: record, seed: seed)
        }
    }

    private static func type(of resource: String) -> String {
        (try? JSONDocument(parsing: resource).root["resourceType"]?.string) ?? "?"
    }

    /// Where the changed resource could be read, every value of it is in its R4 form.
    private func expectNothingLost(_ resource: String, in record: MappedRecord, seed: UInt64) throws {
        let source = try JSONDocument(parsing: resource).root
        guard record.unreadable.isEmpty, source["resourceType"]?.string != nil else { return }
        let single = STU3ToR4.map(try bundle(resource))
        let mapped = try #require(single.resources.first)
        var found = SourceValues(mapped.resource.value, path: "").counts
        let ignored: Set = ["resourceType", "notGiven", "type", "reference"]
        for (path, text) in SourceValues(source, path: "").values where !text.isEmpty {
            if ignored.contains(String(path.split(separator: ".").last ?? "")) { continue }
            #expect(found[text, default: 0] > 0, "seed \(seed) lost \(path)")
            found[text, default: 0] -= 1
        }
    }
}

/// One random change to a JSON value: a member dropped, renamed, or made into a value of another kind.
enum Mutation {
    static func mutated(_ value: JSONValue, using generator: inout SeededGenerator) -> JSONTree {
        var remaining = Int.random(in: 0..<count(value), using: &generator)
        return change(value, &remaining, isRoot: true, using: &generator) ?? .object(JSONObject())
    }

    private static func count(_ value: JSONValue) -> Int {
        1 + value.members.reduce(0) { $0 + count($1.value) } + value.elements.reduce(0) { $0 + count($1) }
    }

    private static func change(
        _ value: JSONValue, _ remaining: inout Int, isRoot: Bool, using generator: inout SeededGenerator
    ) -> JSONTree? {
        let isChosen = remaining == 0 && !isRoot
        remaining -= 1
        if isChosen { return replacement(for: value, using: &generator) }
        switch value.kind {
        case .object:
            var object = JSONObject()
            for member in value.members {
                if remaining == 0, Bool.random(using: &generator) {
                    remaining -= 1
                    object[member.name + "X"] = .value(member.value)
                } else {
                    object[member.name] = change(member.value, &remaining, isRoot: false, using: &generator)
                }
            }
            return .object(object)
        case .array:
            return .array(
                value.elements.compactMap { element in
                    change(element, &remaining, isRoot: false, using: &generator)
                })
        default: return .value(value)
        }
    }

    private static func replacement(for value: JSONValue, using generator: inout SeededGenerator) -> JSONTree? {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: nil
        case 1: .null
        case 2: .string("a text")
        case 3: .number("1.50")
        case 4: .boolean(true)
        case 5: .array([.value(value)])
        case 6: .object(JSONObject(["inner": .value(value)]))
        default: .array([])
        }
    }
}

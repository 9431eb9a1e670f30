// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Testing

@Suite struct `Whom an entry is about` {
    private static let number = "9434765919"
    private static let otherNumber = "9990000018"

    private static func resource(_ text: String) throws -> Resource<R4> {
        try #require(Resource(try JSONDocument(parsing: text).root))
    }

    private static func patient(_ id: String, _ number: String) throws -> Resource<R4> {
        try resource(
            #"{"resourceType":"Patient","id":"\#(id)","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(number)"}]}"#
        )
    }

    /// What is said of an entry in an answer that also holds another Patient, who has not been found to be this person.
    private static func verdict(_ entry: Resource<R4>) throws -> SubjectCheck<R4>.Verdict {
        let (own, other) = (try patient("p", number), try patient("q", otherNumber))
        let check = SubjectCheck(
            index: ReferenceIndex([own, other, entry]), patients: [own], numbers: [try NHSNumber(number)])
        return check.examine(entry)
    }

    private static func observation(_ subject: String, _ rest: String = "") throws -> SubjectCheck<R4>.Verdict {
        try verdict(
            resource(#"{"resourceType":"Observation","id":"o","status":"final"\#(rest)\#(subject)}"#))
    }

    private static func named(_ number: String, _ system: String = "https://fhir.nhs.uk/Id/nhs-number") -> String {
        #","subject":{"identifier":{"system":"\#(system)","value":"\#(number)"}}"#
    }

    @Test func `is this person where it points at their Patient or has their number`() throws {
        #expect(try Self.observation(#","subject":{"reference":"Patient/p"}"#) == .thisPerson)
        #expect(try Self.observation(Self.named(Self.number)) == .thisPerson)
        #expect(try Self.verdict(Self.patient("p", Self.number)) == .thisPerson)
        #expect(try Self.observation("") == .unnamed)
    }

    @Test func `is somebody else where it points at another Patient, at nobody, or has another number`() throws {
        #expect(try Self.observation(#","subject":{"reference":"Patient/q"}"#) == .somebodyElse)
        #expect(try Self.observation(#","subject":{"reference":"Patient/nobody"}"#) == .somebodyElse)
        #expect(try Self.observation(Self.named(Self.otherNumber)) == .somebodyElse)
        #expect(try Self.observation(Self.named(Self.number, "urn:other")) == .somebodyElse)
        #expect(try Self.verdict(Self.patient("q", Self.otherNumber)) == .somebodyElse)
    }

    @Test func `is somebody else where what it contains is about somebody else`() throws {
        let contained = #","contained":[{"resourceType":"Observation","id":"c","subject":{"reference":"Patient/q"}}]"#
        #expect(try Self.observation(#","subject":{"reference":"Patient/p"}"#, contained) == .somebodyElse)
    }
}

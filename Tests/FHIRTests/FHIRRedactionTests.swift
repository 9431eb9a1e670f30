// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@Suite struct `Descriptions of FHIR values` {
    private static let secret = "9434765919"

    private func expectRedacted<Value>(_ value: Value) {
        var dumped = ""
        dump(value, to: &dumped)
        let texts = [
            "\(value)", String(reflecting: value), "\([value])", "\(Optional(value) as Any)", "\(["key": value])",
            dumped,
        ]
        for text in texts { #expect(!text.contains(Self.secret), "\(Value.self)") }
    }

    @Test func `show nothing of them`() throws {
        let secret = Self.secret
        let coding = Coding(system: secret, code: secret, display: secret)
        expectRedacted(coding)
        expectRedacted(CodeableConcept(codings: [coding], text: secret))
        expectRedacted(Identifier(system: secret, value: secret))
        let value = try json(
            #"""
            {"resourceType":"\#(secret)","id":"\#(secret)","url":"\#(secret)","valueString":"\#(secret)","reference":"\#(secret)/1",
             "value":\#(secret),"unit":"\#(secret)","family":"\#(secret)","given":["\#(secret)"],"city":"\#(secret)",
             "line":["\#(secret)"],"system":"\#(secret)","start":"\#(secret)","end":"\#(secret)"}
            """#)
        expectRedacted(try #require(Resource<R4>(value)))
        expectRedacted(try #require(Reference(value)))
        expectRedacted(try #require(Extension(value)))
        expectRedacted(try #require(Quantity(value)))
        expectRedacted(try #require(HumanName(value)))
        expectRedacted(try #require(Address(value)))
        expectRedacted(try #require(ContactPoint(value)))
        expectRedacted(try #require(Period(value)))
        expectRedacted(Reference.target(of: "Patient/\(secret)"))
        expectRedacted(Reference.target(of: "urn:x:\(secret)"))
        let date = try #require(FHIRDateTime("1943-07-06"))
        #expect(!"\(date)".contains("1943"))
        #expect("\(date)" == "<redacted FHIRDateTime>")
    }

    @Test func `show nothing of a bundle and its entries`() throws {
        let text = #"{"resourceType":"Bundle","entry":[{"fullUrl":"\#(Self.secret)","resource":{"resourceType":"X"}}]}"#
        let bundle = try #require(Bundle<R4>(try json(text)))
        expectRedacted(bundle)
        expectRedacted(bundle.entries[0])
        expectRedacted(ReferenceIndex(bundle.entries))
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@testable import Brokering

@Suite struct `Local references` {
    /// The resources of a bundle after they were made local, as JSON.
    private static func localised(_ entries: String) throws -> [String] {
        let document = try JSONDocument(parsing: #"{"resourceType":"Bundle","entry":[\#(entries)]}"#)
        let entries = try #require(Bundle<R4>(document.root)).entries
        let local = LocalReferences(entries)
        return try entries.enumerated().map { place, entry in
            let resource = local.localise(try #require(entry.resource), at: place)
            return String(decoding: resource.value.bytes, as: UTF8.self)
        }
    }

    private static let patient =
        #"{"fullUrl":"urn:uuid:p1","resource":{"resourceType":"Patient","id":"p1"}},"#

    @Test(
        arguments: [
            #""urn:uuid:p1""#, #""urn\u003auuid\u003ap1""#, #""urn:uuid:p\u0031""#,
        ])
    func `follow an address however it is written`(written: String) throws {
        let resources = try Self.localised(
            Self.patient + #"{"resource":{"resourceType":"Flag","id":"f","subject":{"reference":\#(written)}}}"#)
        #expect(resources[1] == #"{"resourceType":"Flag","id":"f","subject":{"reference":"Patient/p1"}}"#)
    }

    @Test func `leave what is local byte for byte`() throws {
        let flag = #"{ "resourceType":"Flag","id":"f", "subject":{"reference":"Patient/p1"},"note":"urn:uuid:p1" }"#
        #expect(try Self.localised(Self.patient + #"{"resource":\#(flag)}"#)[1] == flag)
    }

    @Test func `follow an address that has no colon`() throws {
        let resources = try Self.localised(
            #"{"fullUrl":"p1","resource":{"resourceType":"Patient","id":"a"}},"#
                + #"{"resource":{"resourceType":"Flag","id":"f","subject":{"reference":"p1"}}}"#)
        #expect(resources[1].contains(#""reference":"Patient/a""#))
    }

    @Test func `put right every depth, in order`() throws {
        let resources = try Self.localised(
            Self.patient
                + #"{"resource":{"resourceType":"Flag","id":"f","author":{"extension":[{"valueReference":{"reference":"urn:uuid:p1"}}],"reference":"urn:uuid:p1"},"contained":[{"subject":[{"reference":"urn:uuid:p1"}]}]}}"#
        )
        #expect(!resources[1].contains("urn:uuid"))
        #expect(resources[1].ranges(of: "Patient/p1").count == 3)
    }

    @Test func `give an id to what has none, and take one that is no text with all that it holds`() throws {
        let resources = try Self.localised(
            Self.patient
                + #"{"resource":{"resourceType":"Flag","subject":{"reference":"urn:uuid:p1"}}},"#
                + #"{"resource":{"resourceType":"Flag","id":{"reference":"urn:uuid:p1"},"subject":{"reference":"urn:uuid:p1"}}},"#
                + #"{"resource":{"subject":{"reference":"urn:uuid:p1"},"id":"","resourceType":"Flag"}}"#)
        #expect(
            resources[1] == #"{"resourceType":"Flag","subject":{"reference":"Patient/p1"},"id":"entry-1"}"#)
        #expect(
            resources[2] == #"{"resourceType":"Flag","id":"entry-2","subject":{"reference":"Patient/p1"}}"#)
        #expect(
            resources[3] == #"{"subject":{"reference":"Patient/p1"},"id":"entry-3","resourceType":"Flag"}"#)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@Suite struct `FHIR bundles` {
    @Test func `give their entries in order, with what stands around the resource`() throws {
        let bundle = try #require(
            Bundle<R4>(
                try json(
                    #"""
                    {"resourceType":"Bundle","type":"searchset","total":2,
                     "link":[{"relation":"self","url":"https://h/1"},{"relation":"next","url":"https://h/2"}],
                     "entry":[{"fullUrl":"https://h/Patient/1","resource":{"resourceType":"Patient","id":"1"},
                               "search":{"mode":"match"}},
                              {"resource":{"resourceType":"Flag"}}]}
                    """#)))
        #expect(bundle.type == "searchset")
        #expect(bundle.total == 2)
        #expect(bundle.nextLink == "https://h/2")
        #expect(bundle.entries.map(\.position) == [0, 1])
        #expect(bundle.entries.map(\.fullURL) == ["https://h/Patient/1", nil])
        #expect(bundle.entries.map(\.searchMode) == ["match", nil])
        #expect(bundle.resources.map(\.type) == ["Patient", "Flag"])
        #expect(bundle.resources.map(\.localReference) == ["Patient/1", nil])
    }

    @Test(arguments: [
        "{}", "null", "[1]", #"{"fullUrl":"x"}"#, #"{"resource":null}"#, #"{"resource":"Patient"}"#,
        #"{"resource":[]}"#,
        #"{"resource":{}}"#, #"{"resource":{"resourceType":""}}"#, #"{"resource":{"resourceType":7}}"#, #""text""#,
    ])
    func `keep the place of an entry whose resource cannot be read`(_ entry: String) throws {
        let text = #"{"resourceType":"Bundle","entry":[\#(entry),{"resource":{"resourceType":"Flag"}}]}"#
        let bundle = try #require(Bundle<STU3>(try json(text)))
        #expect(bundle.entries.count == 2)
        #expect(bundle.entries[0].resource == nil)
        #expect(bundle.entries[1].position == 1)
        #expect(bundle.resources.map(\.type) == ["Flag"])
    }

    @Test(arguments: [
        "[]", "null", "{}", #"{"resourceType":"Patient"}"#, #"{"resourceType":"Bundle","entry":{}}"#,
        #"{"resourceType":"Bundle","entry":"x"}"#, #"{"resourceType":"Bundle","entry":null}"#,
        #"{"resourceType":["Bundle"]}"#,
    ])
    func `are none where they are not of that shape`(_ text: String) throws {
        #expect(Bundle<R4>(try json(text)) == nil)
    }

    @Test func `may have no entries, links or total`() throws {
        let bundle = try #require(Bundle<R4>(try json(#"{"resourceType":"Bundle","total":"2","link":{}}"#)))
        #expect(bundle.entries.isEmpty)
        #expect(bundle.type == nil)
        #expect(bundle.nextLink == nil)
        #expect(bundle.total == nil)
    }
}

@Suite struct `An index of references` {
    private func index(_ entries: String) throws -> (ReferenceIndex<R4>, [Resource<R4>]) {
        let bundle = try #require(Bundle<R4>(try json(#"{"resourceType":"Bundle","entry":[\#(entries)]}"#)))
        return (ReferenceIndex(bundle.entries), bundle.resources)
    }

    private func entry(_ url: String?, _ id: String, _ mark: String) -> String {
        let fullURL = url.map { #""fullUrl":"\#($0)","# } ?? ""
        return #"{\#(fullURL)"resource":{"resourceType":"Patient","id":"\#(id)","mark":"\#(mark)"}}"#
    }

    private func mark(_ text: String, in index: ReferenceIndex<R4>) throws -> String? {
        let reference = try #require(Reference(try json(#"{"reference":"\#(text)"}"#)))
        return index.resource(for: reference)?["mark"]?.string
    }

    @Test(
        arguments: [
            ("Patient/1", "here"), ("Patient/1/_history/9", "here"), ("https://h/fhir/Patient/1", "here"),
            ("https://h/fhir/Patient/1/_history/9", "here"), ("urn:uuid:5", "uuid"), ("Patient/3", "no address"),
            ("https://elsewhere/Patient/3", "no address"), ("https://elsewhere/Patient/1", nil), ("Patient/9", nil),
            ("urn:uuid:6", nil), ("Observation/1", nil), ("nonsense", nil),
        ] as [(String, String?)])
    func `finds what is meant and nothing else`(_ text: String, _ expected: String?) throws {
        let entries = [
            entry("https://h/fhir/Patient/1", "1", "here"), entry("urn:uuid:5", "2", "uuid"),
            entry(nil, "3", "no address"),
        ]
        #expect(try mark(text, in: try index(entries.joined(separator: ",")).0) == expected)
    }

    @Test func `finds neither of two resources that a relative reference could mean`() throws {
        let entries = [entry("https://a/Patient/1", "1", "a"), entry("https://b/Patient/1", "1", "b")]
        let index = try index(entries.joined(separator: ",")).0
        #expect(try mark("Patient/1", in: index) == nil)
        #expect(try mark("https://b/Patient/1", in: index) == "b")
    }

    @Test func `takes a relative reference to mean a resource at its holder's own server`() throws {
        let holders = ["a", "b", "c"].map {
            #"{"fullUrl":"https://\#($0)/Flag/\#($0)","resource":{"resourceType":"Flag","id":"\#($0)"}}"#
        }
        let entries = [
            entry("https://a/Patient/1", "1", "a"), entry("https://b/Patient/1", "1", "b"),
            entry("urn:uuid:4", "2", "uuid"),
            entry("https://a/Patient/3", "3", "a alone"), entry(nil, "4", "no address"),
        ]
        let (index, resources) = try index((holders + entries).joined(separator: ","))
        func find(_ text: String, in holder: Int) throws -> String? {
            let reference = try #require(Reference(try json(#"{"reference":"\#(text)"}"#)))
            return index.resource(for: reference, in: resources[holder])?["mark"]?.string
        }
        #expect(try find("Patient/1", in: 0) == "a")
        #expect(try find("Patient/1", in: 1) == "b")
        #expect(try find("Patient/1", in: 2) == nil)
        #expect(try find("Patient/3", in: 0) == "a alone")
        #expect(try find("Patient/3", in: 1) == nil)
        #expect(try find("Patient/2", in: 0) == "uuid")
        #expect(try find("Patient/4", in: 0) == "no address")
    }

    @Test func `takes the first of two copies of one entry`() throws {
        let entries = [entry("https://a/Patient/1", "1", "first"), entry("https://a/Patient/1", "1", "second")]
        let index = try index(entries.joined(separator: ",")).0
        #expect(try mark("Patient/1", in: index) == "first")
        #expect(try mark("https://a/Patient/1", in: index) == "first")
    }

    @Test func `finds what the holder contains, and the holder itself`() throws {
        let (index, resources) = try index(
            #"{"resource":{"resourceType":"List","id":"1","contained":[{"resourceType":"Flag","id":"x"}]}}"#)
        func find(_ text: String, in holder: Resource<R4>?) throws -> String? {
            index.resource(for: try #require(Reference(try json(#"{"reference":"\#(text)"}"#))), in: holder)?.type
        }
        #expect(try find("#x", in: resources[0]) == "Flag")
        #expect(try find("#", in: resources[0]) == "List")
        #expect(try find("#y", in: resources[0]) == nil)
        #expect(try find("#x", in: nil) == nil)
    }

    @Test func `can be made of resources alone`() throws {
        let resource = try #require(Resource<R4>(try json(#"{"resourceType":"Patient","id":"1","mark":"m"}"#)))
        let index = ReferenceIndex([resource])
        #expect(try mark("Patient/1", in: index) == "m")
        #expect(try mark("https://anywhere/Patient/1", in: index) == "m")
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@Suite struct `Finding names and words in JSON` {
    @Test func `finds each name of a list and no other`() throws {
        let names = (0..<200).map { "name\($0)" } + ["", "é", "resourceType"]
        let list = JSONNames(names)
        for (place, name) in names.enumerated() {
            let value = try JSONDocument(parsing: JSONTree.string(name).bytes).root
            #expect(list.place(of: value) == place)
            let object = try JSONDocument(parsing: JSONTree.object(JSONObject([name: 1])).bytes).root
            #expect(object.members.first { _ in true }.flatMap { list.place(of: $0) } == place)
        }
        for other in ["name200", "nam", "e\u{301}", "resourcetype", "resourceType "] {
            #expect(list.place(of: try JSONDocument(parsing: JSONTree.string(other).bytes).root) == nil)
        }
        #expect(list.place(of: try JSONDocument(parsing: "7").root) == nil)
    }

    @Test func `finds a name that is written with escapes`() throws {
        let root = try JSONDocument(parsing: #"{"r\u0065ference":"x"}"#).root
        let member = try #require(root.members.first { _ in true })
        #expect(JSONNames(["a", "reference"]).place(of: member) == 1)
        #expect(member.isNamed("reference"))
        #expect(!member.isNamed("referenc"))
        #expect(member.mayBegin(with: "refer"))
        #expect(root["reference"]?.string == "x")
    }

    @Test func `tells by its beginning which member it may be`() throws {
        let root = try JSONDocument(parsing: #"{"valueQuantity":1}"#).root
        let member = try #require(root.members.first { _ in true })
        #expect(member.mayBegin(with: "value"))
        #expect(member.mayBegin(with: "valueQuantity"))
        #expect(!member.mayBegin(with: "valueQuantity2"))
        #expect(!member.mayBegin(with: "effective"))
    }

    @Test(arguments: [
        (#"{"reference":1}"#, true), (#"{"a":["xreferencex"]}"#, true), (#"{"referenc":"e"}"#, false), ("[]", false),
        (#"{"ref\u0065rence":1}"#, true), (#"{"a":"\n\"reference"}"#, true), (#"{"a":"\n"}"#, false),
        (#"{"a":"\u0041"}"#, true), (#""reference""#, true), (#"{"a":"\u0065"}"#, true),
    ])
    func `a word that stands somewhere is never missed`(_ text: String, _ isThere: Bool) throws {
        #expect(try JSONDocument(parsing: text).root.mayMention(JSONWord("reference")) == isThere)
    }

    @Test func `finds the members of a name at every depth, in order`() throws {
        let text =
            #"[{"a":"reference","reference":{"reference":1}},[{"r\u0065ference":[{"b":{"reference":null}}]}],"reference",{"Reference":2}]"#
        let root = try JSONDocument(parsing: text).root
        let found = JSONNames(["reference"]).members(in: root).map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(found == [#"{"reference":1}"#, "1", #"[{"b":{"reference":null}}]"#, "null"])
        #expect(JSONNames(["reference"]).members(in: try #require(root[2])).isEmpty)
        #expect(JSONNames(["b"]).stand(in: root))
        #expect(!JSONNames(["c", "reference "]).stand(in: root))
        #expect(!JSONNames(["reference"]).stand(in: try #require(root[3])))
    }

    @Test func `a word beside a value is not in it`() throws {
        let root = try JSONDocument(parsing: #"{"a":{"b":1},"reference":{"reference":2}}"#).root
        #expect(root["a"]?.mayMention(JSONWord("reference")) == false)
        #expect(root["reference"]?.mayMention(JSONWord("reference")) == true)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@Suite struct `Descriptions of JSON` {
    private let secrets = ["9434765919", "Bloggs", "nhsNumber"]

    /// Every way in which Swift turns a value into text unasked.
    private func everyText<Value>(of value: Value) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        var wrapped = ""
        dump([value], to: &wrapped)
        return [
            "\(value)", String(describing: value), String(reflecting: value), dumped, wrapped, "\([value])",
            "\(Optional(value) as Any)", "\((value, 1))",
            Mirror(reflecting: value).children.map { "\($0)" }.joined(),
        ]
    }

    private func expectRedacted<Value>(_ value: Value, _ comment: Comment) {
        for text in everyText(of: value) {
            for secret in secrets { #expect(!text.contains(secret), comment) }
        }
    }

    @Test func `show nothing of what is read`() throws {
        let document = try JSONDocument(parsing: #"{"nhsNumber":"9434765919","name":["Bloggs"]}"#)
        let member = try #require(document.root.members.first { _ in true })
        expectRedacted(document, "document")
        expectRedacted(document.root, "value")
        expectRedacted(document.root.members, "members")
        expectRedacted(member, "member")
        expectRedacted(try #require(document.root["name"]).elements, "elements")
    }

    @Test func `show nothing of what is built`() {
        let object = JSONObject(["nhsNumber": "9434765919", "name": ["Bloggs"]])
        expectRedacted(object, "object")
        expectRedacted(JSONTree.object(object), "tree of an object")
        expectRedacted(JSONTree.string("Bloggs"), "tree of a string")
        expectRedacted(JSONTree.number("9434765919"), "tree of a number")
        expectRedacted(JSONTree.array(["Bloggs"]), "tree of an array")
    }
}

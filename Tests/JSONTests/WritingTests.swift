// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@Suite struct `Writing JSON` {
    @Test func `escapes what must be escaped and nothing else`() throws {
        let text = "\"\\/\u{0}\u{8}\u{B}\u{C}\n\r\t\u{1F} \u{7F}\u{2028}é😀"
        let written = JSONTree.string(text).text
        #expect(written == #""\"\\/\u0000\u0008\u000b\u000c\n\r\t\u001f "# + "\u{7F}\u{2028}é😀\"")
        #expect(try JSONDocument(parsing: written).root.string == text)
    }

    @Test func `writes every control character so that it is read again`() throws {
        for code in UInt8(0)..<0x20 {
            let text = "a" + String(UnicodeScalar(code)) + "b"
            #expect(try JSONDocument(parsing: JSONTree.string(text).bytes).root.string == text)
        }
    }

    @Test(arguments: [
        "0", "-0", "1.50", "0.10", "12e-7", "-1E+9", "123456789012345678901234567890",
    ])
    func `writes a number as its digits`(_ lexeme: String) throws {
        #expect(JSONTree.number(lexeme).text == lexeme)
        #expect(JSONTree(numberLexeme: lexeme)?.text == lexeme)
    }

    @Test(arguments: [
        "", " ", "1 ", " 1", "+1", "01", "1.", ".5", "-", "1e", "1e+", "NaN", "Infinity", "0x1", "1,2", "1\n", "\"",
        "]", "１",
        "<5", "1.5 mmol",
    ])
    func `never writes as a number what is none`(_ lexeme: String) throws {
        #expect(JSONTree(numberLexeme: lexeme) == nil)
        let document = try JSONDocument(parsing: JSONTree.array([.number(lexeme)]).bytes)
        #expect(document.root[0]?.string == lexeme)
    }

    @Test func `writes many objects of one text each as if they had been built`() throws {
        let texts = ["Patient/1", "a\"b\\", "é"]
        let built = JSONTree.array(texts.map { ["re\"f": .string($0)] })
        #expect(JSONTree.objects(named: "re\"f", texts: texts).text == built.text)
        #expect(JSONTree.objects(named: "reference", texts: []).text == "[]")
        var object = JSONObject(["target": .objects(named: "reference", texts: ["Patient/1"])])
        object.append(["reference": "Patient/2"], to: "target")
        #expect(
            JSONTree.object(object).text
                == #"{"target":[{"reference":"Patient/1"},{"reference":"Patient/2"}]}"#)
    }

    @Test func `writes members in the order in which they were set`() {
        var object = JSONObject()
        object["b"] = 1
        object["a"] = true
        object["c"] = .null
        object["b"] = [2, "x", [:], []]
        #expect(JSONTree.object(object).text == #"{"b":[2,"x",{},[]],"a":true,"c":null}"#)
    }

    @Test(arguments: [3, 15, 16, 17, 100]) func `sets, changes and takes away members`(_ count: Int) throws {
        var object = JSONObject()
        for place in 0..<count { object["n\(place)"] = .number("\(place)") }
        object["n1"] = "changed"
        object["n0"] = nil
        object["absent"] = nil
        object["new"] = "last"
        #expect(object.members.count == count)
        #expect(object.members.first?.name == "n1")
        #expect(object.members.last?.name == "new")
        #expect(object["n1"]?.text == "\"changed\"")
        #expect(object["n0"] == nil)
        #expect(object["n\(count - 1)"]?.text == "\(count - 1)")
        #expect(try JSONDocument(parsing: JSONTree.object(object).bytes).root.count == count)
    }

    @Test func `cannot hold a name twice, whatever is set`() throws {
        for seed in UInt64(1)...20 {
            var numbers = SeededNumbers(seed: seed)
            var object = JSONObject()
            var model: [String: Int] = [:]
            for step in 0..<200 {
                let name = "n\(Int.random(in: 0..<40, using: &numbers))"
                if numbers.chance(25) {
                    object[name] = nil
                    model[name] = nil
                } else {
                    object[name] = .number("\(step)")
                    model[name] = step
                }
            }
            let document = try JSONDocument(parsing: JSONTree.object(object).bytes)
            let read = Dictionary(uniqueKeysWithValues: document.root.members.map { ($0.name, $0.value.numberLexeme) })
            #expect(read == model.mapValues { "\($0)" }, "seed \(seed)")
        }
    }

    @Test func `keeps names apart that only canonical equivalence makes equal`() throws {
        let one = "\u{E9}"
        let two = "e\u{301}"
        var object = JSONObject()
        object[one] = 1
        object[two] = 2
        let document = try JSONDocument(parsing: JSONTree.object(object).bytes)
        #expect(document.root.count == 2)
        #expect(document.root[one]?.numberLexeme == "1")
        #expect(document.root[two]?.numberLexeme == "2")
        let escaped = try JSONDocument(parsing: #"{"\u00e9":1,"e\u0301":2}"#)
        #expect(escaped.root[one]?.numberLexeme == "1")
        #expect(escaped.root[two]?.numberLexeme == "2")
        #expect(JSONObject(escaped.root)[two]?.text == "2")
    }

    @Test func `holds a hundred thousand members without comparing each with each`() {
        var object = JSONObject()
        for place in 0..<100_000 { object["member \(place)"] = .null }
        #expect(object.members.count == 100_000)
        #expect(object["member 99999"] != nil)
    }

    @Test func `appends to a member that is an array, a single value, or not there`() throws {
        var object = JSONObject(try JSONDocument(parsing: #"{"list":[1, 2],"one":"x"}"#).root)
        object.append(3, to: "list")
        object.append(4, to: "list")
        object.append("y", to: "one")
        object.append("z", to: "none")
        #expect(JSONTree.object(object).text == #"{"list":[1,2,3,4],"one":["x","y"],"none":["z"]}"#)
    }

    @Test func `appends a hundred thousand elements without copying them each time`() {
        var object = JSONObject()
        for _ in 0..<100_000 { object.append(.null, to: "list") }
        guard case .array(let elements) = object["list"] else {
            Issue.record("the member is not an array")
            return
        }
        #expect(elements.count == 100_000)
    }

    @Test func `splices untouched values byte for byte`() throws {
        let text = #" { "a" : [ 1.50 , "\u00e9\/" , { "x" : 1E5 } ] , "b" : "B" } "#
        var object = JSONObject(try JSONDocument(parsing: text).root)
        object["b"] = "changed"
        #expect(JSONTree.object(object).text == #"{"a":[ 1.50 , "\u00e9\/" , { "x" : 1E5 } ],"b":"changed"}"#)
    }

    @Test func `takes the later of two values given under one name`() {
        let tree: JSONTree = ["a": 1, "a": 2]
        #expect(tree.text == #"{"a":2}"#)
        #expect(JSONTree.object(JSONObject(["a": 1, "b": 2, "a": 3])).text == #"{"a":3,"b":2}"#)
    }
}

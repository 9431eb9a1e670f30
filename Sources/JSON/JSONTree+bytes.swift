// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension JSONTree {
    /// The JSON text, without white space of its own.
    public var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(leastByteCount)
        write(into: &result)
        return result
    }

    /// How many bytes the text has where nothing in it need be escaped: so much is reserved, and seldom more is needed.
    private var leastByteCount: Int {
        switch self {
        case .value(let value): value.byteRange.count
        case .edited(let edit): edit.original.byteRange.count + 256
        case .object(let object):
            object.members.reduce(2) { $0 + $1.name.utf8.count + 4 + $1.value.leastByteCount }
        case .array(let elements): elements.reduce(2) { $0 + 1 + $1.leastByteCount }
        case .objects(let name, let texts):
            texts.reduce(2) { $0 + $1.utf8.count + name.utf8.count + 8 }
        case .string(let text): text.utf8.count + 2
        case .number(let lexeme): lexeme.utf8.count
        case .boolean, .null: 5
        }
    }

    /// The JSON text as a string.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Appends the JSON text.
    public func write(into result: inout [UInt8]) {
        switch self {
        case .value(let value): result.append(contentsOf: value.bytes)
        case .edited(let edit): edit.write(into: &result)
        case .object(let object): object.write(into: &result)
        case .array(let elements):
            result.append(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                if place > 0 { result.append(UInt8(ascii: ",")) }
                element.write(into: &result)
            }
            result.append(UInt8(ascii: "]"))
        case .objects(let name, let texts): Self.write(texts, eachNamed: name, into: &result)
        case .string(let text): StringEscapes.encode(text, into: &result)
        case .number(let lexeme) where TapeParser.isNumber(lexeme): result.append(contentsOf: lexeme.utf8)
        case .number(let text): StringEscapes.encode(text, into: &result)
        case .boolean(let flag): result.append(contentsOf: (flag ? "true" : "false").utf8)
        case .null: result.append(contentsOf: "null".utf8)
        }
    }
}

extension JSONTree {
    private static func write(_ texts: [String], eachNamed name: String, into result: inout [UInt8]) {
        var head: [UInt8] = [UInt8(ascii: "{")]
        StringEscapes.encode(name, into: &head)
        head.append(UInt8(ascii: ":"))
        result.append(UInt8(ascii: "["))
        for (place, text) in texts.enumerated() {
            if place > 0 { result.append(UInt8(ascii: ",")) }
            result.append(contentsOf: head)
            StringEscapes.encode(text, into: &result)
            result.append(UInt8(ascii: "}"))
        }
        result.append(UInt8(ascii: "]"))
    }
}

extension JSONObject {
    func write(into result: inout [UInt8]) {
        result.append(UInt8(ascii: "{"))
        for (place, member) in members.enumerated() {
            if place > 0 { result.append(UInt8(ascii: ",")) }
            StringEscapes.encode(member.name, into: &result)
            result.append(UInt8(ascii: ":"))
            member.value.write(into: &result)
        }
        result.append(UInt8(ascii: "}"))
    }
}

extension String {
    /// Appends the text as a JSON string, in quotes.
    public func writeJSON(into result: inout [UInt8]) { StringEscapes.encode(self, into: &result) }
}

extension JSONValue {
    /// This value as the beginning of a tree.
    public var tree: JSONTree { .value(self) }
}

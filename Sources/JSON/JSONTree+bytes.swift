// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension JSONTree {
    /// The JSON text, without white space of its own.
    public var bytes: [UInt8] {
        var result: [UInt8] = []
        write(into: &result)
        return result
    }

    /// The JSON text as a string.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Appends the JSON text.
    public func write(into result: inout [UInt8]) {
        switch self {
        case .value(let value): result.append(contentsOf: value.bytes)
        case .object(let object): object.write(into: &result)
        case .array(let elements):
            result.append(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                if place > 0 { result.append(UInt8(ascii: ",")) }
                element.write(into: &result)
            }
            result.append(UInt8(ascii: "]"))
        case .string(let text): StringEscapes.encode(text, into: &result)
        case .number(let lexeme): result.append(contentsOf: lexeme.utf8)
        case .boolean(let flag): result.append(contentsOf: (flag ? "true" : "false").utf8)
        case .null: result.append(contentsOf: "null".utf8)
        }
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

extension JSONValue {
    /// This value as the beginning of a tree.
    public var tree: JSONTree { .value(self) }
}

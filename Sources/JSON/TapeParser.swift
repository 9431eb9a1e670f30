// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Reads bytes into a ``Tape`` in one pass, without recursion, refusing what RFC 8259 refuses and what is over the limits.
struct TapeParser {
    /// An array or object whose end has not been read yet.
    struct Open {
        var index: Int
        var isObject: Bool
        var count: Int
        var firstKey: Int
    }

    /// What may stand next.
    enum Expectation {
        case value
        case firstElementOrEnd
        case firstKeyOrEnd
        case key
        case commaOrEnd
    }

    let limits: JSONLimits
    var tape = Tape()
    var open: [Open] = []
    /// The tape places of the member names of all open objects.
    var keys: [Int] = []
    var nodes = 0
    var hashSeed: UInt64

    init(limits: JSONLimits, hashSeed: UInt64) {
        self.limits = limits
        self.hashSeed = hashSeed
    }

    mutating func parse(_ bytes: Span<UInt8>) throws(JSONError) {
        guard bytes.count <= limits.bytes else { throw JSONError(.tooManyBytes, at: limits.bytes) }
        tape.words.reserveCapacity(min(bytes.count / 8 + 16, limits.nodes * 2))
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw JSONError(.byteOrderMark, at: 0)
        }
        var position = 0
        var expectation = Expectation.value
        while true {
            skipSpace(bytes, &position)
            guard position < bytes.count else {
                throw JSONError(tape.words.isEmpty ? .empty : .unexpectedEnd, at: position)
            }
            let byte = bytes[position]
            switch expectation {
            case .firstElementOrEnd where byte == UInt8(ascii: "]"), .firstKeyOrEnd where byte == UInt8(ascii: "}"):
                position += 1
                try close(bytes, at: position)
            case .value, .firstElementOrEnd:
                if let next = try value(bytes, &position) {
                    expectation = next
                    continue
                }
            case .firstKeyOrEnd, .key:
                try key(bytes, &position)
                expectation = .value
                continue
            case .commaOrEnd:
                let top = open[open.count - 1]
                position += 1
                if byte == UInt8(ascii: ",") {
                    expectation = top.isObject ? .key : .value
                    continue
                }
                guard byte == (top.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw JSONError(.unexpectedByte, at: position - 1)
                }
                try close(bytes, at: position)
            }
            guard !open.isEmpty else { break }
            expectation = .commaOrEnd
        }
        skipSpace(bytes, &position)
        guard position == bytes.count else { throw JSONError(.trailingBytes, at: position) }
    }

    /// Reads a scalar, or opens an array or object and says what may stand first in it.
    private mutating func value(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) -> Expectation? {
        let start = position
        try countNode(at: start)
        if !open.isEmpty { open[open.count - 1].count += 1 }
        switch bytes[start] {
        case UInt8(ascii: "\""):
            try string(bytes, &position)
        case UInt8(ascii: "{"):
            position += 1
            try push(isObject: true, at: start)
            return .firstKeyOrEnd
        case UInt8(ascii: "["):
            position += 1
            try push(isObject: false, at: start)
            return .firstElementOrEnd
        case UInt8(ascii: "t"):
            try literal("true", .true, bytes, &position)
        case UInt8(ascii: "f"):
            try literal("false", .false, bytes, &position)
        case UInt8(ascii: "n"):
            try literal("null", .null, bytes, &position)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try number(bytes, &position)
        default:
            throw JSONError(.unexpectedByte, at: start)
        }
        return nil
    }

    private mutating func key(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        guard bytes[position] == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: position) }
        try countNode(at: position)
        keys.append(tape.words.count)
        try string(bytes, &position)
        skipSpace(bytes, &position)
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
        guard bytes[position] == UInt8(ascii: ":") else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
    }

    private mutating func countNode(at offset: Int) throws(JSONError) {
        nodes += 1
        guard nodes <= limits.nodes else { throw JSONError(.tooManyNodes, at: offset) }
    }

    private mutating func push(isObject: Bool, at offset: Int) throws(JSONError) {
        guard open.count < limits.depth else { throw JSONError(.tooDeep, at: offset) }
        open.append(Open(index: tape.words.count, isObject: isObject, count: 0, firstKey: keys.count))
        tape.words.append(Tape.word(isObject ? .object : .array, offset: offset, length: 0))
        tape.words.append(0)
    }

    private mutating func close(_ bytes: Span<UInt8>, at position: Int) throws(JSONError) {
        let top = open.removeLast()
        let start = tape.offset(top.index)
        tape.words[top.index] = Tape.word(top.isObject ? .object : .array, offset: start, length: position - start)
        tape.words[top.index + 1] = UInt64(tape.words.count) << 32 | UInt64(top.count)
        guard top.isObject else { return }
        try refuseDuplicateKeys(bytes, from: top.firstKey)
        keys.removeSubrange(top.firstKey...)
    }

    @inline(__always) private func skipSpace(_ bytes: Span<UInt8>, _ position: inout Int) {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Reads bytes into a ``Tape`` in one pass, without recursion, refusing what RFC 8259 refuses and what is over the limits.
///
/// The offset of a fault is that of the first byte with which the text can no longer become JSON, with these exceptions, where
/// it is that of the first byte of the thing itself: an escape, a UTF-8 sequence, a value over a limit, a repeated member name.
struct TapeParser {
    /// An array or object whose end has not been read yet.
    private struct Container {
        var index = 0
        var isObject = false
        var count = 0
        var firstName = 0

        var end: UInt8 { isObject ? UInt8(ascii: "}") : UInt8(ascii: "]") }
    }

    private let limits: JSONLimits
    private(set) var tape = Tape()
    private(set) var names: MemberNames
    private var nodes = 0
    /// The innermost container; outside all of them, one that is never closed.
    private var current = Container()
    /// The containers around the innermost one, so as many as are open.
    private var outer: [Container] = []

    init(limits: JSONLimits, names: MemberNames = MemberNames()) {
        self.limits = limits
        self.names = names
    }

    mutating func parse(_ bytes: Span<UInt8>) throws(JSONError) {
        let mostBytes = min(limits.bytes, JSONLimits.largestDocument)
        guard bytes.count <= mostBytes else { throw JSONError(.tooManyBytes, at: max(0, mostBytes)) }
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw JSONError(.byteOrderMark, at: 0)
        }
        tape.words.reserveCapacity(bytes.count / 8 + 16)
        var position = 0
        skipSpace(bytes, &position)
        guard position < bytes.count else { throw JSONError(.empty, at: position) }
        try readValues(bytes, &position)
        skipSpace(bytes, &position)
        guard position == bytes.count else { throw JSONError(.trailingBytes, at: position) }
    }

    /// Reads one value after the other until the outermost has ended.
    private mutating func readValues(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        nextValue: while true {
            try skipToToken(bytes, &position)
            if try value(bytes, &position) { continue }
            while !outer.isEmpty {
                try skipToToken(bytes, &position)
                let byte = bytes[position]
                if byte == UInt8(ascii: ",") {
                    position += 1
                    if current.isObject { try name(bytes, &position) }
                    continue nextValue
                }
                guard byte == current.end else { throw JSONError(.unexpectedByte, at: position) }
                position += 1
                try close(bytes, at: position)
            }
            return
        }
    }

    /// Reads a scalar or an empty container; or opens a container, up to where its first value stands.
    /// - Returns: whether a container was opened.
    @inline(__always)
    private mutating func value(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) -> Bool {
        let start = position
        switch bytes[start] {
        case UInt8(ascii: "\""):
            try countNode(at: start)
            tape.words.append(try string(bytes, &position))
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try countNode(at: start)
            return try open(bytes, &position)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try countNode(at: start)
            try Self.number(bytes, &position)
            tape.words.append(Tape.word(.number, offset: start, length: position - start))
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            try countNode(at: start)
            tape.words.append(Tape.word(try literal(bytes, &position), offset: start, length: position - start))
        default:
            throw JSONError(.unexpectedByte, at: start)
        }
        return false
    }

    /// Opens the container whose first byte stands at `position`.
    /// - Returns: `false` where it is empty and has been closed again.
    private mutating func open(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) -> Bool {
        guard outer.count < limits.depth else { throw JSONError(.tooDeep, at: position) }
        let isObject = bytes[position] == UInt8(ascii: "{")
        outer.append(current)
        current = Container(index: tape.words.count, isObject: isObject, count: 0, firstName: names.count)
        tape.words.append(Tape.word(isObject ? .object : .array, offset: position, length: 0))
        tape.words.append(0)
        position += 1
        try skipToToken(bytes, &position)
        if bytes[position] == current.end {
            position += 1
            try close(bytes, at: position)
            return false
        }
        if isObject { try name(bytes, &position) }
        return true
    }

    private mutating func close(_ bytes: Span<UInt8>, at end: Int) throws(JSONError) {
        tape.close(current.index, at: end, count: current.count)
        if current.isObject { try names.closeObject(bytes, from: current.firstName) }
        current = outer.removeLast()
    }

    /// Reads a member's name and the colon after it.
    @inline(__always) private mutating func name(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        try skipToToken(bytes, &position)
        let start = position
        guard bytes[start] == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: start) }
        nodes += 1
        guard nodes <= limits.nodes else { throw JSONError(.tooManyNodes, at: start) }
        let word = try string(bytes, &position)
        tape.words.append(word)
        names.append(word)
        try skipToToken(bytes, &position)
        guard bytes[position] == UInt8(ascii: ":") else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
    }

    @inline(__always) private mutating func countNode(at start: Int) throws(JSONError) {
        nodes += 1
        guard nodes <= limits.nodes else { throw JSONError(.tooManyNodes, at: start) }
        current.count += 1
    }

    @inline(__always) private func skipToToken(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        skipSpace(bytes, &position)
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
    }

    @inline(__always) private func skipSpace(_ bytes: Span<UInt8>, _ position: inout Int) {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20:
                position += 1
                while position <= bytes.count - 8, bytes.word(at: position) == ByteLanes.spaces { position += 8 }
            case 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }
}

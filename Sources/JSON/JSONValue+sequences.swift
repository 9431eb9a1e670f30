// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension JSONValue {
    /// The elements of an array, in order.
    public struct Elements: Sequence, IteratorProtocol, Sendable {
        let document: JSONDocument
        var place: Int
        let end: Int

        /// The next element.
        public mutating func next() -> JSONValue? {
            guard place < end else { return nil }
            defer { place = document.tape.end(place) }
            return JSONValue(document: document, index: place)
        }
    }

    /// One member of an object.
    public struct Member: Sendable {
        /// The member's value.
        public let value: JSONValue

        /// The member's name, its escapes undone. It is made when it is asked for.
        public var name: String { value.text(at: value.index - 1) }

        /// Whether the member has this name, compared byte by byte.
        public func isNamed(_ name: String) -> Bool { value.document.isText(name, at: value.index - 1) }

        /// Whether the member's name may begin with these bytes: wrong only towards yes, for names written with escapes.
        public func mayBegin(with prefix: String) -> Bool { value.document.mayBegin(with: prefix, at: value.index - 1) }
    }

    /// The members of an object, in order.
    public struct Members: Sequence, IteratorProtocol, Sendable {
        let document: JSONDocument
        var place: Int
        let end: Int

        /// The next member.
        public mutating func next() -> Member? {
            guard place < end else { return nil }
            defer { place = document.tape.end(place + 1) }
            return Member(value: JSONValue(document: document, index: place + 1))
        }
    }

    /// The elements of an array; none for any other kind.
    public var elements: Elements {
        guard document.tape.tag(index) == .array else { return Elements(document: document, place: 0, end: 0) }
        return Elements(document: document, place: index + 2, end: document.tape.end(index))
    }

    /// The members of an object; none for any other kind.
    public var members: Members {
        guard document.tape.tag(index) == .object else { return Members(document: document, place: 0, end: 0) }
        return Members(document: document, place: index + 2, end: document.tape.end(index))
    }
}

extension JSONValue.Member: Redacted {}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A JSON value under construction. Its leaves may be values of a document, which are written byte for byte as they came.
public indirect enum JSONTree: Sendable {
    /// A value of a document, spliced in untouched.
    case value(JSONValue)
    case object(JSONObject)
    case array([JSONTree])
    case string(String)
    /// A number, by its digits as they are to be written.
    case number(String)
    case boolean(Bool)
    case null
}

/// The members of an object under construction, in the order in which they were set.
public struct JSONObject: Sendable {
    /// The members, in order.
    public private(set) var members: [(name: String, value: JSONTree)] = []

    /// An object without members.
    public init() {}

    /// The members of an object of a document, to be changed.
    public init(_ value: JSONValue) {
        members = value.members.map { ($0.name, .value($0.value)) }
    }

    /// An object with these members.
    public init(_ members: KeyValuePairs<String, JSONTree>) {
        for member in members { self[member.key] = member.value }
    }

    /// Whether the object has no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The member with this name; setting `nil` takes it away, setting a new name appends it.
    public subscript(name: String) -> JSONTree? {
        get { members.first { $0.name == name }?.value }
        set {
            let place = members.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): members.remove(at: place)
            case (nil, let value?): members.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// Appends to the array that is the member with this name, making it where there is none.
    public mutating func append(_ value: JSONTree, to name: String) {
        switch self[name] {
        case .array(let elements): self[name] = .array(elements + [value])
        case .value(let existing) where existing.kind == .array:
            self[name] = .array(existing.elements.map { .value($0) } + [value])
        case let existing?: self[name] = .array([existing, value])
        case nil: self[name] = .array([value])
        }
    }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByIntegerLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    public init(arrayLiteral elements: JSONTree...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONTree)...) {
        var object = JSONObject()
        for element in elements { object[element.0] = element.1 }
        self = .object(object)
    }
}

extension JSONTree: CustomStringConvertible, CustomReflectable {
    /// Always the same word: the value may be about a person.
    public var description: String { "<redacted JSON>" }
    /// Without children, so that no mirror shows what the description hides.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

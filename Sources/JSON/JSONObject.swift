// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The members of an object under construction, in the order in which they were set. No name can be in it twice.
public struct JSONObject: Sendable {
    /// From this many members on, names are found by hash.
    private static let indexedCount = 16

    /// The members, in order.
    public private(set) var members: [(name: String, value: JSONTree)] = []
    /// Where each name stands among the members; empty while there are few, or after one was taken away.
    private var places: [MemberName: Int] = [:]

    /// An object without members.
    public init() {}

    /// The members of an object of a document, to be changed; none for any other kind of value.
    public init(_ value: JSONValue) {
        members = value.members.map { ($0.name, .value($0.value)) }
    }

    /// An object with these members; where a name is given twice, the later value stands.
    public init(_ members: KeyValuePairs<String, JSONTree>) {
        for member in members { self[member.key] = member.value }
    }

    /// Whether the object has no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The member with this name, compared byte by byte; setting `nil` takes it away, setting a new name appends it.
    public subscript(name: String) -> JSONTree? {
        get { place(of: name).map { members[$0].value } }
        set {
            index()
            switch (place(of: name), newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil):
                members.remove(at: place)
                places = [:]
            case (nil, let value?):
                if !places.isEmpty { places[MemberName(text: name)] = members.count }
                members.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// Appends to the array that is the member with this name, making it where there is none.
    public mutating func append(_ value: JSONTree, to name: String) {
        index()
        guard let place = place(of: name) else {
            self[name] = .array([value])
            return
        }
        // The array is taken out of the object and of `existing`, so that appending need not copy it.
        var existing = JSONTree.null
        swap(&existing, &members[place].value)
        var elements = Self.elements(of: existing)
        existing = .null
        elements.append(value)
        members[place].value = .array(elements)
    }

    private static func elements(of tree: JSONTree) -> [JSONTree] {
        switch tree {
        case .array(let elements): elements
        case .value(let value) where value.kind == .array: value.elements.map { .value($0) }
        case .objects(let name, let texts): texts.map { .object(JSONObject([name: .string($0)])) }
        default: [tree]
        }
    }

    private func place(of name: String) -> Int? {
        let wanted = MemberName(text: name)
        return places.isEmpty ? members.firstIndex { MemberName(text: $0.name) == wanted } : places[wanted]
    }

    private mutating func index() {
        guard places.isEmpty, members.count >= Self.indexedCount else { return }
        places.reserveCapacity(members.count * 2)
        for (place, member) in members.enumerated() { places[MemberName(text: member.name)] = place }
    }
}

/// A member's name, equal to another only when its bytes are: as text, Swift holds `é` in one scalar and in two for the same.
private struct MemberName: Hashable {
    let text: String

    /// Texts of other lengths, or that differ even as texts, differ in their bytes: that is soon seen.
    static func == (left: Self, right: Self) -> Bool {
        let (one, other) = (left.text.utf8, right.text.utf8)
        return one.count == other.count && left.text == right.text && one.elementsEqual(other)
    }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
    }
}

extension JSONObject: Redacted {}

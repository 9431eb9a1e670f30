// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Writes a subject into the Patient of a bundle and changes nothing else: every byte outside the places named here stays.
struct SubjectSplice: Sendable {
    /// Bytes that take the place of others.
    struct Change: Sendable {
        let range: Range<Int>
        let bytes: [UInt8]
    }

    /// The changes, in the order of their places.
    private(set) var changes: [Change] = []

    /// The changes that give a Patient the number, and a name and birth date where it has none.
    init(patient: JSONValue, subject: RecordSubject) {
        let opening = patient.byteRange.lowerBound + 1
        var missing = ""
        if patient["birthDate"] == nil, let date = subject.birthDate {
            missing += "\"birthDate\":\(JSONTree.string(date).text),"
        }
        if patient["name"] == nil, let name = subject.name { missing += "\"name\":[\(Self.human(name).text)]," }
        if patient["gender"] == nil, let gender = subject.gender {
            missing += "\"gender\":\(JSONTree.string(gender).text),"
        }
        if patient["identifier"]?.kind != .array { missing += "\"identifier\":[\(Self.identifier(subject))]," }
        if !missing.isEmpty { add(opening..<opening, patient.count == 0 ? String(missing.dropLast()) : missing) }
        if let identifiers = patient["identifier"], identifiers.kind == .array { write(subject, into: identifiers) }
    }

    /// The bytes with the changes made.
    func apply(to bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var place = 0
        for change in changes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            result += bytes[place..<change.range.lowerBound]
            result += change.bytes
            place = change.range.upperBound
        }
        return result + bytes[place...]
    }

    private mutating func write(_ subject: RecordSubject, into identifiers: JSONValue) {
        let opening = identifiers.byteRange.lowerBound + 1
        guard let own = identifiers.elements.first(where: { $0["system"]?.string == FHIRSystem.nhsNumber }) else {
            return add(opening..<opening, Self.identifier(subject) + (identifiers.count == 0 ? "" : ","))
        }
        let number = JSONTree.string(subject.nhsNumber).text
        if let value = own["value"] {
            if value.string != subject.nhsNumber { add(value.byteRange, number) }
        } else {
            let inside = own.byteRange.lowerBound + 1
            add(inside..<inside, "\"value\":\(number),")
        }
    }

    private mutating func add(_ range: Range<Int>, _ text: String) {
        changes.append(Change(range: range, bytes: Array(text.utf8)))
    }

    private static func identifier(_ subject: RecordSubject) -> String {
        JSONTree.element([
            "system": .string(FHIRSystem.nhsNumber), "value": .string(subject.nhsNumber),
        ]).text
    }

    private static func human(_ name: SimulatedName) -> JSONTree {
        .element(["family": .string(name.family), "given": .list(name.given)])
    }
}

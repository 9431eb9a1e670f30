// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// The codes of items that are withheld from every shared record: members of the Royal College of General Practitioners' four reference sets.
public struct SensitiveCodes: Sendable {
    /// The four reference sets, by their SNOMED CT identifiers.
    public enum ReferenceSet: String, Sendable, CaseIterable {
        case assistedFertilisation = "999004371000000100"
        case sexuallyTransmittedDisease = "999004381000000103"
        case terminationOfPregnancy = "999004361000000107"
        case genderReassignment = "999004351000000109"
    }

    /// What a reference set holds.
    public struct Members: Hashable, Sendable {
        public var snomed: Set<String>
        /// Codes of Read version 2 and of Clinical Terms version 3, five characters each.
        public var read: Set<String>

        public init(snomed: Set<String> = [], read: Set<String> = []) {
            self.snomed = snomed
            self.read = read
        }
    }

    private let codes: JSONNames
    private let read: Set<String>
    /// What a resource mentions that may have to be withheld: a sensitive code, a label, a code of dissent.
    private let telling: JSONNames

    /// How many codes there are.
    public let count: Int

    public init(_ sets: [ReferenceSet: Members]) {
        let snomed = sets.values.reduce(into: Set<String>()) { $0.formUnion($1.snomed) }
        read = sets.values.reduce(into: Set<String>()) { $0.formUnion($1.read) }
        count = snomed.count + read.count
        let all = snomed.union(read).sorted()
        codes = JSONNames(all)
        let systems = read.isEmpty ? [] : Self.readSystems.sorted()
        telling = JSONNames(
            Set(all).union(systems).union(SecurityLabel.words).union(DissentCodes.all).sorted())
    }

    static let readSystems: Set<String> = ["http://read.info/readv2", "http://read.info/ctv3"]

    /// Whether the value may have to do with withholding: wrong only towards yes, and quick.
    public func mayConcern(_ value: JSONValue) -> Bool { telling.stand(in: value) }

    /// Whether a sensitive code stands in the value, at any depth and in whatever system: one that a source wrote under another
    /// system's name is no less telling.
    public func stand(in value: JSONValue) -> Bool {
        codes.stand(in: value) || (!read.isEmpty && hasReadCode(value))
    }

    /// Read codes are written with and without the two characters of their term code.
    private func hasReadCode(_ value: JSONValue) -> Bool {
        switch value.kind {
        case .array: return value.elements.contains { hasReadCode($0) }
        case .object:
            if let system = value["system"]?.string, Self.readSystems.contains(system),
                let code = value["code"]?.string,
                read.contains(String(code.drop { $0 == " " }.prefix(5)))
            {
                return true
            }
            return value.members.contains { hasReadCode($0.value) }
        default: return false
        }
    }
}

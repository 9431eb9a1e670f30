// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// What the rules of merging read from one entry. A part that is not there, or cannot be compared exactly, is `nil`, and equals
/// nothing. Words are never read: two texts that are alike prove nothing. Every rule and alarm is handed the facts of every entry, so
/// they are held in one place, and what several of them ask for is read once. One merge alone has them.
final class MergeFacts {
    let entry: RecordEntry
    let rule: MergeRule
    let index: MergeIndex
    /// Whether the entry carries what may turn its meaning round: such an entry is a copy of nothing.
    private(set) lazy var hasUnknownMeaning =
        resource["modifierExtension"] != nil || resource["implicitRules"] != nil
    /// The codes of the element `code`, which most rules ask for more than once.
    private(set) lazy var ownCodes = Self.codes(in: resource["code"])
    /// By what a line of medication stands under one heading with others.
    private(set) lazy var isActiveLine = readIsActiveLine()
    private(set) lazy var productCodes = readProductCodes()
    private(set) lazy var substances = readSubstances()
    /// What was measured or found, and the same for neighbours.
    private(set) lazy var measured = readMeasured()
    private(set) lazy var stated = readStated()
    /// When it was observed.
    private(set) lazy var moment = readMoment()
    private(set) lazy var effectiveTime = time("effective")
    /// The identifiers of the report that names a result, or of the specimen that it was made from, and with them its keys.
    private(set) lazy var testIdentifiers = readTestIdentifiers()
    private(set) lazy var testKeys = readTestKeys()
    /// How the dose reads, for alarms alone.
    private(set) lazy var doseReading = readDose()

    init(entry: RecordEntry, index: MergeIndex) {
        self.entry = entry
        rule = MergeRule.of(entry)
        self.index = index
    }

    var resource: Resource<R4> { entry.resource }

    /// Parts side by side; the character cannot stand in a FHIR code, id or number.
    static func joined(_ parts: [String]) -> String { parts.joined(separator: "\u{1F}") }

    /// The element of the resource.
    func value(_ name: String) -> JSONValue? { resource.value[name] }

    // MARK: Codes

    /// The codes by which a concept may be equal to another: SNOMED CT and dm+d, which share their numbers. A degraded concept has
    /// none.
    static func codes(of concept: CodeableConcept) -> [String] {
        let found = concept.codings.filter(isComparable).compactMap(\.code).filter { !$0.isEmpty }
        guard !found.isEmpty, !DegradedCode.isDegraded(concept) else { return [] }
        return found
    }

    private static func isComparable(_ coding: Coding) -> Bool {
        coding.isSNOMED || coding.system == "https://dmd.nhs.uk"
    }

    /// The codes of an element that is one concept, or several. Where no coding is of a comparable system, which is soon seen, nothing
    /// is read.
    func codes(_ path: String) -> [String] { path == "code" ? ownCodes : Self.codes(in: value(path)) }

    private static func codes(in value: JSONValue?) -> [String] {
        guard let value else { return [] }
        let concepts = value.kind == .array ? Array(value.elements) : [value]
        guard concepts.contains(where: mayBeComparable) else { return [] }
        return CodeableConcept.all(in: value).flatMap { codes(of: $0) }
    }

    private static let comparableSystems = ["\"http://snomed.info/sct\"", "\"https://dmd.nhs.uk\""].map {
        Array($0.utf8)
    }

    private static func mayBeComparable(_ concept: JSONValue) -> Bool {
        guard let codings = concept["coding"] else { return false }
        return codings.elements.contains { coding in
            guard let system = coding["system"]?.bytes else { return false }
            // A text with escapes is read the long way.
            return comparableSystems.contains { $0.count == system.count && system.elementsEqual($0) }
                || system.contains(UInt8(ascii: "\\"))
        }
    }

    /// All concepts of an element, each by the least of its codes, in order; `nil` where there is none, or one cannot be compared.
    func everyCode(_ path: String) -> String? { Self.everyCode(in: value(path)) }

    static func everyCode(in value: JSONValue?) -> String? {
        let concepts = CodeableConcept.all(in: value)
        let least = concepts.compactMap { Self.codes(of: $0).min() }
        guard !concepts.isEmpty, least.count == concepts.count else { return nil }
        return joined(least.sorted())
    }

    /// A code that stands alone (`status`), or that of a status concept, whatever its system.
    func status(_ path: String) -> String? {
        guard let value = value(path) else { return nil }
        if let code = value.string { return code.isEmpty ? nil : code }
        let found = CodeableConcept.all(in: value).flatMap(\.codings).compactMap(\.code)
        return found.isEmpty ? nil : Self.joined(found.sorted())
    }

    // MARK: Identifiers

    /// The identifiers that name the statement itself; numbers of the person are no such thing.
    static func businessIdentifiers(of resource: Resource<R4>, element: String = "identifier") -> [String] {
        guard let value = resource[element] else { return [] }
        return Identifier.all(in: value).compactMap { identifier in
            guard let system = identifier.system, let value = identifier.value, !system.isEmpty, !value.isEmpty,
                system != CodeSystem.nhsNumber, identifier.use != "old", identifier.use != "temp"
            else { return nil }
            return system + "|" + value
        }
    }

    /// The identifier of the person, organisation or device that a reference means: its own, else that of the resource.
    func identifier(of reference: JSONValue?) -> String? {
        guard let reference = reference.flatMap({ Reference($0) }) else { return nil }
        if let own = reference.identifier, let system = own.system, let value = own.value, !system.isEmpty,
            !value.isEmpty
        {
            return system + "|" + value
        }
        guard let resource = index.resource(for: reference, of: entry) else { return nil }
        if let own = Self.businessIdentifiers(of: resource).min() { return own }
        // A role is known by who has it and where.
        guard resource.type == "PractitionerRole" else { return nil }
        return ["practitioner", "organization"].lazy.compactMap { self.identifier(of: resource[$0]) }.first
    }

    /// All that an element refers to, each by its identifier; `nil` where there is nobody, or somebody without one.
    func everyIdentifier(_ path: String) -> String? {
        guard let value = value(path) else { return nil }
        let references = value.kind == .array ? Array(value.elements) : [value]
        let identifiers = references.compactMap { identifier(of: $0["actor"] ?? $0) }
        guard !references.isEmpty, identifiers.count == references.count else { return nil }
        return Self.joined(identifiers.sorted())
    }
}

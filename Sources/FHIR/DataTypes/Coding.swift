// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// A code of a code system, as written.
public struct Coding: Sendable, Hashable {
    public var system: String?
    public var code: String?
    public var display: String?
    /// Whether the person who recorded it chose this very code.
    public var userSelected: Bool?

    /// A coding from its parts.
    public init(system: String?, code: String?, display: String? = nil, userSelected: Bool? = nil) {
        self.system = system
        self.code = code
        self.display = display
        self.userSelected = userSelected
    }

    /// A view of a Coding element; `nil` unless it is an object.
    public init?(_ value: JSONValue) {
        guard value.kind == .object else { return nil }
        self.init(
            system: value["system"]?.string, code: value["code"]?.scalarText, display: value["display"]?.string,
            userSelected: value["userSelected"]?.boolean)
    }

    /// Whether this is a code of SNOMED CT (dm+d medicines are SNOMED CT too).
    public var isSNOMED: Bool { system == CodeSystem.snomed }

    /// The coding as JSON.
    public var tree: JSONTree {
        var object = JSONObject()
        object["system"] = system.map { .string($0) }
        object["code"] = code.map { .string($0) }
        object["display"] = display.map { .string($0) }
        object["userSelected"] = userSelected.map { .boolean($0) }
        return .object(object)
    }
}

/// A concept by its codings and its words.
public struct CodeableConcept: Sendable, Hashable {
    public var codings: [Coding]
    public var text: String?

    /// A concept from its parts.
    public init(codings: [Coding], text: String? = nil) {
        self.codings = codings
        self.text = text
    }

    /// A view of a CodeableConcept element; `nil` unless it is an object.
    public init?(_ value: JSONValue) {
        guard value.kind == .object else { return nil }
        codings = value["coding"]?.elements.compactMap { Coding($0) } ?? []
        text = value["text"]?.string
    }

    /// All concepts of an element that is one concept or an array of them.
    public static func all(in value: JSONValue?) -> [CodeableConcept] {
        guard let value else { return [] }
        return value.kind == .array
            ? value.elements.compactMap { CodeableConcept($0) } : [CodeableConcept(value)].compactMap { $0 }
    }

    /// The SNOMED CT codes, in order.
    public var snomedCodes: [String] { codings.filter(\.isSNOMED).compactMap(\.code) }

    /// The words that a person should read: the text as recorded, else the display of the coding that the recorder chose, else
    /// the first display there is, else a code.
    public var words: String? {
        let candidates =
            [text, codings.first { $0.userSelected == true }?.display] + codings.map(\.display) + codings.map(\.code)
        return candidates.compactMap { $0 }.first { !$0.allSatisfy(\.isWhitespace) }
    }

    /// The concept as JSON.
    public var tree: JSONTree {
        var object = JSONObject()
        if !codings.isEmpty { object["coding"] = .array(codings.map(\.tree)) }
        object["text"] = text.map { .string($0) }
        return .object(object)
    }
}

/// The addresses of the code and identifier systems that the gateway reads or writes.
public enum CodeSystem {
    public static let snomed = "http://snomed.info/sct"
    public static let loinc = "http://loinc.org"
    public static let unitsOfMeasure = "http://unitsofmeasure.org"
    public static let nhsNumber = "https://fhir.nhs.uk/Id/nhs-number"
    public static let odsOrganisation = "https://fhir.nhs.uk/Id/ods-organization-code"
    /// What every code system and extension of the gateway's own begins with.
    public static let gateway = "https://mig.example.org/fhir/"
}

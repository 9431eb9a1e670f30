// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// A FHIR resource: a view of a JSON object, whose elements are read when they are asked for and pass through untouched
/// when they are not.
public struct Resource<Version: FHIRVersion>: Sendable, Redacted {
    /// The object that is the resource.
    public let value: JSONValue
    /// The resource's type (`Observation`).
    public let type: String

    /// A view of `value`; `nil` unless it is an object with a `resourceType`.
    @_specialize(where Version == R4)
    @_specialize(where Version == STU3)
    public init?(_ value: JSONValue) {
        guard let element = value["resourceType"], let type = Self.longNames.name(element) ?? element.string,
            !type.isEmpty
        else { return nil }
        self.value = value
        self.type = type
        localReference = value["id"]?.string.map { type + "/" + $0 }
    }

    /// The resource's logical id, as written, even where FHIR's grammar would not allow it.
    public var id: String? { value["id"]?.string }

    /// Type and id as a relative reference (`Observation/17`); `nil` without an id.
    public let localReference: String?

    /// The member of the resource with this name.
    public subscript(element: String) -> JSONValue? { value[element] }

    /// The profiles that the resource says it follows.
    public var profiles: [String] { value["meta"]?["profile"]?.elements.compactMap(\.string) ?? [] }

    /// The resource's business identifiers.
    public var identifiers: [Identifier] { Identifier.all(in: value["identifier"]) }

    /// The resources inside this one, which have no life of their own.
    public var contained: [Resource<Version>] { value["contained"]?.elements.compactMap { Resource($0) } ?? [] }

    /// The extensions of the resource itself.
    public var extensions: [Extension] { Extension.all(in: value["extension"]) }

    /// The `code` of the resource, where it has one.
    public var code: CodeableConcept? { value["code"].flatMap { CodeableConcept($0) } }

    /// The commonest names that are too long for a string to hold without memory of its own.
    private static var longNames: ResourceTypeNames { .long }
}

/// Names of resource types that are handed out without making new strings.
private struct ResourceTypeNames: Sendable {
    static let long = ResourceTypeNames([
        "AllergyIntolerance", "MedicationRequest", "MedicationStatement", "MedicationAdministration",
        "MedicationDispense", "DiagnosticReport", "DocumentReference", "FamilyMemberHistory", "QuestionnaireResponse",
        "PractitionerRole",
    ])

    private let names: [String]
    private let places: JSONNames

    init(_ names: [String]) {
        self.names = names
        places = JSONNames(names)
    }

    func name(_ value: JSONValue) -> String? { places.place(of: value).map { names[$0] } }
}

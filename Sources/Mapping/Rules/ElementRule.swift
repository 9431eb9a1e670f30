// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Where one element of an STU3 type goes in R4. Elements without a rule keep their name and place.
enum ElementRule: Sendable {
    /// The R4 element with this name; one value becomes an array, or a code a code, as R4 wants it.
    case element(String)
    /// The R4 element with this name, which holds one value where STU3 has several: the first goes there, the others to a
    /// named extension with values of this type.
    case firstElement(String, others: String)
    /// A code that has another name in R4; the code as it came is kept beside it wherever it changes.
    case code(String, renamed: [String: String])
    /// A code that is a concept in R4, with a code of this system.
    case concept(String, system: String, codes: Set<String>)
    /// An extension of the gateway's own, named for the STU3 type and element.
    case named(NamedValue)
    /// The element `inner` of the first part `outer` of R4.
    case part(outer: String, inner: String)
    /// The members of the object have rules of their own, and go where the object itself would.
    case flattened
    case custom(Custom)

    /// A rule in code. It puts what it maps into the R4 object.
    typealias Custom = @Sendable (inout ResourceMapper, SourceMember, inout R4Object) throws(ShapeFault) -> Void

    /// What an extension of the gateway's own holds.
    indirect enum NamedValue: Sendable {
        /// A value of an R4 data type (`CodeableConcept`, `string`).
        case type(String)
        /// Extensions for the members of an object.
        case members([String: NamedValue])
    }
}

/// One member of an STU3 object, with what belongs to it.
struct SourceMember {
    /// The member's name, without `_`.
    let name: String
    let value: JSONValue?
    /// The member `_name`, which holds the id and extensions of a primitive.
    let primitiveExtension: JSONValue?
    /// The object that it is a member of.
    let parent: JSONValue
    /// The STU3 type of that object (`MedicationRequest.dispenseRequest`).
    let parentType: String
}

/// An element whose JSON kind is not what FHIR has there; it fails the whole resource.
struct ShapeFault: Error, Equatable {
    /// The element's path in the source.
    let path: String
}

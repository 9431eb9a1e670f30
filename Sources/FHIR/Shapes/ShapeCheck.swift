// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Examines whether a resource is of FHIR R4's shape, and makes it so where that loses nothing.
///
/// A value that is illegal leaves its place and goes verbatim into the extension `source-value` of the object it stood in; a
/// required element that has no value says so with `data-absent-reason`. Where the illegal value is a modifier, or could be
/// one, the resource is unreadable: without it, the rest could be taken for its opposite. A modifier inside a datatype
/// (`Identifier.use`, `Quantity.comparator`) takes the datatype's whole object with it instead.
///
/// The shape is names, lists, datatypes, their grammars, and codes bound to a list that R4 says in full. Whether the codings of
/// a CodeableConcept are of the right code system, where references lead, and FHIR's invariants in general are not examined.
public struct ShapeCheck {
    /// The address of the extension that holds an illegal value: `path` says where it stood, `text` what it was, the text of a
    /// string as it is and anything else as JSON. A text of over 1 MiB has several `text`, in order.
    public static let sourceValueURL = "https://mig.example.org/fhir/StructureDefinition/source-value"

    /// Reads the table of R4's elements, so that the first resource need not wait for it.
    public static func prepare() { _ = R4ElementTable.shared }

    /// Examines one resource, with those inside it. Its own id may be of any form; those of resources inside it may not.
    public static func examine(_ resource: Resource<R4>) -> ShapeVerdict {
        let table = R4ElementTable.shared
        guard let type = table.resourceType(resource.type) else {
            return .unreadable(.unknownResourceType(path: "Resource"))
        }
        if SoundWalk(table).isSound(resource.value, as: type) { return .sound }
        var examination = ShapeExamination(of: type, resource.value, table: table)
        do {
            switch try examination.object(resource.value, as: type) {
            case .sound: return .sound
            case .repaired(let tree): return .repaired(tree, moved: examination.moved)
            case .illegal, .empty: return .unreadable(.noPlaceForIllegalValue(path: type.name))
            }
        } catch {
            return .unreadable(error)
        }
    }
}

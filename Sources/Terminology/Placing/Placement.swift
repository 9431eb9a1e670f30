// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR

/// A resource with what its source's lists say of it.
public struct ClassifiableResource: Sendable {
    public let resource: Resource<R4>
    /// The parts of the source's record that name the resource.
    public let areas: Set<ClinicalArea>
    /// The headings of consultations that it stands under, from the outside in.
    public let headings: [String]

    public init(resource: Resource<R4>, areas: Set<ClinicalArea> = [], headings: [String] = []) {
        self.resource = resource
        self.areas = areas
        self.headings = headings
    }
}

extension ClassifiableResource: CustomStringConvertible, CustomReflectable {
    public var description: String { "<redacted resource>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What a resource is in the record.
public enum Placement: Hashable, Sendable {
    /// A statement of its own, in a section of a dataset.
    case entry(Dataset, DatasetSection)
    /// What entries refer to: a person, a place, an organisation, a product.
    case supporting
    /// Shown with another resource (`Observation/17`), never on its own: a note on a result, the authorisation of a medicine.
    case partOf(reference: String)
    /// The source's own arrangement of its record: lists, topics, headings. Kept, and not counted.
    case structure
}

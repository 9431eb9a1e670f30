// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR

/// One resource of a record in its R4 form, with what the source's lists say of it.
public struct MappedResource: Sendable {
    /// The R4 resource, a view of the document that the whole record is.
    public let resource: Resource<R4>
    /// The source's own type and id (`ReferralRequest/17`), also where the R4 type or id is another.
    public let sourceReference: String
    /// The resource's address in the source's bundle.
    public let fullURL: String?
    /// The source's lists, by clinical area, that name the resource: primary lists and secondary ones ("… related to
    /// problems").
    public let areas: Set<ClinicalArea>
    /// The titles of the topics and headings of consultations that the resource stands under, from the outside in.
    public let headings: [String]
    /// What a reader must be told beside it.
    public let warnings: [EntryWarning]
    /// How many values stand in extensions `source-value` rather than in their places.
    public let sourceValueCount: Int
}

extension MappedResource: CustomStringConvertible, CustomReflectable {
    /// Always the same words: headings and warnings may be about a person.
    public var description: String { "<redacted mapped resource>" }
    /// Without children, so that no mirror shows what the description hides.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

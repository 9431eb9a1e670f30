// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR
public import Sharing

/// What a consumer asks for, already read and checked.
public struct RecordRequest: Sendable {
    public let requester: Requester
    public let nhsNumber: NHSNumber
    /// The datasets wanted, in order; all of them when the consumer names none.
    public let datasets: [Dataset]
    /// Entries dated before this day are left out, except allergies and alerts.
    public let from: FHIRDateTime?
    /// Entries dated after this day are left out, except allergies and alerts.
    public let to: FHIRDateTime?
    /// The sources to ask; all that are located when the consumer names none.
    public let sources: [SourceID]
    /// How long the consumer waits at most; the gateway's own limit when it names none.
    public let deadline: Duration?
    public let traceID: String
    /// The consultation in which this is asked, as the requester's system tells consultations apart.
    public let consultation: String?
    /// What is stated of the person's permission with this very request.
    public let statement: PermissionStatement?
    /// What is stated of the relationship to the person.
    public let relationship: SharingFacts.Relationship?
    /// Why the requester says that they care for the person, where they claim it; for the privacy officer alone.
    public let relationshipReason: String?
    /// Whether it is the wish to ask once more: a source that is left alone because it failed is then asked, by one at a time.
    public var asksAgain = false
    /// What an earlier request for the same was given: only those are asked that did not answer it.
    public var earlier: KeptRecord?

    /// The datasets in scope of the answer. Whoever asks for medicines is given all allergies and alerts too (invariant 10).
    var wantedDatasets: [Dataset] {
        guard !datasets.isEmpty else { return Dataset.held + [.other] }
        var wanted = Set(datasets)
        if wanted.contains(.summary) {
            wanted.formUnion([.problems, .medication, .risks, .investigations, .events])
        }
        if wanted.contains(.medication) { wanted.insert(.risks) }
        wanted.remove(.summary)
        return wanted.sorted()
    }

    public init(
        requester: Requester, nhsNumber: NHSNumber, datasets: [Dataset] = [], from: FHIRDateTime? = nil,
        to: FHIRDateTime? = nil, sources: [SourceID] = [], deadline: Duration? = nil, traceID: String,
        consultation: String? = nil, statement: PermissionStatement? = nil,
        relationship: SharingFacts.Relationship? = nil, relationshipReason: String? = nil
    ) {
        self.requester = requester
        self.nhsNumber = nhsNumber
        self.datasets = datasets
        self.from = from
        self.to = to
        self.sources = sources
        self.deadline = deadline
        self.traceID = traceID
        self.consultation = consultation
        self.statement = statement
        self.relationship = relationship
        self.relationshipReason = relationshipReason
    }
}

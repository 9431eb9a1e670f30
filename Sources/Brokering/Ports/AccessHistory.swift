// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR
public import Sharing

/// The audit as it is read to explain a past request.
public protocol AccessHistory: Sendable {
    /// The requests for records that were made under a trace id, oldest first. A caller may choose a trace id, so that several people's
    /// requests may bear the same.
    /// - Throws: ``AuditFailure`` where the audit cannot be read.
    func pastRequests(traceID: String) async throws(AuditFailure) -> [PastRequest]
}

/// A request for a record as the audit keeps it.
public struct PastRequest: Hashable, Sendable {
    /// The identifier of the person who asked.
    public let person: String
    /// The ODS code of the organisation for which they asked.
    public let organisation: String
    public let role: Role
    public let purpose: PurposeOfUse
    /// `nil` where the entry is older than the audit's noting it.
    public let strength: AuthenticationStrength?
    /// Whose record was asked for.
    public let nhsNumber: NHSNumber
    public let datasets: [Dataset]
    /// The datasets that could be asked for, by the id of the source; nothing where the request was refused.
    public let permitted: [String: Set<Dataset>]
    /// How the person's permission stood, as the audit says it.
    public let permission: String?
    public let relationship: RecordedRelationship
    /// The clauses under which something was permitted.
    public let clauses: [ClauseReference]
    public let at: FHIRDateTime

    public init(
        person: String, organisation: String, role: Role, purpose: PurposeOfUse, strength: AuthenticationStrength?,
        nhsNumber: NHSNumber, datasets: [Dataset], permitted: [String: Set<Dataset>], permission: String?,
        relationship: RecordedRelationship = .notRecorded, clauses: [ClauseReference], at: FHIRDateTime
    ) {
        self.person = person
        self.organisation = organisation
        self.role = role
        self.purpose = purpose
        self.strength = strength
        self.nhsNumber = nhsNumber
        self.datasets = datasets
        self.permitted = permitted
        self.permission = permission
        self.relationship = relationship
        self.clauses = clauses
        self.at = at
    }
}

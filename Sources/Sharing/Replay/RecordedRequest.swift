// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR

/// The facts of a request as the audit keeps them, without the person it was about: enough to decide it anew under another policy.
public struct RecordedRequest: Hashable, Sendable {
    /// How the person's permission stood.
    public enum Permission: Hashable, Sendable {
        case notStated
        case stated(PermissionToView.Answer)

        /// From the line of the audit (`given`, `could-not-be-asked: not-present` …). What is not understood counts as not stated.
        public init(summary: String?) {
            let parts = (summary ?? "").split(separator: ":").map { $0.drop { $0 == " " } }
            let reason = parts.count > 1 ? String(parts[1]) : ""
            switch parts.first {
            case "given": self = .stated(.given)
            case "refused": self = .stated(.refused)
            case "could-not-be-asked":
                let known = PermissionToView.CouldNotBeAsked(rawValue: reason)
                self = known.map { .stated(.couldNotBeAsked($0)) } ?? .notStated
            case "emergency":
                let known = PermissionToView.EmergencyReason(rawValue: reason)
                self = known.map { .stated(.emergency($0, text: "")) } ?? .notStated
            default: self = .notStated
            }
        }
    }

    /// The ODS code of the requester's organisation.
    public let organisation: String
    public let role: Role
    public let purpose: PurposeOfUse
    public let strength: AuthenticationStrength
    /// The datasets asked for.
    public let datasets: [Dataset]
    /// The ODS codes of the controllers whose sources were to be asked.
    public let controllers: [String]
    public let permission: Permission
    /// How a relationship was known. Where the audit does not say, the caller assumes the same for all, and says so.
    public let relationship: SharingFacts.Relationship?
    public let at: FHIRDateTime

    public init(
        organisation: String, role: Role, purpose: PurposeOfUse, strength: AuthenticationStrength, datasets: [Dataset],
        controllers: [String], permission: Permission, relationship: SharingFacts.Relationship?, at: FHIRDateTime
    ) {
        self.organisation = organisation
        self.role = role
        self.purpose = purpose
        self.strength = strength
        self.datasets = datasets
        self.controllers = controllers
        self.permission = permission
        self.relationship = relationship
        self.at = at
    }
}

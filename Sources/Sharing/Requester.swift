// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Who asks, from where, in what role and for what purpose. Every decision takes it as an argument.
public struct Requester: Hashable, Sendable {
    /// Why a record is asked for (HL7 v3 PurposeOfUse).
    public enum Purpose: String, Hashable, Sendable, CaseIterable {
        /// Individual care.
        case treatment = "TREAT"
        /// Individual care in an emergency.
        case emergencyTreatment = "ETREAT"
        /// The person's own request.
        case patientRequest = "PATRQT"
    }

    /// How it was established who asks.
    public enum Establishment: String, Hashable, Sendable {
        /// It was not: a demonstration on a loopback address.
        case unauthenticatedDemonstration = "unauthenticated demonstration"
    }

    public let person: String
    public let role: String
    /// The ODS code of the organisation.
    public let organisation: String
    public let system: String
    public let purpose: Purpose
    public let establishment: Establishment

    public init(
        person: String, role: String, organisation: String, system: String, purpose: Purpose,
        establishment: Establishment
    ) {
        self.person = person
        self.role = role
        self.organisation = organisation
        self.system = system
        self.purpose = purpose
        self.establishment = establishment
    }

    /// The requester of a gateway that runs without authentication.
    public static let unauthenticatedDemonstration = Requester(
        person: "unauthenticated demonstration", role: "demonstration", organisation: "DEMO", system: "mig",
        purpose: .treatment, establishment: .unauthenticatedDemonstration)
}

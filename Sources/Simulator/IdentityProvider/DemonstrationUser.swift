// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Somebody as whom one may sign in to the demonstration. All are made up.
public struct DemonstrationUser: Sendable, Hashable {
    /// What they are called on the command line and on the provider's page: `ae-doctor`.
    public let id: String
    public let name: String
    /// The role's code, as the provider says it.
    public let role: String
    /// What they do, for people.
    public let post: String
    /// The ODS code of their organisation, and its name.
    public let organisation: String
    public let organisationName: String
    /// What the provider says of the strength of their sign-in.
    public let strength: String
    /// The NHS number of somebody who signs in as a patient.
    public let nhsNumber: String?
    /// What to try as them.
    public let lookFor: String

    /// The eight.
    public static let all: [DemonstrationUser] = [
        staff(
            "ae-doctor", "Dr Amara Nwosu", "doctor", "Emergency department doctor", .acuteTrust,
            "is asked for the person’s permission before the record opens; may begin an emergency access"),
        staff(
            "gp", "Dr Rhys Lewellyn", "general-practitioner", "General practitioner", .anytownSurgery,
            "sees the people registered at the practice; permission is asked for the others"),
        staff(
            "pharmacist", "Farah Siddiq", "pharmacist", "Hospital pharmacist", .acuteTrust,
            "sees medicines, allergies and results, and little else; is asked why they care for whom the mental health trust knows"
        ),
        staff(
            "community-nurse", "Morag Sinclair", "community-nurse", "District nurse", .communityTrust,
            "asks once for an episode of care"),
        staff(
            "social-worker", "Tobias Grant", "social-worker", "Social worker", .adultSocialCare,
            "sees fewer datasets, and is told which are withheld and why"),
        staff(
            "practice-manager", "Judith Parrish", "practice-manager", "Practice manager", .anytownSurgery,
            "sees no records: nobody shares them with this role"),
        staff(
            "privacy-officer", "Colette Marsh", "privacy-officer", "Privacy officer", .acuteTrust,
            "finds the emergency accesses of the hospital’s people on a list"),
        DemonstrationUser(
            id: "patient", name: "Eleanor Hartley", role: "patient", post: "Patient", organisation: "PATIENT",
            organisationName: "for herself", strength: "aal2", nhsNumber: DemonstrationPeople.knownToAll,
            lookFor: "sees her own record, 999 100 1018, and nobody else’s"),
    ]

    public static func named(_ id: String) -> DemonstrationUser? { all.first { $0.id == id } }

    private static func staff(
        _ id: String, _ name: String, _ role: String, _ post: String, _ source: DemonstrationSource, _ lookFor: String
    ) -> DemonstrationUser {
        DemonstrationUser(
            id: id, name: name, role: role, post: post, organisation: source.odsCode, organisationName: source.name,
            strength: "aal3", nhsNumber: nil, lookFor: lookFor)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
import FHIR

extension SharingPolicy {
    /// The policy of a gateway that runs without authentication: every dataset of the named controllers, for the unauthenticated
    /// demonstration requester alone, for individual care, without a question to the person.
    public static func demonstration(
        controllers: Set<String>, datasets: Set<Dataset> = Set(Dataset.allCases)
    ) -> SharingPolicy {
        guard let begin = FHIRDateTime("2000-01-01") else { return .nothing }
        let requester = Requester.unauthenticatedDemonstration
        let clause = SharingClause(
            id: "everything", consumers: [.organisation(requester.organisation)], roles: [requester.role],
            purposes: [requester.purpose], datasets: datasets, permission: .implied, needsRelationship: false,
            leastStrength: .none, includesJournal: true)
        return SharingPolicy(
            version: 1,
            agreements: controllers.sorted().map { controller in
                Standing(
                    SharingAgreement(
                        id: "demonstration-\(controller)", version: 1, title: "Unauthenticated demonstration",
                        controller: controller, validFrom: begin, clauses: [clause]))
            })
    }
}

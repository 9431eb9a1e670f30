// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import Simulator

/// What the demonstration's controllers share, and with whom.
enum DemonstrationSharing {
    private static let health = DemonstrationSource.allCases.filter { $0 != .adultSocialCare }.map(\.odsCode)
    private static let everybody = DemonstrationSource.allCases.map(\.odsCode)

    /// An agreement of every controller.
    /// - Parameter more: further controllers, of record files.
    static func policy(and more: [Organisation] = []) -> SharingPolicy {
        let controllers =
            DemonstrationSource.allCases.map { Organisation(odsCode: $0.odsCode, name: $0.name) } + more
        let begin = FHIRDateTime(secondsSince1970: 1_704_067_200)
        return SharingPolicy(
            version: 1,
            agreements: controllers.map { controller in
                SharingPolicy.Standing(
                    SharingAgreement(
                        id: "demonstration-\(controller.odsCode.lowercased())", version: 1,
                        title: "What \(controller.name) shares", controller: controller.odsCode, validFrom: begin,
                        clauses: clauses(of: controller.odsCode)))
            })
    }

    private static func clauses(of controller: String) -> [SharingClause] {
        let care: Set<PurposeOfUse> = [.treatment, .emergencyTreatment, .breakGlass]
        func names(_ codes: [String]) -> Set<SharingClause.Consumer> { Set(codes.map { .organisation($0) }) }
        let all = Set(Dataset.allCases)
        return [
            SharingClause(
                id: "own-practice", consumers: names([controller]), roles: [.generalPractitioner], purposes: care,
                datasets: all, permission: .implied, needsRelationship: false, includesJournal: true),
            SharingClause(
                id: "other-practices", consumers: names(health.filter { $0 != controller }),
                roles: [.generalPractitioner], purposes: care, datasets: all, permission: .eachTime,
                needsRelationship: false, includesJournal: true),
            SharingClause(
                id: "doctors", consumers: names(health), roles: [.doctor, .paramedic, .nurse], purposes: care,
                datasets: all, permission: .eachTime, needsRelationship: false, includesJournal: true),
            SharingClause(
                id: "pharmacists", consumers: names(health), roles: [.pharmacist], purposes: care,
                datasets: [.demographics, .problems, .medication, .risks, .investigations], permission: .eachTime,
                needsRelationship: false),
            SharingClause(
                id: "community-nurses", consumers: names(health), roles: [.communityNurse], purposes: care,
                datasets: all, permission: .episode, needsRelationship: false, includesJournal: true),
            SharingClause(
                id: "social-workers", consumers: names(everybody), roles: [.socialWorker], purposes: care,
                datasets: [.demographics, .risks, .examinations, .events], permission: .eachTime,
                needsRelationship: false),
            SharingClause(
                id: "the-person", consumers: names(["PATIENT"]), roles: [.patient], purposes: [.patientRequest],
                datasets: all, permission: .implied, needsRelationship: false, includesJournal: true),
        ]
    }
}

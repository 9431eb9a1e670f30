// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Foundation
import Sharing
import Simulator

/// What the demonstration's controllers share, and with whom.
enum DemonstrationSharing {
    private static let health = DemonstrationSource.allCases.filter { $0 != .adultSocialCare }.map(\.odsCode)
    private static let everybody = DemonstrationSource.allCases.map(\.odsCode)
    /// The controller that shows a pharmacist only those whom they care for: none of their systems tells the gateway, so they are asked.
    private static let asksPharmacistsWhy = DemonstrationSource.mentalHealthTrust.odsCode

    /// The register of a demonstration, with an agreement of every controller; the agreements stand as files in its folder, to be read and
    /// changed.
    /// - Parameter more: further controllers, of record files.
    static func configuration(in folder: DemoFolder, and more: [Organisation]) throws -> SharingConfiguration {
        var sharing = SharingConfiguration(registerFile: folder.registerFile)
        try FileManager.default.createDirectory(
            atPath: folder.agreementsFolder, withIntermediateDirectories: true)
        for agreement in agreements(and: more) {
            let (file, text) = (agreement.id + ".yaml", AgreementDocument.write(agreement))
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.agreementsFolder + "/" + file))
            sharing.agreements.append((file, text))
        }
        return sharing
    }

    /// An agreement of every controller.
    static func agreements(and more: [Organisation] = []) -> [SharingAgreement] {
        let controllers =
            DemonstrationSource.allCases.map { Organisation(odsCode: $0.odsCode, name: $0.name) } + more
        guard let begin = FHIRDateTime("2024-01-01") else { return [] }
        return controllers.map { controller in
            SharingAgreement(
                id: "demonstration-\(controller.odsCode.lowercased())",
                version: controller.odsCode == asksPharmacistsWhy ? 2 : 1,
                title: "What \(controller.name) shares", controller: controller.odsCode, validFrom: begin,
                signatories: [
                    .init(
                        name: "A. Demonstrator", capacity: "controller's representative",
                        organisation: controller.odsCode, signedOn: begin)
                ],
                clauses: clauses(of: controller.odsCode))
        }
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
                needsRelationship: controller == asksPharmacistsWhy),
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

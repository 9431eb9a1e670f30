// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Foundation
import Sharing
import Storage

/// What it costs to decide who may see what: the decision alone, and what the register is asked for each request.
enum DecisionBenchmark {
    private static let controllers = (1...8).map { Organisation(odsCode: "RX\($0)", name: "Trust \($0)") }
    private static let clauses = 20

    struct Impossible: Error {}

    static func table() async throws -> Table {
        guard let now = FHIRDateTime("2026-11-02T12:00:00Z"), let begin = FHIRDateTime("2026-01-01") else {
            throw Impossible()
        }
        let agreements = controllers.map { agreement(of: $0, from: begin) }
        let number = try NHSNumber("9434765919")
        let permission = PermissionToView(
            .given, askedBy: "doctor", organisation: "RX1", at: now, until: now.advanced(bySeconds: 3600))
        let facts = SharingFacts(
            policy: SharingPolicy(version: 1, agreements: agreements.map { .init($0) }), numbers: [number],
            permissions: [permission], relationship: .statedBySystem, now: now)
        let count = controllers.count * Dataset.allCases.count
        var table = Table("Who may see what: \(controllers.count) controllers with \(clauses) clauses each")
        table.add([
            .cost(
                "one decision with its explanation", count: count,
                Measurement.of {
                    var permitted = 0
                    for controller in controllers {
                        for dataset in Dataset.allCases
                        where decide(requester, controller: controller, dataset: dataset, given: facts).isPermitted {
                            permitted += 1
                        }
                    }
                    return permitted
                }),
            .cost("the register asked, for one request", count: 200, try await consulting(agreements, number, now)),
        ])
        return table
    }

    private static var requester: Requester {
        Requester(
            person: "doctor", role: .doctor, organisation: "RX1", system: "ward", purpose: .treatment, strength: .high,
            establishment: Establishment(person: .token, organisation: .token, system: .token, purpose: .token))
    }

    /// The clause that permits stands last.
    private static func agreement(of controller: Organisation, from begin: FHIRDateTime) -> SharingAgreement {
        let others = (1..<clauses).map { place in
            SharingClause(
                id: "clause-\(place)", consumers: [.organisation("RY\(place)")], roles: [.nurse, .pharmacist],
                purposes: [.treatment], datasets: [.demographics, .risks])
        }
        let permitting = SharingClause(
            id: "doctors", consumers: [.organisation("RX1")], roles: [.doctor], purposes: [.treatment],
            datasets: Set(Dataset.allCases))
        return SharingAgreement(
            id: "agreement-\(controller.odsCode.lowercased())", version: 1, title: "Sharing",
            controller: controller.odsCode, validFrom: begin,
            signatories: [
                .init(name: "A. Guardian", capacity: "guardian", organisation: controller.odsCode, signedOn: begin)
            ],
            clauses: others + [permitting])
    }

    /// The register on disk, with the same agreements.
    private static func consulting(
        _ agreements: [SharingAgreement], _ number: NHSNumber, _ now: FHIRDateTime
    ) async throws -> Measurement {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mig-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let register = try SQLiteSharingRegister(
            path: folder.path + "/register.sqlite",
            reading: AgreementReading(
                agreement: { try AgreementDocument.read($0) }, template: { _ in throw Impossible() },
                adopted: { _, _, _, _ in throw Impossible() }))
        for agreement in agreements {
            _ = try await register.publishIfNewer(AgreementDocument.write(agreement), by: "bench", at: now)
        }
        let question = SharingQuestion(
            requester: requester, numbers: [number], consultation: "consultation", traceID: "trace")
        let clock = ContinuousClock()
        var rounds: [Double] = []
        for _ in 0..<12 {
            let start = clock.now
            for _ in 0..<200 { _ = try await register.facts(for: question, at: now) }
            rounds.append(start.duration(to: clock.now) / .seconds(1))
        }
        return Measurement(rounds: rounds.dropFirst().sorted())
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Testing

@testable import Sharing

@Suite struct `An agreement that names no emergency` {
    static func agreement(
        _ controller: String, _ purposes: Set<PurposeOfUse>, effect: SharingClause.Effect = .permit
    ) throws -> SharingAgreement {
        SharingAgreement(
            id: "a-\(controller)", version: 1, title: "A", controller: controller,
            validFrom: try #require(FHIRDateTime("2026-01-01")),
            clauses: [
                SharingClause(
                    id: "c", effect: effect, consumers: [.organisation("A1")], roles: [.doctor], purposes: purposes,
                    datasets: [.risks])
            ])
    }

    @Test func `is found, with its controller`() throws {
        #expect(try Self.agreement("X1", [.treatment, .breakGlass]).opensInEmergency)
        #expect(try !Self.agreement("X1", [.treatment]).opensInEmergency)
        #expect(try !Self.agreement("X1", [.breakGlass], effect: .deny).opensInEmergency)
        let policy = SharingPolicy(
            version: 1,
            agreements: [
                .init(try Self.agreement("X1", [.treatment])), .init(try Self.agreement("X2", [.breakGlass])),
                .init(try Self.agreement("X3", [.breakGlass]), isSuspended: true),
            ])
        #expect(policy.controllersClosedInEmergency == ["X1", "X3"])
    }
}

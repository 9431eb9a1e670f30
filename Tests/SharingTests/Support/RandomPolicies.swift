// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import TestSupport

/// Policies and requests made at random, so that a good part is permitted.
enum RandomPolicies {
    static let namesOfRX1: Set<SharingClause.Consumer> = [.organisation("RX1"), .group("acute"), .network("anytown")]

    static func consumer(_ random: inout SeededGenerator) -> SharingClause.Consumer {
        [.organisation("RX1"), .organisation("RX2"), .group("acute"), .network("anytown")][
            Int.random(in: 0..<4, using: &random)]
    }
    static func role(_ random: inout SeededGenerator) -> Role { pick([.doctor, .nurse, .patient, .proxy], &random) }
    static func purpose(_ random: inout SeededGenerator) -> PurposeOfUse { pick(PurposeOfUse.supported, &random) }
    static func dataset(_ random: inout SeededGenerator) -> Dataset { pick([.risks, .medication, .problems], &random) }

    static func pick<Value>(_ values: [Value], _ random: inout SeededGenerator) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    private static func some<Value: Hashable>(
        _ random: inout SeededGenerator, _ pick: (inout SeededGenerator) -> Value
    ) -> Set<Value> {
        Set((0..<Int.random(in: 1...5, using: &random)).map { _ in pick(&random) })
    }

    static func clause(
        _ id: String, effect: SharingClause.Effect, _ random: inout SeededGenerator
    ) -> SharingClause {
        let (consumers, roles) = (some(&random, consumer), some(&random, role))
        let (purposes, datasets) = (some(&random, purpose), some(&random, dataset))
        // A window is set for what the clause names; a clause that forbids has none.
        let windows =
            effect == .permit && Bool.random(using: &random)
            ? [pick(datasets.sorted(), &random): Int.random(in: 2...48, using: &random)] : [:]
        guard effect == .permit else {
            return SharingClause(
                id: id, effect: effect, consumers: consumers, roles: roles, purposes: purposes, datasets: datasets)
        }
        return SharingClause(
            id: id, consumers: consumers, roles: roles, purposes: purposes, datasets: datasets, windows: windows,
            permission: pick(SharingClause.PermissionCondition.allCases, &random),
            needsRelationship: Bool.random(using: &random), leastStrength: pick([.low, .substantial, .high], &random),
            includesJournal: Bool.random(using: &random), includesRestricted: Bool.random(using: &random))
    }

    static func sample(from sample: SharingSample, _ random: inout SeededGenerator) -> SharingSample {
        var made = sample
        made.clauses = (0..<Int.random(in: 1...4, using: &random)).map { place in
            clause("c\(place)", effect: Int.random(in: 0..<8, using: &random) == 0 ? .deny : .permit, &random)
        }
        made.memberships = ["RX1": [.group("acute"), .network("anytown")]]
        made.purpose = purpose(&random)
        made.role =
            made.purpose == .patientRequest ? pick([.patient, .proxy], &random) : pick([.doctor, .nurse], &random)
        made.ownNumbers = [made.number]
        made.dataset = dataset(&random)
        made.strength = pick([.substantial, .high], &random)
        let answers: [PermissionToView.Answer] = [
            .given, .couldNotBeAsked(.notPresent), .emergency(.safeguarding, text: "reason"),
        ]
        made.permissions = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            made.answer(pick(answers, &random), extent: pick(PermissionToView.Extent.allCases, &random))
        }
        return made
    }

    static func changed(
        _ clause: SharingClause, consumers: Set<SharingClause.Consumer>? = nil, roles: Set<Role>? = nil,
        purposes: Set<PurposeOfUse>? = nil, datasets: Set<Dataset>? = nil
    ) -> SharingClause {
        SharingClause(
            id: clause.id, effect: clause.effect, consumers: consumers ?? clause.consumers,
            roles: roles ?? clause.roles, purposes: purposes ?? clause.purposes,
            datasets: datasets ?? clause.datasets, windows: clause.windows, permission: clause.permission,
            needsRelationship: clause.needsRelationship, leastStrength: clause.leastStrength,
            includesJournal: clause.includesJournal, includesRestricted: clause.includesRestricted)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Sharing
import Testing

@testable import Simulator
@testable import mig

extension `The whole gateway` {
    /// Somebody whose dissent from sharing stands in the practice's record, among much else that is asked for apart from it.
    @Suite struct `A dissent in a practice's own record` {
        private static let practice = DemonstrationSource.hillsideMedicalCentre
        private static let number = DemonstrationPeople.dissent

        private static func dissent(_ person: inout SimulatedPerson, on today: RecordDay) {
            guard person.nhsNumber == number else { return }
            person.records[practice]?.measurements.append(
                SimulatedMeasurement(
                    key: "dissent", term: .dissentFromSharing, day: today.adding(days: -100), category: "exam"))
        }

        /// What of the practice is in a record: how many entries, and how it stands for the datasets in scope.
        private static func shown(_ record: DetailedCareRecord) throws -> (entries: Int, reasons: Set<String>) {
            let line = try #require(record.ledger.lines.first { $0.source.id.text == practice.rawValue })
            let entries = record.entries.filter { $0.source.id == line.source.id }
            return (entries.count, Set(line.outcomes.values.map { $0.reason?.code.rawValue ?? $0.code }))
        }

        private static func scoped(to datasets: Set<Dataset>) -> Requester {
            let asker = Requester.unauthenticatedDemonstration
            return Requester(
                person: asker.person, role: asker.role, organisation: asker.organisation, system: asker.system,
                purpose: asker.purpose, strength: asker.strength, establishment: asker.establishment, scope: datasets)
        }

        @Test func `is obeyed whichever dataset alone is asked for`() async throws {
            try await withBroker(changing: Self.dissent) { broker in
                for dataset in Dataset.held {
                    let (entries, reasons) = try Self.shown(
                        try await broker.record(of: Self.number, datasets: [dataset]))
                    #expect(entries == 0, "\(dataset)")
                    #expect(reasons == ["no-patient-consent"], "\(dataset)")
                }
            }
        }

        @Test(arguments: [Dataset.demographics, .problems, .medication])
        func `is obeyed where a token or an agreement leaves one dataset`(dataset: Dataset) async throws {
            let datasets: Set<Dataset> = [dataset, .risks]
            try await withBroker(changing: Self.dissent) { broker in
                let record = try await broker.record(of: Self.number, for: Self.scoped(to: datasets))
                let (entries, reasons) = try Self.shown(record)
                #expect(entries == 0 && reasons.contains("no-patient-consent"))
            }
            let narrow = StandingSharing(
                .demonstration(controllers: Set(DemonstrationSource.allCases.map(\.odsCode)), datasets: datasets))
            try await withBroker(sharing: narrow, changing: Self.dissent) { broker in
                let (entries, reasons) = try Self.shown(try await broker.record(of: Self.number))
                #expect(entries == 0 && reasons.contains("no-patient-consent"))
            }
        }

        @Test func `is none where it does not stand there`() async throws {
            try await withBroker { broker in
                for dataset in [Dataset.demographics, .problems, .risks] {
                    let (entries, reasons) = try Self.shown(
                        try await broker.record(of: Self.number, datasets: [dataset]))
                    #expect(entries > 0 && !reasons.contains("no-patient-consent"), "\(dataset)")
                }
            }
        }
    }
}

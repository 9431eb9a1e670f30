// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

@Suite struct `A source ledger` {
    static func source(_ name: String, datasets: Set<Dataset> = Set(Dataset.held)) throws -> SourceDescription {
        SourceDescription(
            id: try #require(SourceID(name)), name: name, controller: Organisation(odsCode: name, name: name),
            datasets: datasets)
    }

    static let unreachable = SourceOutcome.notAvailable(reason: .init(.unreachable, "It cannot be reached."))

    static func line(_ source: SourceDescription, _ outcome: SourceOutcome, unreadable: [String?] = [])
        -> SourceLedger.SourceLine
    {
        SourceLedger.SourceLine(
            source: source, asAt: "2026-01-31T09:30:00Z", scope: [.risks, .medication], unreadable: unreadable
        ) {
            _ in outcome
        }
    }

    @Test func `cannot be made with a line of another source or a dataset left out`() async {
        await #expect(processExitsWith: .failure) {
            let one = try Self.source("one")
            _ = SourceLedger(sources: [one], scope: [.risks, .medication, .events]) { Self.line($0, .nothingRecorded) }
        }
        await #expect(processExitsWith: .failure) {
            let (one, other) = (try Self.source("one"), try Self.source("other"))
            _ = SourceLedger(sources: [one], scope: [.risks, .medication]) { _ in Self.line(other, .nothingRecorded) }
        }
    }

    @Test func `counts the sources that gave something, and names those that are missing`() throws {
        let sources = [try Self.source("one"), try Self.source("two")]
        let ledger = SourceLedger(sources: sources, scope: [.risks, .medication]) {
            Self.line($0, $0.name == "one" ? .answered(count: 3) : Self.unreachable)
        }
        #expect(ledger.answeredCount == 1)
        #expect(ledger.missing(for: .risks).map(\.name) == ["two"])
        #expect(!ledger.isComplete)
    }

    @Test(arguments: [nil, "AllergyIntolerance", "Flag", "List"] as [String?])
    func `holds the risks incomplete where an allergy may be among what could not be read`(type: String?) throws {
        let ledger = SourceLedger(sources: [try Self.source("one")], scope: [.risks, .medication]) {
            Self.line($0, .answered(count: 3), unreadable: [type])
        }
        #expect(ledger.missing(for: .risks).count == 1)
        #expect(ledger.missing(for: .medication).isEmpty)
        #expect(!ledger.isComplete)
    }

    @Test func `never says the same of two outcomes`() {
        let reason = SourceOutcome.Reason(.unreachable, "It cannot be reached.")
        let outcomes: [SourceOutcome] = [
            .answered(count: 0), .answeredWithWithheld(count: 0), .nothingRecorded, .notSeparatelyRecorded,
            .notSupported,
            .refused(reason: reason), .quarantined(reason: reason), .notAvailable(reason: reason),
        ]
        #expect(Set(outcomes.map(\.words)).count == outcomes.count)
        #expect(Set(outcomes.map(\.code)).count == outcomes.count)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

@testable import Web

@Suite struct `The words about what is missing` {
    private static let late = SourceOutcome.notAvailable(reason: .init(.timedOut, "The source did not answer in time."))
    private static let down = SourceOutcome.notAvailable(reason: .init(.unreachable, "It cannot be reached."))

    /// The words of a ledger over sources with these outcomes for risks and for medication.
    private static func words(_ outcomes: [(name: String, risks: SourceOutcome, medication: SourceOutcome)]) throws
        -> String
    {
        let sources = try outcomes.map { outcome in
            SourceDescription(
                id: try #require(SourceID(outcome.name)), name: outcome.name,
                controller: Organisation(odsCode: outcome.name, name: outcome.name), datasets: [.risks, .medication])
        }
        let ledger = SourceLedger(sources: sources, scope: [.risks, .medication]) { source in
            let outcome = outcomes.first { $0.name == source.name }
            return SourceLedger.SourceLine(source: source, asAt: "2026-01-31T09:30:00Z", scope: [.risks, .medication]) {
                ($0 == .risks ? outcome?.risks : outcome?.medication) ?? .nothingRecorded
            }
        }
        return Completeness(ledger).words
    }

    @Test func `name sources together that lack the same for the same reason, and no others`() throws {
        let answered = SourceOutcome.answered(count: 1)
        #expect(
            try Self.words([("a", Self.late, Self.late), ("b", answered, answered), ("c", Self.late, Self.late)])
                == "1 of 3 sources answered; NOT a, c (everything they hold): The source did not answer in time.")
        #expect(
            try Self.words([("a", Self.late, Self.late), ("b", Self.down, Self.down), ("c", Self.late, answered)])
                == "1 of 3 sources answered; NOT a (everything it holds): The source did not answer in time; NOT b (everything it holds): It cannot be reached; NOT c (risks and warnings): The source did not answer in time."
        )
        #expect(
            try Self.words([("a", answered, Self.late), ("b", answered, answered), ("c", answered, Self.late)])
                == "3 of 3 sources answered; NOT a, c (medication): The source did not answer in time.")
    }
}

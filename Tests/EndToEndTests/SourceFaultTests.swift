// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Simulator
import TestSupport
import Testing

@testable import mig

/// What a source may do wrong, and how the ledger must say it.
struct FaultCase: Sendable, CustomTestStringConvertible {
    let fault: SimulatedFault
    let source: DemonstrationSource
    /// The outcome codes allowed for every dataset that the source holds.
    let outcomes: Set<String>
    let reasons: Set<String>

    var testDescription: String { "\(fault) at \(source.rawValue)" }

    /// The source has this long; shorter where the fault is to wait.
    var timeLimit: Duration {
        switch fault {
        case .slow, .dripping: .milliseconds(800)
        default: .seconds(20)
        }
    }

    static let all: [FaultCase] = [DemonstrationSource.anytownSurgery, .acuteTrust].flatMap { source in
        let expected: [(SimulatedFault, Set<String>, Set<String>)] = [
            (.down, ["not-available"], ["connection-closed", "unreachable"]),
            (
                .refusing, ["refused"],
                ["access-denied", "no-patient-consent", "no-organisation-consent", "request-refused"]
            ),
            (.slow(seconds: 30), ["not-available"], ["timed-out"]),
            (.dripping(every: .milliseconds(50)), ["not-available"], ["timed-out"]),
            (.closingMidBody, ["not-available"], ["connection-closed"]),
            (.html, ["not-available"], ["invalid-answer"]),
            (.serverError(status: 500), ["not-available"], ["server-error"]),
            (.serverError(status: 503), ["not-available"], ["server-error", "busy"]),
            (.tooManyRequests(retryAfter: 30), ["not-available"], ["busy"]),
            (.truncatedJSON, ["not-available"], ["invalid-answer"]),
            (.duplicateKey, ["not-available"], ["invalid-answer"]),
            (.anotherPerson, ["refused"], ["another-person"]),
            (.twoPatients, ["refused", "quarantined"], ["another-person", "identity-uncertain"]),
            (.missingPatient, ["refused", "quarantined"], ["identity-missing"]),
            (.hugeBody, ["not-available"], ["too-large", "timed-out"]),
            (.gzipBomb, ["not-available"], ["invalid-answer", "too-large"]),
            (.wrongIdentity, ["quarantined", "refused"], ["identity-uncertain"]),
        ]
        return expected.map { FaultCase(fault: $0.0, source: source, outcomes: $0.1, reasons: $0.2) }
    }
}

extension `The whole gateway` {
    @Suite struct `A source at fault` {
        private static let person = DemonstrationPeople.knownToAll

        @Test(arguments: FaultCase.all)
        func `is named with its reason, and the others' record is whole`(fault: FaultCase) async throws {
            try await withDemonstration(configure: { $0.setTimeLimit(fault.timeLimit, of: fault.source) }) { gateway in
                gateway.faults.change { $0.set(fault.fault, at: fault.source) }
                let memoryBefore = try residentMemory()
                let spoiled = try await gateway.record(of: Self.person)
                let outcomes = spoiled.outcomes(of: fault.source)
                #expect(!outcomes.isEmpty)
                for outcome in outcomes where outcome.code != "not-supported" {
                    #expect(fault.outcomes.contains(outcome.code), "\(outcome)")
                    #expect(outcome.reason.map { fault.reasons.contains($0) } == true, "\(outcome)")
                }
                #expect(outcomes.contains { $0.code != "not-supported" })
                #expect(spoiled.contribution(of: fault.source.rawValue).isEmpty)
                #expect(spoiled.words(of: "allergies").contains("ALLERGIES INCOMPLETE"))
                #expect(spoiled.reply.elapsed < .seconds(60))
                #expect(try residentMemory() - memoryBefore < 300 << 20)

                gateway.faults.change { $0.set(nil, at: fault.source) }
                let whole = try await gateway.record(
                    of: Self.person, query: "source=" + Self.others(than: fault.source))
                for other in DemonstrationSource.allCases where other != fault.source {
                    #expect(!whole.contribution(of: other.rawValue).isEmpty)
                    #expect(spoiled.contribution(of: other.rawValue) == whole.contribution(of: other.rawValue))
                    #expect(spoiled.outcomes(of: other) == whole.outcomes(of: other))
                }
            }
        }

        private static func others(than source: DemonstrationSource) -> String {
            DemonstrationSource.allCases.filter { $0 != source }.map(\.rawValue).joined(separator: ",")
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Simulator
import Testing

/// What every fault must come to at each kind of system, written by hand from the design, not from what the gateway does.
struct FaultTable {
    /// A kind of system that can fail, one column of the table.
    enum Place: String, CaseIterable, CustomTestStringConvertible {
        case gpConnect, fhirR4
        /// A FHIR R4 server without `$everything`: each type is searched for by itself.
        case fhirR4Searches
        case demographics, locator

        var testDescription: String { rawValue }

        /// The system that fails.
        var service: SimulatedServiceName {
            switch self {
            case .gpConnect: .source(.anytownSurgery)
            case .fhirR4: .source(.acuteTrust)
            case .fhirR4Searches: .source(.communityTrust)
            case .demographics: .demographics
            case .locator: .locator
            }
        }
    }

    /// What a record must come to.
    enum Expectation: Equatable {
        /// As without the fault.
        case whole
        /// One resource of the source is missing, and a remark says this.
        case lacksOne(remark: String)
        /// Every dataset of the source has this outcome and reason, and nothing of it is shown.
        case missing(code: String, reason: String)
        /// Nothing is released at all.
        case closed
        /// Every source but the registered practice is not located.
        case notLocated
        /// The system cannot go wrong in this way.
        case impossible
    }

    /// How the outcome comes about: what of the gateway's times has to be short for a test.
    enum Ending {
        case bySource, byTimeLimit, byDeadline
    }

    /// One cell.
    struct Cell {
        let name: String
        let fault: SimulatedFault
        let expectation: Expectation
        let ending: Ending
    }

    /// Faults of the table that have no name of the nine.
    private static let others: [String: SimulatedFault] = [
        "503": .serverError(status: 503), "no patient": .missingPatient, "other names and birth date": .wrongIdentity,
    ]

    // A number behind the fault is its strength. Reading: CODE/REASON is the outcome of all datasets of the source.
    private static let text = """
        fault                      | GP Connect                             | FHIR R4                                | FHIR R4 searches                       | demographics    | locator
        down:1                     | not-available/connection-closed        | not-available/connection-closed        | not-available/connection-closed        | closed          | not located
        down:2                     | not-available/unreachable              | not-available/unreachable              | not-available/unreachable              | closed          | not located
        down:3                     | not-available/timed-out limit          | not-available/timed-out limit          | not-available/timed-out limit          | closed limit    | not located limit
        slow:1                     | whole                                  | whole                                  | whole                                  | whole           | whole
        slow:2                     | not-available/timed-out limit          | not-available/timed-out limit          | not-available/timed-out limit          | closed limit    | not located limit
        slow:3                     | not-available/timed-out deadline       | not-available/timed-out deadline       | not-available/timed-out deadline       | closed deadline | not located limit
        dripping:1                 | whole                                  | whole                                  | whole                                  | whole           | whole
        dripping:2                 | not-available/timed-out limit          | not-available/timed-out limit          | not-available/timed-out limit          | closed limit    | not located limit
        dripping:3                 | not-available/timed-out limit          | not-available/timed-out limit          | not-available/timed-out limit          | closed limit    | not located limit
        wrong:1                    | not-available/server-error             | not-available/server-error             | not-available/server-error             | closed          | not located
        wrong:2                    | not-available/invalid-answer           | not-available/invalid-answer           | not-available/invalid-answer           | closed          | not located
        wrong:3                    | not-available/invalid-answer           | not-available/invalid-answer           | not-available/invalid-answer           | closed          | not located
        truncated:1                | not-available/invalid-answer           | not-available/invalid-answer           | not-available/invalid-answer           | closed          | not located
        truncated:2                | not-available/invalid-answer           | not-available/invalid-answer           | not-available/invalid-answer           | closed          | not located
        truncated:3                | not-available/connection-closed        | not-available/connection-closed        | not-available/connection-closed        | closed          | not located
        malformed:1                | all but one: could not be read         | all but one: could not be read         | all but one: could not be read         | closed          | not located
        malformed:2                | not-available/invalid-answer           | not-available/invalid-answer           | not-available/invalid-answer           | closed          | not located
        malformed:3                | not-available/invalid-answer           | not-available/invalid-answer           | not-available/invalid-answer           | closed          | not located
        another-person:1           | all but one: not refer to this patient | all but one: not refer to this patient | all but one: not refer to this patient | -               | not located
        another-person:2           | refused/another-person                 | refused/another-person                 | refused/another-person                 | -               | -
        another-person:3           | refused/another-person                 | refused/another-person                 | refused/another-person                 | closed          | not located
        too-big:1                  | not-available/too-large                | not-available/too-large                | not-available/too-large                | closed          | not located
        too-big:2                  | not-available/too-large                | not-available/too-large                | not-available/too-large                | closed          | not located
        too-big:3                  | not-available/invalid-answer           | not-available/invalid-answer           | not-available/invalid-answer           | closed          | not located
        refusing:1                 | not-available/busy                     | not-available/busy                     | not-available/busy                     | closed          | not located
        refusing:2                 | refused/no-patient-consent             | refused/access-denied                  | refused/access-denied                  | closed          | not located
        refusing:3                 | not-available/not-authorised           | not-available/not-authorised           | not-available/not-authorised           | closed          | not located
        503                        | not-available/server-error             | not-available/server-error             | not-available/server-error             | closed          | not located
        no patient                 | quarantined/identity-missing           | refused/identity-missing               | refused/identity-missing               | -               | -
        other names and birth date | quarantined/identity-uncertain         | quarantined/identity-uncertain         | quarantined/identity-uncertain         | -               | -
        """

    /// The cells of a column, in the order of the table.
    static func cells(of place: Place) throws -> [Cell] {
        try text.split(separator: "\n").dropFirst().map { line in
            let columns = line.split(separator: "|").map { $0.trimmingBlanks }
            guard columns.count == 6, let column = Place.allCases.firstIndex(of: place),
                let fault = NamedFault(columns[0])?.fault ?? others[columns[0]]
            else { throw RunningDemonstration.Missing("a row that cannot be read: \(columns)") }
            return try cell(columns[0], fault, columns[column + 1])
        }
    }

    private static func cell(_ name: String, _ fault: SimulatedFault, _ text: String) throws -> Cell {
        var words = text
        var ending = Ending.bySource
        for (word, meaning) in [(" limit", Ending.byTimeLimit), (" deadline", .byDeadline)] where words.hasSuffix(word)
        {
            words.removeLast(word.count)
            ending = meaning
        }
        let mark = "all but one: "
        let parts = words.split(separator: "/").map(String.init)
        let expectation: Expectation? =
            switch words {
            case "whole": .whole
            case "closed": .closed
            case "not located": .notLocated
            case "-": .impossible
            case _ where words.hasPrefix(mark): .lacksOne(remark: String(words.dropFirst(mark.count)))
            case _ where parts.count == 2: .missing(code: parts[0], reason: parts[1])
            default: nil
            }
        guard let expectation else { throw RunningDemonstration.Missing("a cell that cannot be read: \(text)") }
        return Cell(name: name, fault: fault, expectation: expectation, ending: ending)
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

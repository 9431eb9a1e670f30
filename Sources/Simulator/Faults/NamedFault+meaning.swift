// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension NamedFault {
    /// What the fault is, what it does, and what a record must say then.
    private struct Meaning {
        let fault: SimulatedFault
        let deed: String
        let consequence: String

        init(_ fault: SimulatedFault, _ deed: String, _ consequence: String) {
            self.fault = fault
            self.deed = deed
            self.consequence = consequence
        }
    }

    /// The fault that has this name. Its times lie on either side of the limits of the demonstration, which gives a source two and
    /// a half seconds and the whole record three.
    public var fault: SimulatedFault { meaning.fault }

    /// What a service with this fault does, in a few words.
    public var deed: String { meaning.deed }

    /// What the record must say when a source has this fault, in a sentence.
    public var consequence: String { meaning.consequence }

    private var meaning: Meaning {
        switch word {
        case .down: down
        case .slow: slow
        case .dripping: dripping
        case .wrong: wrong
        case .truncated: truncated
        case .malformed: malformed
        case .anotherPerson: anotherPerson
        case .tooBig: tooBig
        case .refusing: refusing
        }
    }

    private static let whole = "The record is whole."
    private static let late = "Not available: it did not answer within its time limit. Allergies are incomplete."
    private static let invalid =
        "Not available: its answer is not valid. Nothing of it is shown; allergies are incomplete."
    private static let large = "Not available: its answer is larger than is allowed. Allergies are incomplete."
    private static let cut = "Not available: it closed the connection too soon. Allergies are incomplete."

    private var down: Meaning {
        switch strength {
        case .mild: Meaning(.resetting, "breaks every connection off", Self.cut)
        case .plain:
            Meaning(.down, "nothing listens", "Not available: it could not be reached. Allergies are incomplete.")
        case .severe: Meaning(.silent, "takes every request and never answers", Self.late)
        }
    }

    private var slow: Meaning {
        switch strength {
        case .mild: Meaning(.slow(after: .milliseconds(500)), "answers half a second later", Self.whole)
        case .plain: Meaning(.slow(after: .milliseconds(2_700)), "answers later than its time limit", Self.late)
        case .severe: Meaning(.slow(seconds: 20), "answers long after the deadline of the whole record", Self.late)
        }
    }

    private var dripping: Meaning {
        switch strength {
        case .mild: Meaning(.inPieces(50, every: .milliseconds(10)), "sends its answer in fifty pieces", Self.whole)
        case .plain: Meaning(.dripping(every: .milliseconds(50)), "sends twenty bytes a second", Self.late)
        case .severe: Meaning(.stoppingAfterFirstByte, "sends one byte, and then nothing", Self.late)
        }
    }

    private var wrong: Meaning {
        switch strength {
        case .mild:
            Meaning(
                .serverError(status: 500), "answers that it failed (500)",
                "Not available: it failed with an error of its own. Allergies are incomplete.")
        case .plain: Meaning(.html, "answers with a web page, as a login does", Self.invalid)
        case .severe:
            Meaning(
                .wrongAddress, "answers that there is nothing here (404)",
                "Not available; never taken for “no such patient”. Allergies are incomplete.")
        }
    }

    private var truncated: Meaning {
        switch strength {
        case .mild: Meaning(.lastByteMissing, "leaves the last byte out, as if that were all", Self.invalid)
        case .plain: Meaning(.truncatedJSON, "sends half, as if that were all", Self.invalid)
        case .severe: Meaning(.closingMidBody, "promises the whole, sends half and hangs up", Self.cut)
        }
    }

    private var malformed: Meaning {
        switch strength {
        case .mild:
            Meaning(
                .malformedResource, "one resource has a wrong shape",
                "That one is counted as one that could not be read; the rest is shown.")
        case .plain: Meaning(.duplicateKey, "has a member name twice", Self.invalid)
        case .severe: Meaning(.notJSON, "sends no JSON at all, and says that it is", Self.invalid)
        }
    }

    private var anotherPerson: Meaning {
        switch strength {
        case .mild:
            Meaning(
                .strayResource, "one resource is about somebody else",
                "That one is left out and counted; the rest is shown.")
        case .plain:
            Meaning(
                .twoPatients, "has a second patient in its answer",
                "Refused: the answer is about another person. Nothing of it is shown.")
        case .severe:
            Meaning(
                .anotherPerson, "answers about somebody else",
                "Refused: the answer is about another person. Nothing of it is shown.")
        }
    }

    private var tooBig: Meaning {
        switch strength {
        case .mild: Meaning(.longer(than: 16 << 20), "sends one byte more than is allowed", Self.large)
        case .plain: Meaning(.hugeBody, "sends a gibibyte", Self.large)
        case .severe: Meaning(.gzipBomb, "sends a few megabytes that would become a gibibyte", Self.invalid)
        }
    }

    private var refusing: Meaning {
        switch strength {
        case .mild:
            Meaning(
                .tooManyRequests(retryAfter: 30), "asks to be left alone for half a minute (429)",
                "Not available: it is busy. Allergies are incomplete.")
        case .plain: Meaning(.refusing, "says no, as its standard does (403)", "Refused. Allergies are incomplete.")
        case .severe:
            Meaning(
                .notAuthorised, "does not accept the gateway's credentials (401)",
                "Not available: it did not accept the gateway. Allergies are incomplete.")
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

@testable import Brokering

@Suite struct `What agreements leave out, in words` {
    @Test func `names sources with the same limit together, and every one of them`() {
        #expect(
            AgreementLimit.words([("a", [.noJournal]), ("b", []), ("c", [.noJournal])])
                == ["a, c do not share the free text of the journal."])
        #expect(
            AgreementLimit.words([("a", [.noJournal]), ("b", [.noJournal])])
                == ["None of the 2 sources shares the free text of the journal."])
        #expect(AgreementLimit.words([("a", [.noJournal])]) == ["a does not share the free text of the journal."])
        #expect(AgreementLimit.words([("a", []), ("b", [])]).isEmpty)
    }

    @Test func `keeps limits apart that differ in months or datasets`() {
        let words = AgreementLimit.words([
            ("a", [.lastMonths(12, of: [.events])]), ("b", [.lastMonths(24, of: [.events]), .noJournal]),
            ("c", [.lastMonths(12, of: [.events, .problems])]), ("d", [.lastMonths(12, of: [.events])]),
            ("e", [.lastMonths(1, of: [.events])]),
        ])
        #expect(words.count == 5)
        #expect(words[0].hasPrefix("a, d share the last 12 months of: events. Allergies"))
        #expect(words[1].hasPrefix("b shares the last 24 months of: events."))
        #expect(words[2] == "b does not share the free text of the journal.")
        #expect(words[3].hasPrefix("c shares the last 12 months of: events, problems."))
        #expect(words[4].hasPrefix("e shares the last 1 month of: events."))
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import Testing

@Suite struct `The sharing decision` {
    @Test func `denies when there is no agreement`() throws {
        let decision = try SharingSample().decision { $0.agreements = [] }
        #expect(decision.denial == .noAgreement)
    }

    @Test func `permits what an agreement names, and says by which clause`() throws {
        let decision = try SharingSample().decision { _ in }
        #expect(decision.isPermitted)
        let clause = ClauseReference(agreement: "one", version: 2, clause: "emergency")
        #expect(decision.explanation.clause == clause)
        #expect(decision.explanation.steps.allSatisfy { $0.isMet })
    }
}

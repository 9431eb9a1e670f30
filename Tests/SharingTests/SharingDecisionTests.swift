// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Sharing
import Testing

@Suite struct `The sharing decision` {
    static let practice = Organisation(odsCode: "A12345", name: "Anytown Surgery")
    static let requester = Requester.unauthenticatedDemonstration

    static func agreement(
        controllers: Set<String> = ["A12345"], consumers: Set<String> = ["DEMO"],
        roles: Set<String> = ["demonstration"],
        purposes: Set<Requester.Purpose> = [.treatment], datasets: Set<Dataset> = [.risks]
    ) -> SharingAgreement {
        SharingAgreement(
            id: "one", version: 2, controllers: controllers, consumers: consumers, roles: roles, purposes: purposes,
            datasets: datasets)
    }

    @Test func `denies when there is no agreement`() {
        #expect(decide(Self.requester, controller: Self.practice, dataset: .risks, under: []) == .deny(.noAgreement))
    }

    @Test func `permits what an agreement names, and says which`() {
        let decision = decide(Self.requester, controller: Self.practice, dataset: .risks, under: [Self.agreement()])
        #expect(decision == .permit(agreement: "one", version: 2))
    }

    @Test func `denies when any one condition is not met`() {
        let cases: [(SharingAgreement, SharingDecision.Denial)] = [
            (Self.agreement(controllers: ["B99999"]), .noAgreement),
            (Self.agreement(consumers: ["RX1"]), .consumerNotNamed),
            (Self.agreement(roles: ["doctor"]), .roleNotNamed),
            (Self.agreement(purposes: [.emergencyTreatment]), .purposeNotNamed),
            (Self.agreement(datasets: [.medication]), .datasetNotShared),
        ]
        for (agreement, denial) in cases {
            let decision = decide(Self.requester, controller: Self.practice, dataset: .risks, under: [agreement])
            #expect(decision == .deny(denial))
        }
    }

    @Test func `takes an empty set to mean nothing, never everything`() {
        let empties = [
            Self.agreement(controllers: []), Self.agreement(consumers: []), Self.agreement(roles: []),
            Self.agreement(purposes: []), Self.agreement(datasets: []),
        ]
        for agreement in empties {
            #expect(!decide(Self.requester, controller: Self.practice, dataset: .risks, under: [agreement]).isPermitted)
        }
    }

    @Test func `does not add up two agreements that each lack something`() {
        let halves = [Self.agreement(roles: ["doctor"]), Self.agreement(datasets: [.medication])]
        #expect(!decide(Self.requester, controller: Self.practice, dataset: .risks, under: halves).isPermitted)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import Testing

@Suite struct `Permission to view` {
    private let sample: SharingSample
    private let emergency = PermissionToView.Answer.emergency(.lifeThreatening, text: "reason")
    private let notAsked = PermissionToView.Answer.couldNotBeAsked(.notPresent)

    init() throws { sample = try SharingSample() }

    private func denial(
        _ permissions: [PermissionToView], purpose: PurposeOfUse = .treatment, role: Role = .doctor,
        _ condition: SharingClause.PermissionCondition = .eachTime
    ) -> Denial? {
        sample.decision {
            $0.permissions = permissions
            $0.purpose = purpose
            $0.role = role
            $0.clauses = [
                $0.clause(
                    "one", roles: [.doctor, .practiceManager],
                    purposes: [.treatment, .emergencyTreatment, .breakGlass], permission: condition)
            ]
        }.denial
    }

    @Test func `is asked as the clause says`() {
        let (once, episode) = (sample.answer(.given), sample.answer(.given, extent: .episode))
        #expect(denial([], .implied) == nil)
        #expect(denial([], .episode) == .permissionNotAsked)
        #expect(denial([], .eachTime) == .permissionNotAsked)
        #expect(denial([once], .episode) == nil)
        #expect(denial([once], .eachTime) == nil)
        #expect(denial([episode], .episode) == nil)
        #expect(denial([episode], .eachTime) == .permissionNotAsked)
        // Emergency care asks as any other care does.
        #expect(denial([], purpose: .emergencyTreatment) == .permissionNotAsked)
        #expect(denial([once], purpose: .emergencyTreatment) == nil)
    }

    @Test(arguments: PermissionToView.CouldNotBeAsked.allCases)
    func `of somebody who could not be asked opens the record, and breaks no glass`(
        _ reason: PermissionToView.CouldNotBeAsked
    ) {
        let answer = sample.answer(.couldNotBeAsked(reason))
        #expect(denial([answer]) == nil)
        #expect(denial([answer], purpose: .breakGlass) == .emergencyNotStated)
    }

    @Test func `counts while it holds`() {
        #expect(denial([sample.answer(.given, minutesAgo: 60, heldFor: 60)]) == .permissionNotAsked)
        #expect(denial([sample.answer(.given, minutesAgo: 59, heldFor: 60)]) == nil)
        #expect(denial([sample.answer(.given, minutesAgo: -1, heldFor: 60)]) == .permissionNotAsked)
    }

    @Test func `given in another organisation opens nothing here`() {
        #expect(denial([sample.answer(.given, organisation: "RX2")]) == .permissionNotAsked)
        #expect(denial([sample.answer(.given, askedBy: "nurse-2")]) == nil)
    }

    @Test(arguments: SharingClause.PermissionCondition.allCases)
    func `refused shows nothing`(_ condition: SharingClause.PermissionCondition) {
        let refused = sample.answer(.refused)
        #expect(denial([refused], condition) == .permissionRefused)
        #expect(denial([refused], purpose: .emergencyTreatment, condition) == .permissionRefused)
        #expect(denial([refused], purpose: .breakGlass, condition) == .permissionRefused)
    }

    @Test func `refused and given: what was said last counts, and at one moment the refusal`() {
        func answers(given: Int, refused: Int) -> [PermissionToView] {
            [sample.answer(.given, minutesAgo: given), sample.answer(.refused, minutesAgo: refused)]
        }
        #expect(denial(answers(given: 2, refused: 1)) == .permissionRefused)
        #expect(denial(answers(given: 1, refused: 1)) == .permissionRefused)
        #expect(denial(answers(given: 1, refused: 2)) == nil)
        #expect(denial(answers(given: 1, refused: 1).reversed()) == .permissionRefused)
        #expect(denial(answers(given: 1, refused: 2).reversed()) == nil)
    }

    @Test func `refused is not undone because the person can no longer be asked`() {
        let answers = [sample.answer(.refused, minutesAgo: 5), sample.answer(notAsked)]
        #expect(denial(answers) == .permissionRefused)
        #expect(denial(answers, .implied) == .permissionRefused)
        #expect(denial([sample.answer(notAsked)]) == nil)
    }

    @Test func `refused a moment ahead of this clock counts already`() {
        let ahead = sample.answer(.refused, minutesAgo: -1, heldFor: 60)
        #expect(denial([ahead], .implied) == .permissionRefused)
        #expect(denial([sample.answer(.given, minutesAgo: 0), ahead]) == .permissionRefused)
    }

    @Test func `given before a refusal does not come back when the refusal has run out`() {
        let refusal = sample.answer(.refused, minutesAgo: 90, heldFor: 60)
        let earlier = sample.answer(.given, extent: .episode, minutesAgo: 120, heldFor: 6000)
        let later = sample.answer(.given, extent: .episode, minutesAgo: 30, heldFor: 6000)
        #expect(denial([earlier, refusal], .episode) == .permissionNotAsked)
        #expect(denial([refusal, later], .episode) == nil)
        #expect(denial([refusal], .implied) == nil)
    }

    @Test func `is overridden by an emergency where a clause names that purpose`() {
        let stated = sample.answer(emergency)
        #expect(denial([stated], purpose: .breakGlass) == nil)
        #expect(denial([sample.answer(.refused, minutesAgo: 2), stated], purpose: .breakGlass) == nil)
        #expect(denial([sample.answer(.refused), stated], purpose: .breakGlass) == nil)
        let unnamed = sample.decision {
            $0.permissions = [stated]
            $0.purpose = .breakGlass
            $0.clauses = [$0.clause("care", purposes: [.treatment])]
        }
        #expect(unnamed.denial == .purposeNotNamed)
        let stranger = sample.decision {
            $0.permissions = [stated]
            $0.purpose = .breakGlass
            $0.relationship = nil
            $0.clauses = [$0.clause("emergency", purposes: [.breakGlass])]
        }
        #expect(stranger.isPermitted)
    }

    @Test func `is not overridden by an emergency for any other purpose`() {
        let stated = sample.answer(emergency)
        for purpose in [PurposeOfUse.treatment, .emergencyTreatment] {
            #expect(denial([stated], purpose: purpose) == .permissionNotAsked)
            #expect(
                denial([sample.answer(.refused, minutesAgo: 2), stated], purpose: purpose, .implied)
                    == .permissionRefused)
        }
        let stranger = sample.decision {
            $0.permissions = [stated, $0.answer(.given)]
            $0.relationship = nil
        }
        #expect(stranger.denial == .noRelationship)
    }

    @Test(arguments: SharingClause.PermissionCondition.allCases)
    func `is not overridden without an emergency and its reason`(_ condition: SharingClause.PermissionCondition) {
        #expect(denial([], purpose: .breakGlass, condition) == .emergencyNotStated)
        #expect(denial([sample.answer(.given)], purpose: .breakGlass, condition) == .emergencyNotStated)
        #expect(denial([sample.answer(emergency)], purpose: .breakGlass, condition) == nil)
    }

    @Test func `is overridden by whoever stated the emergency, and by nobody else`() {
        #expect(denial([sample.answer(emergency, askedBy: "doctor-2")], purpose: .breakGlass) == .emergencyNotStated)
        #expect(denial([sample.answer(emergency, organisation: "RX2")], purpose: .breakGlass) == .emergencyNotStated)
        #expect(denial([sample.answer(emergency)], purpose: .breakGlass, role: .practiceManager) == .emergencyNotStated)
    }

    @Test func `is overridden for eight hours, whatever was written`() {
        let minutes = 8 * 60
        #expect(denial([sample.answer(emergency, minutesAgo: minutes - 1, heldFor: 6000)], purpose: .breakGlass) == nil)
        #expect(
            denial([sample.answer(emergency, minutesAgo: minutes, heldFor: 6000)], purpose: .breakGlass)
                == .emergencyNotStated)
    }

    @Test func `refused after an emergency ends it`() {
        let answers = [sample.answer(emergency, minutesAgo: 5), sample.answer(.refused, minutesAgo: 1)]
        #expect(denial(answers, purpose: .breakGlass) == .permissionRefused)
    }

    @Test func `is waived by an emergency, and the strength of the sign-in is not`() {
        let decision = sample.decision {
            $0.permissions = [$0.answer(emergency)]
            $0.purpose = .breakGlass
            $0.strength = .low
        }
        #expect(decision.denial == .authenticationTooWeak)
    }
}

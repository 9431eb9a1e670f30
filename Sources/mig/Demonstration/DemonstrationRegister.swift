// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Sharing

/// The register of a demonstration: what people answered, and the alerts of emergency accesses, in memory for as long as it runs.
actor DemonstrationRegister: SharingRegister, PrivacyAlertRegister {
    private struct Answer {
        let permission: PermissionToView
        let number: NHSNumber
        let consultation: String?
    }

    private struct Access {
        var alert: PrivacyAlert
        let number: NHSNumber
        let text: String
    }

    private let policy: SharingPolicy
    private var answers: [Answer] = []
    private var accesses: [Access] = []

    private static let most = 10_000
    private static let hour = 3600

    init(_ policy: SharingPolicy) { self.policy = policy }

    func facts(for question: SharingQuestion, at now: FHIRDateTime) async throws(SharingFailure) -> SharingFacts {
        if let statement = question.statement { try record(statement, question, now) }
        let requester = question.requester
        let permissions = answers.filter { answer in
            guard question.numbers.contains(answer.number), answer.permission.holds(at: now),
                answer.permission.organisation == requester.organisation
            else { return false }
            if answer.permission.extent == .episode { return true }
            return answer.permission.askedBy == requester.person && answer.consultation == question.consultation
        }.map(\.permission)
        let isPractice = question.registeredPractice?.odsCode == requester.organisation
        return SharingFacts(
            policy: policy, numbers: Set(question.numbers), permissions: permissions,
            relationship: question.relationship ?? (isPractice ? .registeredPractice : nil), now: now)
    }

    private func record(
        _ statement: PermissionStatement, _ question: SharingQuestion, _ now: FHIRDateTime
    ) throws(SharingFailure) {
        guard answers.count < Self.most, let number = question.numbers.first else {
            throw SharingFailure("the demonstration has run for too long: start it anew")
        }
        let requester = question.requester
        let hours = statement.isEmergency ? 8 : statement.extent == .episode ? 24 * 30 : 12
        answers.append(
            Answer(
                permission: PermissionToView(
                    statement.answer, extent: statement.extent, askedBy: requester.person,
                    organisation: requester.organisation, at: now,
                    until: now.advanced(bySeconds: hours * Self.hour)),
                number: number, consultation: question.consultation))
        guard case .emergency(let reason, let text) = statement.answer else { return }
        accesses.append(
            Access(
                alert: PrivacyAlert(
                    id: accesses.count + 1, cause: .emergency(reason), at: now, person: requester.person,
                    name: requester.name, role: requester.role, organisation: requester.organisation,
                    system: requester.system, traceID: question.traceID), number: number, text: text))
    }

    // MARK: Alerts

    func alerts(for officer: Requester) async throws(PrivacyAlertFault) -> [PrivacyAlert] {
        guard officer.role == .privacyOfficer else { throw .notPermitted }
        return accesses.map(\.alert).filter { $0.organisation == officer.organisation }.reversed()
    }

    func open(
        _ alert: PrivacyAlert.ID, by officer: Requester, at now: FHIRDateTime
    ) async throws(PrivacyAlertFault) -> OpenedPrivacyAlert {
        let place = try place(of: alert, officer)
        let access = accesses[place]
        if !access.alert.actions.contains(where: { $0.kind == .opened && $0.person == officer.person }) {
            accesses[place].alert = access.alert.adding(
                .init(.opened, person: officer.person, at: now, remark: Confidential("")))
        }
        return OpenedPrivacyAlert(
            alert: accesses[place].alert, nhsNumber: access.number, text: Confidential(access.text))
    }

    func act(
        _ action: PrivacyAlert.Action.Kind, on alert: PrivacyAlert.ID, remark: String, by officer: Requester,
        at now: FHIRDateTime
    ) async throws(PrivacyAlertFault) -> PrivacyAlert {
        let place = try place(of: alert, officer)
        guard accesses[place].alert.person != officer.person else { throw .ownAccess }
        guard action != .opened else { throw .notADecision }
        guard !remark.isEmpty else { throw .remarkMissing }
        let acted = accesses[place].alert.adding(
            .init(action, person: officer.person, at: now, remark: Confidential(remark)))
        accesses[place].alert = acted
        return acted
    }

    func notices(for officer: Requester) async throws(PrivacyAlertFault) -> [ControllerNotice] { [] }

    private func place(of alert: PrivacyAlert.ID, _ officer: Requester) throws(PrivacyAlertFault) -> Int {
        guard officer.role == .privacyOfficer,
            let place = accesses.firstIndex(where: {
                $0.alert.id == alert && $0.alert.organisation == officer.organisation
            })
        else { throw .notPermitted }
        return place
    }
}

extension PrivacyAlert {
    fileprivate func adding(_ action: Action) -> PrivacyAlert {
        PrivacyAlert(
            id: id, cause: cause, at: at, person: person, name: name, role: role, organisation: organisation,
            system: system, traceID: traceID, actions: actions + [action])
    }
}

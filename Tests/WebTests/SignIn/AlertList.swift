// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Sharing
import Synchronization

/// A register of alerts for tests: two organisations, one alert each, one of the officer's own, and a notice for each of two controllers.
final class AlertList: PrivacyAlertRegister {
    private let state = Mutex<[PrivacyAlert]>([
        alert(1, "p-1", "ZZ9A1"), alert(2, "p-2", "RX2"), alert(3, "officer-1", "ZZ9A1"),
    ])

    private static func alert(_ id: Int, _ person: String, _ organisation: String) -> PrivacyAlert {
        PrivacyAlert(
            id: id, cause: .emergency(.lifeThreatening), at: FixedClock().utc, person: person, name: "Name \(person)",
            role: .doctor, organisation: organisation, system: "viewer", traceID: "trace-\(id)")
    }

    private let calls = Mutex<Set<String>>([])

    var all: [PrivacyAlert] { state.withLock { $0 } }
    /// What was asked, by which role.
    var asked: Set<String> { calls.withLock { $0 } }

    private func note(_ call: String, by officer: Requester) {
        calls.withLock { _ = $0.insert("\(call) by \(officer.role.rawValue)") }
    }

    func alerts(for officer: Requester) async throws(PrivacyAlertFault) -> [PrivacyAlert] {
        note("list", by: officer)
        guard officer.role == .privacyOfficer else { throw .notPermitted }
        return all.filter { $0.organisation == officer.organisation }.reversed()
    }

    func open(
        _ alert: PrivacyAlert.ID, by officer: Requester, at now: FHIRDateTime
    ) async throws(PrivacyAlertFault) -> OpenedPrivacyAlert {
        note("open", by: officer)
        guard officer.role == .privacyOfficer,
            let found = all.first(where: { $0.id == alert && $0.organisation == officer.organisation })
        else { throw .notPermitted }
        guard found.person != officer.person else { throw .ownAccess }
        return OpenedPrivacyAlert(
            alert: found, nhsNumber: SampleRecord.nhsNumber, text: Confidential("unconscious <on> arrival"))
    }

    func act(
        _ action: PrivacyAlert.Action.Kind, on alert: PrivacyAlert.ID, remark: String, by officer: Requester,
        at now: FHIRDateTime
    ) async throws(PrivacyAlertFault) -> PrivacyAlert {
        let opened = try await open(alert, by: officer, at: now)
        guard !remark.isEmpty else { throw .remarkMissing }
        let old = opened.alert
        let acted = PrivacyAlert(
            id: old.id, cause: old.cause, at: old.at, person: old.person, name: old.name, role: old.role,
            organisation: old.organisation, system: old.system, traceID: old.traceID,
            actions: old.actions + [.init(action, person: officer.person, at: now, remark: Confidential(remark))])
        state.withLock { list in list = list.map { $0.id == alert ? acted : $0 } }
        return acted
    }

    func notices(for officer: Requester) async throws(PrivacyAlertFault) -> [ControllerNotice] {
        note("notices", by: officer)
        guard officer.role == .privacyOfficer || officer.role == .practiceManager else { throw .notPermitted }
        return ["Z99001", "Z99002"].filter { $0 == officer.organisation }.map {
            ControllerNotice(
                controller: $0, cause: .emergency(.lifeThreatening), at: FixedClock().utc, role: .doctor,
                organisation: "ZZ9A1", traceID: "notice-\($0)")
        }
    }
}

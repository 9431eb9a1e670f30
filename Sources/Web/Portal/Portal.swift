// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import HTTPTypes
import Sharing

/// The privacy officer's pages: the emergency accesses of their own organisation. Beside these, word of the accesses that could reach
/// the organisation's own data, which its practice manager sees too.
struct Portal: Sendable {
    let alerts: any PrivacyAlertRegister
    let viewer: Viewer
    let clock: any GatewayClock

    static let path = "/portal/alerts"
    /// After so many seconds the list is asked for anew: with what a page takes to load, an access is there within five.
    static let refreshSeconds = 2
    /// The parameter of an address that the page asks for by itself, which is no use of the session.
    static let byItself = "by-itself"

    /// The list.
    func list(_ request: GatewayRequest) async throws -> Answer {
        let officer = try reader(request)
        let notices = try await answered { () async throws(PrivacyAlertFault) in
            try await alerts.notices(for: officer.requester)
        }
        guard officer.requester.role == .privacyOfficer else {
            return .page(AlertPages.notices(notices, frame: viewer.frame(of: officer)))
        }
        let list = try await answered { () async throws(PrivacyAlertFault) in
            try await alerts.alerts(for: officer.requester)
        }
        // Asking anew is what the reader would do by hand; a link keeps the list still for whoever reads slowly or listens.
        let isStill = request.parameter("still") != nil
        var answer = Answer.page(
            AlertPages.list(list, and: notices, frame: viewer.frame(of: officer), isRefreshed: !isStill))
        if !isStill { answer.headers[.refresh] = "\(Self.refreshSeconds); url=\(Self.path)?\(Self.byItself)=1" }
        return answer
    }

    /// One of them, with whom it concerns: that it was opened is recorded.
    func alert(_ request: GatewayRequest, id: String) async throws -> Answer {
        let officer = try officer(request)
        return try await page(id, officer, fault: nil)
    }

    /// Acknowledges or escalates one.
    func act(_ request: GatewayRequest, id: String) async throws -> Answer {
        let fields = try await viewer.form(request)
        let officer = try officer(request)
        guard viewer.visits.isFormToken(fields["token"] ?? "", of: officer.mark) else { throw RequestFault.forgedForm }
        guard let number = Int(id) else { throw RequestFault(.notPermitted) }
        let kinds: [String: PrivacyAlert.Action.Kind] = ["acknowledge": .acknowledged, "escalate": .escalated]
        guard let kind = kinds[fields["action"] ?? ""] else {
            return try await page(id, officer, fault: "Choose whether to acknowledge or to escalate.")
        }
        do {
            _ = try await alerts.act(
                kind, on: number, remark: (fields["remark"] ?? "").trimmed, by: officer.requester, at: clock.utc)
        } catch .remarkMissing {
            return try await page(id, officer, fault: PrivacyAlertFault.remarkMissing.description)
        } catch {
            throw RequestFault(error)
        }
        return .seeOther(Self.path + "/" + String(number))
    }

    private func page(_ id: String, _ officer: Caller, fault: String?) async throws -> Answer {
        guard let number = Int(id) else { throw RequestFault(.notPermitted) }
        let opened = try await answered { () async throws(PrivacyAlertFault) in
            try await alerts.open(number, by: officer.requester, at: clock.utc)
        }
        let page = AlertPages.alert(
            opened, frame: viewer.frame(of: officer), token: viewer.visits.formToken(for: officer.mark), fault: fault)
        return .page(page, status: fault == nil ? .ok : .badRequest)
    }

    /// Whoever is no privacy officer is refused, whatever they ask for here.
    private func officer(_ request: GatewayRequest) throws -> Caller {
        guard let caller = viewer.caller(request) else { throw RequestFault.notSignedIn }
        guard caller.requester.role == .privacyOfficer else { throw RequestFault(.notPermitted) }
        return caller
    }

    /// Who may look at the list, or at the part of it that concerns the data of their own organisation.
    private func reader(_ request: GatewayRequest) throws -> Caller {
        guard let caller = viewer.caller(request) else { throw RequestFault.notSignedIn }
        guard caller.requester.role == .practiceManager else { return try officer(request) }
        return caller
    }

    private func answered<Value>(
        _ question: () async throws(PrivacyAlertFault) -> Value
    ) async throws(RequestFault) -> Value {
        do { return try await question() } catch { throw RequestFault(error) }
    }
}

extension RequestFault {
    /// Nobody learns whether an alert exists that they may not see.
    init(_ fault: PrivacyAlertFault) {
        switch fault {
        case .unavailable:
            self.init(
                status: .serviceUnavailable, issue: .transient, diagnostics: fault.description, isPassing: true)
        default: self.init(status: .forbidden, issue: .forbidden, diagnostics: fault.description)
        }
    }
}

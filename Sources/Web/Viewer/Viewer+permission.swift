// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import HTTPTypes
import Sharing

/// Permission to view and emergency access: what stands between somebody who signed in and a person's record.
extension Viewer {
    /// How long an emergency access lasts, in seconds.
    static let emergencyLifetime = 8 * 3600
    /// The parameter that asks for the part of a record that may be shown without the person's permission and without a relationship, asks
    /// the person once more, or goes on to the question without claiming a relationship.
    static let askParameter = "ask"

    /// The page that stands before a record; `nil` where it may be opened.
    func whatStandsBefore(_ visit: Visit, _ request: GatewayRequest) async throws -> Answer? {
        guard visit.caller.isSignedIn else { return nil }
        let outlook = try await outlook(visit, request)
        let asked = request.parameter(Self.askParameter)
        let isToBeAsked = outlook.needsPermission && asked != "no" || outlook.needsRelationship && asked == nil
        return outlook.opensNow && !isToBeAsked ? nil : closed(outlook, visit, request)
    }

    /// The page that says what a record is closed by: a question to the person, or that it cannot be opened.
    func closed(_ outlook: AccessOutlook, _ visit: Visit, _ request: GatewayRequest, fault: String? = nil) -> Answer {
        let form = PermissionForm(visit: visit, token: visits.formToken(for: visit.caller.mark), outlook: outlook)
        let asked = request.parameter(Self.askParameter)
        let asksAgain = asked == "again"
        if outlook.needsRelationship, asked == nil, fault == nil {
            return .page(RelationshipPage.render(form, fault: nil, text: ""))
        }
        if outlook.denial == .permissionRefused, !asksAgain, fault == nil {
            return .page(PermissionPage.refused(form), status: .forbidden)
        }
        guard outlook.needsPermission else { return .page(PermissionPage.notPermitted(form), status: .forbidden) }
        return .page(PermissionPage.render(form, fault: fault), status: fault == nil ? .ok : .badRequest)
    }

    /// Takes what somebody states of the person's permission.
    func state(_ request: GatewayRequest, handle: String) async throws -> Answer {
        let fields = try await form(request)
        guard let visit = visit(request, handle: handle), visit.caller.isSignedIn else { throw RequestFault.endedLink }
        guard visits.isFormToken(fields["token"] ?? "", of: visit.caller.mark) else { throw RequestFault.forgedForm }
        switch PermissionForm.statement(fields) {
        case .failure(let fault): return closed(try await outlook(visit, request), visit, request, fault: fault.words)
        case .success(let statement):
            let outlook = try await outlook(visit, request, stating: statement)
            // Who was asked for the whole episode was asked for this consultation too: a controller may want to have heard that.
            if statement.extent == .episode, statement.answer != .refused, outlook.needsPermission {
                _ = try await self.outlook(visit, request, stating: PermissionStatement(statement.answer))
            }
            return .seeOther(visit.path)
        }
    }

    /// Takes why somebody says that they care for the person: it is recorded, with its alert, before anything opens.
    func claim(_ request: GatewayRequest, handle: String) async throws -> Answer {
        let fields = try await form(request)
        guard let visit = visit(request, handle: handle), visit.caller.isSignedIn else { throw RequestFault.endedLink }
        guard visits.isFormToken(fields["token"] ?? "", of: visit.caller.mark) else { throw RequestFault.forgedForm }
        let before = PermissionForm(
            visit: visit, token: visits.formToken(for: visit.caller.mark), outlook: try await outlook(visit, request))
        // What would open nothing is not recorded, and what was claimed already not twice.
        guard before.outlook.needsRelationship else { return .seeOther(visit.path) }
        switch PermissionForm.claim(fields) {
        case .failure(let fault):
            let page = RelationshipPage.render(before, fault: fault.words, text: fields["text"] ?? "")
            return .page(page, status: .badRequest)
        case .success(let reason):
            _ = try await outlook(visit, request, claimedAs: reason)
            return .seeOther(visit.path)
        }
    }

    /// The page on which an emergency access is begun, or why none can be.
    func emergency(_ request: GatewayRequest, handle: String) async throws -> Answer {
        guard let visit = visit(request, handle: handle), visit.caller.isSignedIn else { throw RequestFault.endedLink }
        let form = PermissionForm(
            visit: visit, token: visits.formToken(for: visit.caller.mark), outlook: try await outlook(visit, request))
        guard form.outlook.emergencyWouldOpen else {
            return .page(PermissionPage.notPermitted(form), status: .forbidden)
        }
        return .page(EmergencyPage.render(form, fault: nil, text: ""))
    }

    /// Begins an emergency access: it is recorded, with its alert, before anything opens.
    func beginEmergency(_ request: GatewayRequest, handle: String) async throws -> Answer {
        let fields = try await form(request)
        guard let visit = visit(request, handle: handle), visit.caller.isSignedIn else { throw RequestFault.endedLink }
        guard visits.isFormToken(fields["token"] ?? "", of: visit.caller.mark) else { throw RequestFault.forgedForm }
        let before = PermissionForm(
            visit: visit, token: visits.formToken(for: visit.caller.mark), outlook: try await outlook(visit, request))
        guard before.outlook.emergencyWouldOpen else {
            return .page(PermissionPage.notPermitted(before), status: .forbidden)
        }
        switch PermissionForm.emergency(fields) {
        case .failure(let fault):
            return .page(
                EmergencyPage.render(before, fault: fault.words, text: fields["text"] ?? ""), status: .badRequest)
        case .success(let statement):
            let outlook = try await outlook(visit, request, stating: statement)
            guard outlook.opensNow else { return closed(outlook, visit, request) }
            let end = clock.utc.advanced(bySeconds: Self.emergencyLifetime)
            let handle = try visits.handle(of: visit.sealed, inEmergencyUntil: end, visitor: visit.caller.mark)
            return .seeOther("/viewer/patients/" + handle)
        }
    }

    /// - Throws: ``RequestFault`` where nothing can be said of the record.
    private func outlook(
        _ visit: Visit, _ request: GatewayRequest, stating statement: PermissionStatement? = nil,
        claimedAs reason: String? = nil
    ) async throws -> AccessOutlook {
        switch await service.outlook(visit.question(request.traceID, stating: statement, claimedAs: reason)) {
        case .outlook(let outlook): return outlook
        case .noRecordCanBeShown: throw RequestFault.noRecordCanBeShown
        case .closed(let reason): throw RequestFault(reason)
        }
    }

    /// Signs somebody out; what their pages still waited for ends with it.
    func signOut(_ request: GatewayRequest, _ desk: SignInDesk) async throws -> Answer {
        let (answer, mark) = try await desk.signOut(request, fields: try await form(request))
        pages.stopWaiting(of: mark)
        keptPages.letGo(of: mark)
        return answer
    }
}

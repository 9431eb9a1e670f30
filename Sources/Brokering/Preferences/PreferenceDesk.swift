// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
import FHIR
public import Sharing

/// Records and tells wishes through a register, and accounts for each in the audit first.
public struct PreferenceDesk: PreferenceService {
    /// What it is made of.
    public struct Parts: Sendable {
        public var demographics: any DemographicsService
        public var locator: any RecordLocator
        public var sources: [ConfiguredSource]
        public var register: any PreferenceRegister
        public var audit: any AuditJournal
        public var clock: any GatewayClock
        public var deadline: Duration

        public init(
            demographics: any DemographicsService, locator: any RecordLocator, sources: [ConfiguredSource],
            register: any PreferenceRegister, audit: any AuditJournal, clock: any GatewayClock, deadline: Duration
        ) {
            self.demographics = demographics
            self.locator = locator
            self.sources = sources
            self.register = register
            self.audit = audit
            self.clock = clock
            self.deadline = deadline
        }
    }

    private let parts: Parts

    /// A desk of these parts.
    public init(_ parts: Parts) { self.parts = parts }

    public func record(
        _ preference: SharingPreference, of number: NHSNumber, by requester: Requester, traceID: String
    ) async -> PreferenceAnswer {
        let isOwnController = requester.role.speaksForController && preference.controller == requester.organisation
        guard requester.isThemself(number) || isOwnController else { return .notPermitted }
        let words = "preference: \(preference.wish.rawValue), \(preference.controller ?? "all controllers")"
        return await answer(number, requester, traceID, accountingFor: words) { scope throws(SharingFailure) in
            try await parts.register.keep(
                preference, of: scope.numbers.first ?? number, recordedBy: requester.person, at: parts.clock.utc)
            return [preference]
        }
    }

    public func standing(
        of number: NHSNumber, for requester: Requester, traceID: String
    ) async -> PreferenceAnswer {
        guard requester.isThemself(number) || requester.role.speaksForController else { return .notPermitted }
        return await answer(number, requester, traceID, accountingFor: "preferences were read") {
            scope throws(SharingFailure) in
            try await parts.register.standing(of: scope.numbers).filter {
                requester.isThemself(number) || $0.controller == nil || $0.controller == requester.organisation
            }
        }
    }

    private func answer(
        _ number: NHSNumber, _ requester: Requester, _ traceID: String, accountingFor words: String,
        _ body: (PersonScope) async throws(SharingFailure) -> [SharingPreference]
    ) async -> PreferenceAnswer {
        do {
            let scope = try await PersonScope.find(
                number, by: parts.demographics, parts.locator, among: parts.sources,
                until: parts.clock.now.advanced(by: parts.deadline))
            try await parts.register.note(
                requester, askingAbout: scope?.numbers.first ?? number, traceID: traceID, at: parts.clock.utc)
            // Whose data it is not is told nothing about the person.
            let concerned = scope.flatMap { scope in
                let holds = scope.inScope.contains { $0.controller.odsCode == requester.organisation }
                return requester.isThemself(number) || holds ? scope : nil
            }
            try await parts.audit.append(
                AuditEntry(
                    event: .preference, traceID: traceID, at: parts.clock.utc.text, requester: requester,
                    nhsNumber: concerned?.numbers.first ?? number, datasets: [], sources: [],
                    permission: concerned == nil ? "\(words): no record can be shown" : words))
            guard let concerned else { return .noRecordCanBeShown }
            return .wishes(try await body(concerned))
        } catch let failure as TraceFailure {
            return .closed(.demographicsUnavailable(failure.reason))
        } catch is AuditFailure {
            return .closed(.auditUnavailable)
        } catch {
            return .closed(.sharingUnavailable)
        }
    }
}

extension Requester {
    /// Whether the record is the person's own, and not that of somebody for whom they act.
    fileprivate func isThemself(_ number: NHSNumber) -> Bool { role == .patient && ownNumbers.contains(number) }
}

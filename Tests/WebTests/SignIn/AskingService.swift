// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Sharing
import Synchronization

@testable import Web

/// A broker that opens a record as permission is stated, in the consultation in which it is, and shows who asked for whom.
final class AskingService: RecordService {
    private struct State {
        var requests: [RecordRequest] = []
        var answers: [String: PermissionToView.Answer] = [:]
    }

    private let state = Mutex(State())
    /// Whether the person has to be asked at all.
    private let asks: Bool
    private let emergencyWouldOpen: Bool

    init(asks: Bool = true, emergencyWouldOpen: Bool = true) {
        self.asks = asks
        self.emergencyWouldOpen = emergencyWouldOpen
    }

    var requests: [RecordRequest] { state.withLock { $0.requests } }
    var statements: [PermissionStatement] { requests.compactMap(\.statement) }
    let sources = SampleRecord.sources

    private static func key(_ request: RecordRequest) -> String {
        "\(request.requester.person) \(request.nhsNumber.disclosed) \(request.consultation ?? "")"
    }

    private func outlookNow(_ request: RecordRequest) -> AccessOutlook {
        let answer = state.withLock { state in
            state.requests.append(request)
            if let statement = request.statement { state.answers[Self.key(request)] = statement.answer }
            return state.answers[Self.key(request)]
        }
        let isOpen: Bool
        var denial = Denial.permissionNotAsked
        switch answer {
        case .given, .couldNotBeAsked: isOpen = true
        case .refused:
            isOpen = false
            denial = .permissionRefused
        case .emergency: isOpen = request.requester.purpose == .breakGlass
        case nil: isOpen = !asks
        }
        if request.requester.role == .practiceManager {
            return AccessOutlook(
                opensNow: false, needsPermission: false, emergencyWouldOpen: false, denial: .roleNotNamed)
        }
        return AccessOutlook(
            opensNow: isOpen, needsPermission: !isOpen, emergencyWouldOpen: !isOpen && emergencyWouldOpen,
            denial: isOpen ? nil : denial)
    }

    func record(
        _ request: RecordRequest, rendering renderer: RecordRenderer,
        progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async -> RecordAnswer {
        let outlook = outlookNow(request)
        guard outlook.opensNow else { return .notPermitted(outlook) }
        let record = SampleRecord.incomplete
        let mark = "<!-- shown to \(request.requester.person) about \(request.nhsNumber.disclosed) -->"
        return .record(ReleasedRecord(body: renderer.render(record) + Array(mark.utf8), ledger: record.ledger))
    }

    func follow(
        _ request: RecordRequest, rendering renderer: RecordUpdateRenderer, again: AsyncStream<Void>,
        deliver: @escaping @Sendable (RecordUpdate) async -> Void
    ) async -> RecordFollowingEnd {
        let outlook = outlookNow(request)
        guard outlook.opensNow else { return .notPermitted(outlook) }
        let record = SampleRecord.incomplete
        await deliver(
            RecordUpdate(
                stage: .whole, released: ReleasedRecord(body: renderer.render(record, .whole), ledger: record.ledger)))
        return .done
    }

    func locate(_ request: RecordRequest) async -> LocateAnswer { .noRecordCanBeShown }
    func outlook(_ request: RecordRequest) async -> OutlookAnswer { .outlook(outlookNow(request)) }
    func readiness() async -> [ReadinessCheck] { [] }
}

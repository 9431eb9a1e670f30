// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import JSON
import Sharing
import Testing

@testable import Web

@Suite struct `A refusal of a record` {
    static let path = "/fhir/R4/Patient/\(SampleRecord.number)"
    static let denied = AccessOutlook(
        opensNow: false, needsPermission: false, emergencyWouldOpen: false, denial: .roleNotNamed)

    /// Every way in which a record is refused or cannot be given, with the status of its answer.
    static let ends: [(end: RecordFollowingEnd, status: Int)] = [
        (.noRecordCanBeShown, 404), (.notPermitted(denied), 403), (.closed(.auditUnavailable), 503),
        (.closed(.sharingUnavailable), 503),
        (.closed(.demographicsUnavailable(.init(.unreachable, "It could not be reached."))), 503),
        (.closed(.overloaded(retryAfter: .seconds(1))), 503), (.closed(.abandoned), 503),
    ]

    @Test func `says in FHIR that it does not mean that there is nothing`() async throws {
        for (end, status) in Self.ends {
            try await TestGateway.serving(RefusingService(end)) { gateway, _ async throws in
                for path in ["", "/$detailed-care-record", "/$locate"] {
                    let reply = try await gateway.send(Self.path + path)
                    #expect(reply.status == status)
                    let words = try #require(reply.issue?["diagnostics"]?.string)
                    #expect(words.hasSuffix(RecordAnswer.safetyWords), "\(status): \(words)")
                    #expect(words.ranges(of: RecordAnswer.safetyWords).count == 1)
                }
            }
        }
    }

    @Test func `says so on the page, in one piece and streamed`() async throws {
        for (end, status) in Self.ends {
            try await TestGateway.serving(RefusingService(end)) { gateway, _ async throws in
                let visit = try await gateway.visit()
                let whole = try await gateway.send(visit.path + "?whole=1", headers: visit.cookie)
                #expect(whole.status == status && whole.body.contains(RecordAnswer.safetyWords))
                var reader = try await gateway.events(visit.path + "/events", headers: visit.cookie)
                let last = try #require(try await reader.rest().last)
                #expect(last.name == "fault" && last.data.contains(RecordAnswer.safetyWords))
            }
        }
    }

    @Test func `says so at the end of a stream for programs`() async throws {
        for (end, _) in Self.ends {
            try await TestGateway.serving(RefusingService(end)) { gateway, _ async throws in
                var reader = try await gateway.events(
                    Self.path + "/$detailed-care-record", headers: ["Accept": "text/event-stream"])
                let last = try #require(try await reader.rest().last)
                let words = last.json?["issue"]?[0]?["diagnostics"]?.string
                #expect(last.name == "outcome" && words?.hasSuffix(RecordAnswer.safetyWords) == true)
            }
        }
    }

    @Test func `says nothing of a person where nobody was asked for`() async throws {
        try await TestGateway.serving(RefusingService(.noRecordCanBeShown)) { gateway, _ async throws in
            for path in ["/nowhere", "/fhir/R4/metadata?_format=xml", "/portal/alerts"] {
                #expect(!(try await gateway.send(path).body.contains(RecordAnswer.safetyWords)))
            }
        }
    }
}

/// A broker that refuses in one way, whatever it is asked.
struct RefusingService: RecordService {
    let end: RecordFollowingEnd
    let sources = SampleRecord.sources

    init(_ end: RecordFollowingEnd) { self.end = end }

    func record(
        _ request: RecordRequest, rendering renderer: RecordRenderer,
        progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async -> RecordAnswer {
        switch end {
        case .notPermitted(let outlook): .notPermitted(outlook)
        case .closed(let reason): .closed(reason)
        case .noRecordCanBeShown, .done: .noRecordCanBeShown
        }
    }

    func follow(
        _ request: RecordRequest, rendering renderer: RecordUpdateRenderer, again: AsyncStream<Void>,
        deliver: @escaping @Sendable (RecordUpdate) async -> Void
    ) async -> RecordFollowingEnd { end }

    func locate(_ request: RecordRequest) async -> LocateAnswer {
        switch end {
        case .notPermitted(let outlook): .notPermitted(outlook)
        case .closed(let reason): .closed(reason)
        case .noRecordCanBeShown, .done: .noRecordCanBeShown
        }
    }

    func outlook(_ request: RecordRequest) async -> OutlookAnswer { .noRecordCanBeShown }
    func readiness() async -> [ReadinessCheck] { [] }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import JSON
import Sharing
import Synchronization
import Testing

@testable import Brokering
@testable import Web

/// What was waited for would be waited for without end: then these tests fail after a minute.
@Suite(.timeLimit(.minutes(1))) struct `Signing out` {
    private static func signOut(_ browser: inout Browser) async throws -> Int {
        try await browser.post("/signin/out", ["token": try await browser.token()]).status
    }

    @Test func `ends what a page waits for, and nobody else's page`() async throws {
        let service = ScriptedRecordService(.whole(SampleCourse.incomplete), .waitForAgain)
        try await TestGateway.serving(service, signIn: StubProvider().signIn()) { gateway, _ in
            var browser = Browser(gateway: gateway)
            try await browser.signIn(as: "doctor")
            let path = try await browser.find()
            var reader = try await gateway.events(
                path + "/events", headers: ["Cookie": "\(Browser.session)=\(browser.cookies[Browser.session] ?? "")"])
            let open = try #require(try await reader.events(through: "stage").first?.json)
            var other = Browser(gateway: gateway)
            try await other.signIn(as: "doctor", person: "p-2")
            #expect(try await Self.signOut(&other) == 200)
            // It still waits to be asked again.
            service.play(.whole(SampleCourse.incomplete), .waitForAgain)
            let again = try await browser.post(
                path + "/again",
                ["stream": try #require(open["stream"]?.string), "token": try #require(open["token"]?.string)])
            #expect(again.status == 204)
            _ = try await reader.events(through: "stage")
            #expect(try await Self.signOut(&browser) == 200)
            #expect(try await reader.rest().last?.name == "end")
        }
    }

    @Test func `lets go of what sources gave for a page`() async throws {
        let service = HoldingService()
        try await TestGateway.serving(service, signIn: StubProvider().signIn()) { gateway, _ in
            var browser = Browser(gateway: gateway)
            try await browser.signIn(as: "doctor")
            let path = try await browser.find()
            #expect(try await browser.get(path + "?whole=1").body.contains("INCOMPLETE RECORD"))
            #expect(service.isHeld)
            var other = Browser(gateway: gateway)
            try await other.signIn(as: "doctor", person: "p-2")
            #expect(try await Self.signOut(&other) == 200)
            #expect(service.isHeld)
            #expect(try await Self.signOut(&browser) == 200)
            #expect(!service.isHeld)
        }
    }
}

/// A service whose answers can be seen to be let go of.
private final class HoldingService: RecordService {
    private struct Answer { weak var held: HeldBytes? }

    private let base = FakeRecordService(.record(SampleRecord.incomplete))
    private let answer = Mutex(Answer())

    /// Whether what was answered with a page is held by anybody.
    var isHeld: Bool { answer.withLock { $0.held != nil } }
    var sources: [SourceDescription] { base.sources }

    func record(
        _ request: RecordRequest, rendering renderer: RecordRenderer,
        progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async -> RecordAnswer {
        let answered = await base.record(request, rendering: renderer, progress: progress)
        guard case .record(var released) = answered else { return answered }
        let held = HeldBytes(0, of: AdmissionGate(.init(), clock: FixedClock()))
        answer.withLock { $0.held = held }
        released.kept?.held.append(held)
        return .record(released)
    }

    func follow(
        _ request: RecordRequest, rendering renderer: RecordUpdateRenderer, again: AsyncStream<Void>,
        deliver: @escaping @Sendable (RecordUpdate) async -> Void
    ) async -> RecordFollowingEnd {
        await base.follow(request, rendering: renderer, again: again, deliver: deliver)
    }

    func locate(_ request: RecordRequest) async -> LocateAnswer { await base.locate(request) }
    func outlook(_ request: RecordRequest) async -> OutlookAnswer { await base.outlook(request) }
    func readiness() async -> [ReadinessCheck] { await base.readiness() }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import JSON
import ServiceLifecycle
import Testing

@testable import Web

@Suite struct `A page that fills as sources answer` {
    static func again(
        _ gateway: TestGateway, _ visit: (cookie: [String: String], token: String, path: String), stream: String,
        token: String? = nil
    ) async throws -> Int {
        try await gateway.send(
            visit.path + "/again", method: "POST",
            headers: visit.cookie.merging(["Content-Type": `The viewer over a socket`.form]) { $1 },
            body: "stream=\(stream)&token=\(token ?? visit.token)"
        ).status
    }

    @Test func `is shown at once, with nothing of anybody, and leads on where no script runs`() async throws {
        let service = ScriptedRecordService()
        try await TestGateway.serving(service) { gateway, _ in
            let visit = try await gateway.visit()
            let page = try await gateway.send(visit.path + "?view=x%26y", headers: visit.cookie)
            #expect(page.status == 200 && service.count == 0)
            #expect(page.body.contains("data-events=\"\(visit.path)/events?view=x%26y\""))
            #expect(
                page.body.contains(
                    "<noscript><meta http-equiv=\"refresh\" content=\"0; url=\(visit.path)?whole=1&amp;view=x%26y\">"))
            #expect(page["content-security-policy"]?.contains("script-src 'self'; connect-src 'self'") == true)
            let script = try await gateway.send("/viewer/record.js")
            #expect(script["content-type"] == "text/javascript; charset=utf-8")
            // No other page runs anything.
            let home = try await gateway.send("/viewer", headers: visit.cookie)
            #expect(home["content-security-policy"]?.contains("script-src") == false)
        }
    }

    @Test func `gets allergies and medicines before the rest, and only what has changed after that`() async throws {
        let service = ScriptedRecordService(
            .sources([SampleCourse.progress(SampleRecord.anytown, done: 1)], SampleCourse.one))
        try await TestGateway.serving(service) { gateway, _ in
            let visit = try await gateway.visit()
            var reader = try await gateway.events(visit.path + "/events", headers: visit.cookie)
            let first = try await reader.events(through: "stage")
            #expect(Array(first.names.prefix(3)) == ["open", "layout", "region"])
            #expect(first.words == "1 of 3 sources so far. The others are still being asked.")
            #expect(Array(first.regions.prefix(4)) == ["person", "completeness", "allergies", "first-medicines"])
            #expect(first.contains { $0.data.contains("Warfarin") })
            service.play(
                .sources([SampleCourse.progress(SampleRecord.community, done: 2)], SampleCourse.two))
            let second = try await reader.events(through: "stage")
            #expect(!second.isEmpty && second.regions.count < first.regions.count)
            #expect(second.words?.hasPrefix("2 of 3") == true)
            service.play(.whole(SampleCourse.complete), .end(.done))
            let last = try await reader.rest()
            #expect(last.words == "All sources have answered: 3 of 3.")
            #expect(last.last?.name == "end" && last.last?.json?["waited"]?.boolean == false)
        }
    }

    @Test func `asks again only through its own stream, once at a time`() async throws {
        let service = ScriptedRecordService(.whole(SampleCourse.incomplete), .waitForAgain)
        try await TestGateway.serving(service) { gateway, _ in
            let visit = try await gateway.visit()
            var reader = try await gateway.events(visit.path + "/events", headers: visit.cookie)
            let first = try await reader.events(through: "stage")
            let open = try #require(first.first?.json)
            let stream = try #require(open["stream"]?.string)
            #expect(open["token"]?.string == visit.token)
            let stranger = try await gateway.visit()
            #expect(try await Self.again(gateway, stranger, stream: stream) == 410)
            #expect(try await Self.again(gateway, visit, stream: stream, token: stranger.token) == 403)
            #expect(try await Self.again(gateway, visit, stream: "another") == 410)
            #expect(try await Self.again(gateway, visit, stream: stream) == 204)
            for await _ in service.askedAgain.stream { break }
            // While the sources are asked a second wish is the same wish.
            #expect(try await Self.again(gateway, visit, stream: stream) == 204)
            service.play(.whole(SampleCourse.complete), .end(.done))
            let rest = try await reader.rest()
            #expect(rest.words == "All sources have answered: 3 of 3." && rest.last?.name == "end")
            #expect(service.count == 1)
            #expect(try await Self.again(gateway, visit, stream: stream) == 410)
        }
    }

    @Test func `waits no longer than it may, and says so`() async throws {
        let clock = ManualClock()
        let service = ScriptedRecordService(.whole(SampleCourse.incomplete), .waitForAgain)
        try await TestGateway.serving(service, clock: clock) {
            $0.streamLifetime = .seconds(300)
            $0.streamBeat = .seconds(70)
        } _: { gateway, _ in
            let visit = try await gateway.visit()
            var reader = try await gateway.events(visit.path + "/events", headers: visit.cookie)
            let stream = try await reader.events(through: "stage").first?.json?["stream"]?.string ?? ""
            await clock.untilSomebodyWaits(for: .seconds(300))
            await clock.untilSomebodyWaits(for: .seconds(70))
            clock.advance(by: .seconds(70))
            #expect(try await reader.next()?.name == "beat")
            clock.advance(by: .seconds(230))
            let end = try await reader.rest().last { $0.name != "beat" }
            #expect(end?.name == "end" && end?.json?["waited"]?.boolean == true)
            #expect(try await Self.again(gateway, visit, stream: stream) == 410)
        }
    }

    @Test func `is cut off where it does not end in its time`() async throws {
        let clock = ManualClock()
        // It does not heed that nobody will ask again, as when the client does not read what it is sent.
        let service = ScriptedRecordService(.whole(SampleCourse.incomplete))
        try await TestGateway.serving(service, clock: clock) {
            $0.streamLifetime = .seconds(300)
            $0.streamBeat = .seconds(1000)
        } _: { gateway, _ in
            let visit = try await gateway.visit()
            var reader = try await gateway.events(visit.path + "/events", headers: visit.cookie)
            _ = try await reader.events(through: "stage")
            await clock.untilSomebodyWaits(for: .seconds(300))
            clock.advance(by: .seconds(300))
            await clock.untilSomebodyWaits(for: .seconds(30))
            clock.advance(by: .seconds(30))
            for await _ in service.departed.stream { break }
            let rest = try? await reader.rest()
            #expect(rest == nil || rest?.names.contains("end") == false)
        }
    }

    @Test func `lets its work and its memory go with the client`() async throws {
        let service = ScriptedRecordService(
            .sources([SampleCourse.progress(SampleRecord.anytown, done: 1)], SampleCourse.one))
        try await TestGateway.serving(service) { gateway, _ in
            let visit = try await gateway.visit()
            let client = try RawClient(port: gateway.port)
            client.send(
                "GET \(visit.path)/events HTTP/1.1\r\nHost: localhost\r\nCookie: \(visit.cookie["Cookie"] ?? "")\r\n\r\n"
            )
            #expect(client.receive(untilCount: 1) == 1)
            client.close()
            // Ends only if the following is cancelled: the script goes on for ever otherwise.
            for await _ in service.departed.stream { break }
        }
    }

    @Test func `ends its waiting when the gateway shuts down`() async throws {
        let service = ScriptedRecordService(.whole(SampleCourse.incomplete), .waitForAgain)
        try await TestGateway.serving(service) { gateway, group in
            let visit = try await gateway.visit()
            var reader = try await gateway.events(visit.path + "/events", headers: visit.cookie)
            _ = try await reader.events(through: "stage")
            await group.triggerGracefulShutdown()
            let end = try await reader.rest().last
            #expect(end?.name == "end" && end?.json?["waited"]?.boolean == true)
        }
    }

    @Test func `says what went wrong, of nobody more than that no record can be shown`() async throws {
        try await TestGateway.serving(ScriptedRecordService(.end(.noRecordCanBeShown))) { gateway, _ in
            let visit = try await gateway.visit()
            var reader = try await gateway.events(visit.path + "/events", headers: visit.cookie)
            let events = try await reader.rest()
            #expect(events.names == ["open", "fault"])
            #expect(events.last?.data.contains(RecordAnswer.noRecordWords) == true)
        }
        let service = ScriptedRecordService(
            .sources([SampleCourse.progress(SampleRecord.anytown, done: 1)], SampleCourse.one),
            .end(.closed(.auditUnavailable)))
        try await TestGateway.serving(service) { gateway, _ in
            let visit = try await gateway.visit()
            var reader = try await gateway.events(visit.path + "/events", headers: visit.cookie)
            let events = try await reader.rest()
            #expect(events.last?.name == "fault" && events.last?.data.contains("The audit cannot be written") == true)
        }
    }
}

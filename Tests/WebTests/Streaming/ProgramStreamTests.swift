// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import JSON
import Testing

@testable import Web

@Suite struct `The stream of events for programs` {
    static let path = "/fhir/R4/Patient/\(SampleRecord.number)/$detailed-care-record"

    @Test func `has one event a source with the record so far, then the record`() async throws {
        let service = ScriptedRecordService(
            .sources(
                [
                    SampleCourse.progress(SampleRecord.community, done: 1),
                    SampleCourse.progress(SampleRecord.anytown, done: 2),
                ], SampleCourse.two))
        try await TestGateway.serving(service) { gateway, _ in
            var reader = try await gateway.events(Self.path, headers: ["Accept": "text/event-stream"])
            let (one, two) = (try #require(try await reader.next()), try #require(try await reader.next()))
            #expect(one.name == "source" && one.json?["source"]?.string == "community-team")
            // Sources that were done at once share one record.
            #expect(one.json?["done"]?.numberLexeme == "1" && one.json?["record"] == nil)
            let partial = try #require(two.json?["record"])
            #expect(two.json?["answered"]?.boolean == true && partial["type"]?.string == "document")
            #expect(partial["entry"]?[0]?["resource"]?["status"]?.string == "preliminary")
            #expect(two.data.contains("91936005") && two.data.contains("\"awaited\""))
            service.play(.whole(SampleCourse.incomplete), .end(.done))
            let rest = try await reader.rest()
            #expect(rest.names == ["record"])
            let record = try #require(rest[0].json)
            #expect(record["entry"]?[0]?["resource"]?["status"]?.string == "final")
            #expect(!rest[0].data.contains("\"awaited\""))
        }
    }

    @Test(arguments: ["text/plain", "text/html"])
    func `carries other forms as text`(form: String) async throws {
        let service = ScriptedRecordService(
            .sources([SampleCourse.progress(SampleRecord.anytown, done: 1)], SampleCourse.one),
            .whole(SampleCourse.complete), .end(.done))
        try await TestGateway.serving(service) { gateway, _ in
            var reader = try await gateway.events(Self.path, headers: ["Accept": "text/event-stream, \(form)"])
            let events = try await reader.rest()
            #expect(events.names == ["source", "record"])
            #expect(events[0].json?["record"]?.string?.contains("Warfarin") == true)
            #expect(events[1].data.contains("Warfarin"))
        }
    }

    @Test func `tells in an outcome what the status would have been`() async throws {
        for (end, status) in [
            (RecordFollowingEnd.noRecordCanBeShown, "404"), (.closed(.auditUnavailable), "503"),
        ] {
            try await TestGateway.serving(ScriptedRecordService(.end(end))) { gateway, _ in
                var reader = try await gateway.events(Self.path, headers: ["Accept": "text/event-stream"])
                let events = try await reader.rest()
                #expect(events.names == ["outcome"])
                let issue = events[0].json?["issue"]?[0]
                #expect(issue?["extension"]?[0]?["url"]?.string?.hasSuffix("/http-status") == true)
                #expect(issue?["extension"]?[0]?["valueInteger"]?.numberLexeme == status)
            }
        }
    }

    @Test func `cannot be asked again, and ends with the record`() async throws {
        let service = ScriptedRecordService(.whole(SampleCourse.incomplete), .waitForAgain)
        try await TestGateway.serving(service) { gateway, _ in
            var reader = try await gateway.events(Self.path, headers: ["Accept": "text/event-stream"])
            #expect(try await reader.rest().names == ["record"])
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Testing

@testable import Web

@Suite struct `The viewer over a socket` {
    static let form = "application/x-www-form-urlencoded"

    static func token(in page: String) throws -> String {
        let start = try #require(page.firstRange(of: "name=\"token\" value=\"")).upperBound
        return String(page[start...].prefix { $0 != "\"" })
    }

    static func cookie(of reply: TestGateway.Reply) throws -> String {
        String(try #require(reply["set-cookie"]).prefix { $0 != ";" })
    }

    @Test func `leads from the form to the record, without the number in an address`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service) { gateway, _ in
            let home = try await gateway.send("/viewer")
            let attributes = try #require(home["set-cookie"])
            #expect(attributes.contains("HttpOnly") && attributes.contains("SameSite=Strict"))
            let (cookie, token) = (try Self.cookie(of: home), try Self.token(in: home.body))
            let found = try await gateway.send(
                "/viewer/find", method: "POST", headers: ["Content-Type": Self.form, "Cookie": cookie],
                body: "nhs-number=999+000+0018&token=\(token)")
            let location = try #require(found["location"])
            #expect(found.status == 303)
            #expect(location.hasPrefix("/viewer/patients/") && !location.contains(SampleRecord.number))
            let page = try await gateway.send(location + "?whole=1", headers: ["Cookie": cookie])
            #expect(page.status == 200 && page.body.contains("TESTPATIENT"))
            #expect(page.body.contains("action=\"\(location)?whole=1\""))
            #expect(service.requests.map(\.nhsNumber.disclosed) == [SampleRecord.number])
            // Another visitor, no visitor, a changed handle: nothing, and nobody is asked.
            let stranger = try Self.cookie(of: try await gateway.send("/viewer"))
            for (path, cookie) in [
                (location, stranger), (location, ""), (location + "A", cookie), ("/viewer/patients/x", cookie),
                (location + "?whole=1", stranger), (location + "/events", stranger), (location + "/events", ""),
            ] {
                let reply = try await gateway.send(path, headers: ["Cookie": cookie])
                #expect(reply.status == 410 && reply.body.contains("This link has ended"))
            }
            #expect(service.requests.count == 1)
        }
    }

    @Test func `refuses a form that it did not give out, and a number that is none`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service) { gateway, _ in
            let home = try await gateway.send("/viewer")
            let (cookie, token) = (try Self.cookie(of: home), try Self.token(in: home.body))
            let headers = ["Content-Type": Self.form, "Cookie": cookie]
            let forged = try await gateway.send(
                "/viewer/find", method: "POST", headers: headers, body: "nhs-number=9990000018&token=AAAA")
            #expect(forged.status == 403)
            let bare = try await gateway.send(
                "/viewer/find", method: "POST", headers: ["Content-Type": Self.form],
                body: "nhs-number=9990000018&token=\(token)")
            #expect(bare.status == 403)
            let wrong = try await gateway.send(
                "/viewer/find", method: "POST", headers: headers, body: "nhs-number=9990000019&token=\(token)")
            #expect(wrong.status == 400 && wrong.body.contains("the check digit of the NHS number is wrong"))
            let typed = try await gateway.send(
                "/viewer/find", method: "POST", headers: headers, body: "nhs-number=x&token=\(token)")
            #expect(typed.body.contains("an NHS number has ten digits"))
            #expect(try await gateway.send("/viewer/find").status == 405)
            #expect(try await gateway.send("/viewer/nothing").body.contains("<!DOCTYPE html>"))
        }
        #expect(service.requests.isEmpty)
    }

    @Test func `ends a handle after its time`() throws {
        let random = Randomness { [UInt8](repeating: 7, count: $0) }
        let early = VisitSeal(key: random.bytes(32), lifetime: .seconds(60), clock: FixedClock(), randomness: random)
        let handle = try early.handle(for: SampleRecord.nhsNumber, visitor: "visitor")
        #expect(early.open(handle, visitor: "visitor")?.number == SampleRecord.nhsNumber)
        #expect(early.open(handle, visitor: "another") == nil)
        let late = VisitSeal(
            key: random.bytes(32), lifetime: .seconds(60), clock: FixedClock(text: "2026-01-31T09:31:00.000Z"),
            randomness: random)
        #expect(late.open(handle, visitor: "visitor") == nil)
    }

    @Test func `says of nobody more than that no record can be shown`() async throws {
        try await TestGateway.serving(FakeRecordService(.noRecord)) { gateway, _ in
            let home = try await gateway.send("/viewer")
            let (cookie, token) = (try Self.cookie(of: home), try Self.token(in: home.body))
            var bodies: Set<String> = []
            for number in ["9990000018", "9990000026"] {
                let found = try await gateway.send(
                    "/viewer/find", method: "POST", headers: ["Content-Type": Self.form, "Cookie": cookie],
                    body: "nhs-number=\(number)&token=\(token)")
                let page = try await gateway.send(
                    try #require(found["location"]) + "?whole=1", headers: ["Cookie": cookie])
                #expect(page.status == 404 && page.body.contains(RecordAnswer.noRecordWords))
                bodies.insert(page.body)
            }
            #expect(bodies.count == 1)
        }
    }

    @Test func `reads back what base64 for addresses wrote`() {
        for length in 0..<40 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
        #expect(Base64URL.decode("A") == nil && Base64URL.decode("AB=") == nil && Base64URL.decode("AB") == nil)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import JSON
import Sharing
import Synchronization
import TestSupport
import Testing

@testable import Web

@Suite struct `Explaining access over a socket` {
    typealias API = `The FHIR API over a socket`
    private static let path = "/fhir/R4/$explain-access"
    private static let past = "7f1c1f6e-0000-4000-8000-000000000002"

    private static func traced(_ id: String, _ others: String = "") -> String {
        #"{"resourceType":"Parameters","parameter":[{"name":"trace-id","valueString":"\#(id)"}\#(others)]}"#
    }

    private func asking(
        _ explanation: AccessExplanation, as claims: @escaping (inout TokenDraft) -> Void = { _ in }, _ bodies: [String]
    ) async throws -> (replies: [TestGateway.Reply], asked: [AccessQuestion]) {
        let explanations = FixedExplanations(explanation)
        let replies = Mutex<[TestGateway.Reply]>([])
        let headers = bearing(claims)
        try await TestGateway.serving(
            FakeRecordService(.noRecord), authentication: .testing(),
            sharing: SharingServices(explanations: explanations)
        ) { gateway, _ async throws in
            for body in bodies {
                let reply = try await gateway.send(
                    Self.path, method: "POST",
                    headers: API.fhir.merging(headers) { $1 }.merging(["X-Request-ID": API.trace]) { $1 }, body: body)
                replies.withLock { $0.append(reply) }
            }
        }
        return (replies.withLock { $0 }, explanations.asked)
    }

    @Test func `tells of a past request what may be told of it`() async throws {
        let at = try #require(FHIRDateTime("2026-01-31T09:30:00.000Z"))
        let access = ExplainedAccess(
            at: at, role: .doctor, purpose: .treatment, organisation: "RXX01", basis: .recordedClauses,
            clauses: [ClauseReference(agreement: "anytown", version: 3, clause: "hospital")])
        let (replies, asked) = try await asking(.explained([access]), [Self.traced(Self.past.uppercased())])
        let reply = try #require(replies.first)
        #expect(reply.status == 200)
        let parts = reply.json?["parameter"]?[0]?["part"]?.elements.map { $0 } ?? []
        #expect(parts.first { $0["name"]?.string == "basis" }?["valueCode"]?.string == "recorded-clauses")
        let text = parts.first { $0["name"]?.string == "text" }?["valueString"]?.string
        #expect(text?.hasSuffix("permitted by anytown 3, clause hospital") == true)
        guard case .past(let traceID)? = asked.first?.subject else {
            Issue.record("no past request was asked about")
            return
        }
        #expect(traceID == Self.past)
        #expect(asked.first?.asker.person == "person-1")
    }

    @Test func `answers the same where there is nothing, as for whoever is unknown`() async throws {
        let (replies, _) = try await asking(
            .nothingToExplain, [Self.traced(Self.past), Self.traced(API.trace), API.parameters("")])
        #expect(replies.map(\.status) == [404, 404, 404])
        #expect(Set(replies.map(`Authentication over a socket`.everything)).count == 1)
    }

    @Test func `takes either a trace id or a number, each once`() async throws {
        let wrong = [
            Self.traced("not-a-trace"), Self.traced(Self.past, #",{"name":"trace-id","valueString":"\#(Self.past)"}"#),
            Self.traced(Self.past, #",{"name":"role","valueCode":"doctor"}"#),
            API.parameters(#",{"name":"trace-id","valueString":"\#(Self.past)"}"#),
            Self.traced(Self.past, #",{"name":"person","valueString":"x"}"#), #"{"resourceType":"Parameters"}"#,
        ]
        let (replies, asked) = try await asking(.nothingToExplain, wrong)
        #expect(replies.map(\.status) == wrong.map { _ in 400 })
        #expect(asked.isEmpty)
    }

    @Test func `explains another's access to a controller's people alone`() async throws {
        let body = API.parameters(
            #",{"name":"organisation","valueString":"RX9"},{"name":"role","valueCode":"nurse"}"#)
        let (refused, none) = try await asking(.nothingToExplain, [body])
        #expect(refused.map(\.status) == [403])
        #expect(none.isEmpty)
        let (told, asked) = try await asking(
            .explained([]), as: { $0.claim("role", #""privacy-officer""#) }, [body])
        #expect(told.map(\.status) == [200])
        guard case .hypothetical(_, "RX9", .nurse, .treatment)? = asked.first?.subject else {
            Issue.record("another question was asked")
            return
        }
    }
}

/// Answers alike whatever it is asked, and remembers it.
private final class FixedExplanations: AccessExplanations {
    private let explanation: AccessExplanation
    private let questions = Mutex<[AccessQuestion]>([])
    var asked: [AccessQuestion] { questions.withLock { $0 } }
    init(_ explanation: AccessExplanation) { self.explanation = explanation }

    func explain(_ question: AccessQuestion) async -> AccessExplanation {
        questions.withLock { $0.append(question) }
        return explanation
    }
}

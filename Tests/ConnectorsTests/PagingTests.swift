// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Testing

@testable import Connectors

@Suite struct `Following pages` {
    /// Asks a server whose `$everything` has the pages that a script gives, the first under no path.
    private func ask(
        configure: (inout FHIRR4Configuration) -> Void = { _ in },
        adjust: (inout SourceConnection) -> Void = { _ in },
        pages: @escaping @Sendable (String) -> ScriptedReply
    ) async throws -> (answer: SourceAnswer, requests: [ScriptedRequest]) {
        try await R4Fixture.ask(
            configure: {
                $0.everything = .always; configure(&$0)
            }, adjust: adjust
        ) { request in
            request.path == "/fhir/Patient/_search"
                ? .answer(R4Fixture.bundle([R4Fixture.patient()])) : pages(request.target)
        }
    }

    private static func first(next: String?, total: Int? = nil) -> ScriptedReply {
        .answer(R4Fixture.bundle([R4Fixture.patient()], next: next, total: total))
    }

    private static let flag = #"{"resourceType":"Flag","id":"1"}"#

    @Test func `fetches every page`() async throws {
        let (answer, _) = try await ask { target in
            switch target {
            case "/fhir/page?2": .answer(R4Fixture.bundle([Self.flag], next: "/fhir/page?3"))
            case "/fhir/page?3": .answer(R4Fixture.bundle([Self.flag]))
            default: Self.first(next: "/fhir/page?2")
            }
        }
        #expect(answer.pages?.count == 3)
        #expect(answer.faults == [])
    }

    @Test(arguments: [
        "https://127.0.0.1/fhir/page2", "http://127.0.0.1.evil.example/", "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd", "//evil.example/page2", "http://user@127.0.0.1/page2", "gopher://127.0.0.1/",
    ])
    func `goes to no other server`(next: String) async throws {
        let (answer, requests) = try await ask { _ in Self.first(next: next) }
        #expect(requests.count == 2)
        #expect(answer.pages?.count == 1)
        #expect(answer.faults?.first?.datasets == Set(Dataset.allCases))
        #expect(answer.faults?.first?.reason.code == .invalidAnswer)
    }

    @Test func `sees a circle`() async throws {
        let (answer, requests) = try await ask { target in
            target == "/fhir/page?2"
                ? .answer(R4Fixture.bundle([Self.flag], next: "/fhir/page?2")) : Self.first(next: "/fhir/page?2")
        }
        #expect(requests.count == 3)
        #expect(answer.faults?.first?.reason.code == .invalidAnswer)
    }

    @Test func `does not follow an endless chain for ever`() async throws {
        let (answer, requests) = try await ask(configure: { $0.maximumPages = 7 }) { target in
            target.hasPrefix("/fhir/page?")
                ? .answer(R4Fixture.bundle([Self.flag], next: "/fhir/page?\(target.count)" + target.dropFirst(11)))
                : Self.first(next: "/fhir/page?1")
        }
        #expect(requests.count == 8)
        #expect(answer.pages?.count == 7)
        #expect(answer.faults?.first?.reason.code == .tooLarge)
    }

    @Test func `takes no more entries than are allowed, and says so`() async throws {
        let (answer, _) = try await ask(configure: { $0.maximumEntries = 2 }) { target in
            target == "/fhir/page?2"
                ? .answer(R4Fixture.bundle([Self.flag, Self.flag])) : Self.first(next: "/fhir/page?2")
        }
        #expect(answer.faults?.first?.reason.code == .tooLarge)
    }

    @Test func `holds no more bytes of one record than are allowed`() async throws {
        let large = #"{"resourceType":"Flag","id":"1","text":"\#(String(repeating: "x", count: 3_000))"}"#
        let (answer, _) = try await ask(adjust: { $0.recordBytes = 10_000 }) { target in
            target.hasPrefix("/fhir/page?")
                ? .answer(R4Fixture.bundle([large], next: target + "0")) : Self.first(next: "/fhir/page?1")
        }
        #expect(answer.faults?.first?.reason.code == .tooLarge)
        #expect((answer.pages?.count ?? 0) <= 4)
    }

    @Test(arguments: [
        (ScriptedReply.answer("", status: 500), SourceOutcome.Code.serverError),
        (ScriptedReply(.close), .connectionClosed),
        (.answer(#"{"resourceType":"Bundle","type":"searchset""#), .invalidAnswer), (.answer("{}"), .invalidAnswer),
    ])
    func `keeps what it has when a later page fails, and says what is missing`(
        reply: ScriptedReply, code: SourceOutcome.Code
    ) async throws {
        let (answer, _) = try await ask { target in
            target == "/fhir/page?2" ? reply : Self.first(next: "/fhir/page?2")
        }
        #expect(answer.pages?.count == 1)
        #expect(answer.faults?.map(\.reason.code) == [code])
        #expect(answer.faults?.first?.datasets == Set(Dataset.allCases))
    }

    @Test func `notices when fewer entries came than there are said to be`() async throws {
        let (answer, _) = try await ask { _ in Self.first(next: nil, total: 5) }
        #expect(answer.faults?.first?.reason.code == .invalidAnswer)
    }

    @Test func `notices when the server itself says that something is missing`() async throws {
        let outcome =
            #"{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"incomplete"}]}"#
        let (answer, _) = try await ask { _ in .answer(R4Fixture.bundle([R4Fixture.patient(), outcome])) }
        #expect(answer.faults?.first?.reason.code == .invalidAnswer)
    }
}

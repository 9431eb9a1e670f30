// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Testing

@testable import Connectors

/// Real waiting, at a moment that never changes.
struct FixedDayClock: GatewayClock {
    let utc: FHIRDateTime

    init(_ text: String = "2026-01-31T09:30:00.000Z") throws { utc = try #require(FHIRDateTime(text)) }

    var now: ContinuousClock.Instant { ContinuousClock.now }
    func sleep(until deadline: ContinuousClock.Instant) async throws {
        try await ContinuousClock().sleep(until: deadline)
    }
}

/// What tests ask sources with.
enum TestSource {
    static let identifier = "5b1f2f38-6c0b-4d3a-9d0e-0f6a3a3c1b11"
    static let number = "9990000018"
    static let otherNumber = "9990000026"

    static func description() throws -> SourceDescription {
        SourceDescription(
            id: try #require(SourceID("anytown-surgery")), name: "Anytown Surgery",
            controller: Organisation(odsCode: "A12345", name: "Anytown Surgery"), datasets: Set(Dataset.held))
    }

    static let asker = SourceQuery.Asker(
        identifier: "https://idp.example|42", name: "Dr Anna Maria Jones", role: ("doctor", "doctor"),
        organisation: "RX1")

    static func query(
        _ numbers: [String] = [number], datasets: Set<Dataset> = Set(Dataset.held)
    ) throws -> SourceQuery {
        SourceQuery(
            numbers: try numbers.map { try NHSNumber($0) }, datasets: datasets, asker: asker, traceID: "trace-1")
    }

    /// Runs `body` with a client for a server, which is closed afterwards.
    static func withClient<Answer: Sendable>(
        _ server: ScriptedServer, path: String = "/fhir", scheme: String = "http", host: String = "127.0.0.1",
        adjust: (inout SourceConnection) -> Void = { _ in },
        _ body: @Sendable (BoundedHTTPClient) async throws -> Answer
    ) async throws -> Answer {
        var connection = SourceConnection(
            address: try #require(WebAddress("\(scheme)://\(host):\(server.port)\(path)")))
        adjust(&connection)
        let client = try BoundedHTTPClient(connection, clock: try FixedDayClock())
        do {
            let answer = try await body(client)
            await client.shutDown()
            return answer
        } catch {
            await client.shutDown()
            throw error
        }
    }

    /// A deadline for answers that come at once; no test waits for it.
    static var generousDeadline: ContinuousClock.Instant { .now + .seconds(20) }
}

extension SourceAnswer {
    /// The reason of an answer that is none.
    var reasonCode: SourceOutcome.Code? {
        switch self {
        case .refused(let reason), .notAvailable(let reason): reason.code
        case .structuredRecord, .searchPages, .personNotKnown: nil
        }
    }

    var isRefused: Bool {
        if case .refused = self { true } else { false }
    }

    var isPersonNotKnown: Bool {
        if case .personNotKnown = self { true } else { false }
    }

    var pages: [Bundle<R4>]? {
        if case .searchPages(let pages, _) = self { pages } else { nil }
    }

    var bundles: [Bundle<STU3>]? {
        if case .structuredRecord(let bundles, _) = self { bundles } else { nil }
    }

    var faults: [PartialFault]? {
        switch self {
        case .structuredRecord(_, let faults), .searchPages(_, let faults): faults
        case .personNotKnown, .refused, .notAvailable: nil
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Audit
import Brokering
import CareRecord
import Connectors
import Foundation
import Logging
import NIOCore
import NIOPosix
import Sharing
import Terminology

/// Whether a restricted person can be told from one who is unknown by how long the answer takes: calls of both in turn, in an order that a
/// seed shuffles, through the whole broker and the connectors of the national services, with the register and the audit on disk as they
/// are.
enum RestrictedBenchmark {
    /// Below this the two can be told apart.
    private static let leastProbability = 0.01

    private static let restricted = "9990000018"
    private static let unknown = "9990000026"

    /// - Returns: whether the two cannot be told apart. One run in a hundred finds a difference where there is none, so it takes two runs in
    ///   a row that find one.
    static func run(calls: Int) async throws -> (table: Table, isPassed: Bool) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mig-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let server = try await ServerBootstrap(group: group)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NationalServicesHandler())
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        let register = try await BenchIdentity.register(in: folder.path, of: ["B0"], at: MachineClock().utc)
        let gateway = try QuietGateway(
            port: server.localAddress?.port ?? 0, register: register,
            audit: try SQLiteAuditJournal(path: folder.path + "/audit.sqlite"))
        _ = try await samples(gateway, calls: max(200, calls / 10), [restricted, unknown], seed: 1)
        var table = Table("Restricted and unknown: \(calls) calls of each, two-sample Kolmogorov–Smirnov")
        _ = try await row("unknown against unknown (control)", gateway, calls, [unknown, unknown], seed: 2, &table)
        var isPassed = false
        for seed in 3...4 as ClosedRange<UInt64> where !isPassed {
            let probability = try await row(
                "restricted against unknown", gateway, calls, [restricted, unknown], seed: seed, &table)
            isPassed = probability >= leastProbability
        }
        await gateway.shutDown()
        try await server.close()
        try await group.shutdownGracefully()
        return (table, isPassed)
    }

    private static func row(
        _ name: String, _ gateway: QuietGateway, _ calls: Int, _ numbers: [String], seed: UInt64, _ table: inout Table
    ) async throws -> Double {
        let times = try await samples(gateway, calls: calls, numbers, seed: seed)
        let test = TwoSampleTest(times[0], times[1])
        let medians = times.map { Table.milliseconds($0.sorted()[$0.count / 2]) }
        table.add(
            name,
            "medians \(medians.joined(separator: " and ")), D \(rounded(test.distance)), p \(rounded(test.probability))",
            goal: "p ≥ \(leastProbability)")
        return test.probability
    }

    private static func rounded(_ value: Double) -> String { String(format: "%.4f", value) }

    private static func samples(
        _ gateway: QuietGateway, calls: Int, _ numbers: [String], seed: UInt64
    ) async throws -> [[Double]] {
        var order = (0..<calls * 2).map { $0 % 2 }
        var generator = Shuffler(state: seed)
        order.shuffle(using: &generator)
        var times: [[Double]] = [[], []]
        let clock = ContinuousClock()
        for place in order {
            let start = clock.now
            try await gateway.ask(numbers[place])
            times[place].append(start.duration(to: clock.now) / .seconds(1))
        }
        return times
    }

    private struct Shuffler: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }
}

/// A gateway that is asked of people of whom no record can be shown.
private struct QuietGateway {
    private let broker: RecordBroker
    private let clients: [BoundedHTTPClient]

    struct Unusable: Error {}

    init(port: Int, register: any SharingRegister, audit: any AuditJournal) throws {
        guard let address = WebAddress("http://127.0.0.1:\(port)/"),
            let seal = IdentifierSeal(secret: Array(repeating: 1, count: 32))
        else { throw Unusable() }
        let clock = MachineClock()
        clients = try (0..<2).map { _ in try BoundedHTTPClient(SourceConnection(address: address), clock: clock) }
        let identifier: @Sendable () -> String = { UUID().uuidString }
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        broker = RecordBroker(
            .init(
                demographics: PersonalDemographicsService(client: clients[0], newIdentifier: identifier),
                locator: NationalRecordLocator(
                    configuration: NationalRecordLocatorConfiguration(endUserOrganisation: "DEMO"), client: clients[1],
                    newIdentifier: identifier),
                sources: [], sharing: register, audit: audit,
                clock: clock, classifier: .builtIn, seal: seal, deadline: .seconds(3), logger: logger))
    }

    func ask(_ number: String) async throws {
        let request = RecordRequest(
            requester: BenchIdentity.requester, nhsNumber: try NHSNumber(number),
            traceID: "00000000-0000-4000-8000-000000000000")
        guard case .noRecordCanBeShown = await broker.record(request, rendering: RecordRenderer { _ in [] }) else {
            throw Unusable()
        }
    }

    func shutDown() async { for client in clients { await client.shutDown() } }
}

/// The demographic service, which knows a restricted person and nobody else, and the locator, which knows no records.
private final class NationalServicesHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var received = ""

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        while let end = received.ranges(of: "\r\n\r\n").first {
            let target = received.split(separator: " ", maxSplits: 2).dropFirst().first ?? ""
            let answer = Self.answer(target)
            received = String(received[end.upperBound...])
            context.write(wrapOutboundOut(answer), promise: nil)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private static func answer(_ target: Substring) -> ByteBuffer {
        if target.contains("/Patient/9990000018") { return restricted }
        return target.contains("/Patient/") ? unknown : nothing
    }

    private static func buffer(_ body: String, _ status: String = "200 OK") -> ByteBuffer {
        ByteBuffer(
            string:
                "HTTP/1.1 \(status)\r\nContent-Type: application/fhir+json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }

    private static let nothing = buffer(#"{"resourceType":"Bundle","type":"searchset","total":0}"#)
    private static let unknown = buffer(
        #"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not_found","details":{"coding":[{"system":"https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode","version":"1","code":"RESOURCE_NOT_FOUND","display":"Resource not found"}]}}]}"#,
        "404 Not Found")
    /// As the Personal Demographics Service describes restricted people: without address, telecommunication and practice.
    private static let restricted = buffer(
        #"{"resourceType":"Patient","id":"9990000018","meta":{"versionId":"2","security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R","display":"restricted"}]},"identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018","extension":[{"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus","valueCodeableConcept":{"coding":[{"system":"https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus","version":"1.0.0","code":"01","display":"Number present and verified"}]}}]}],"name":[{"id":"1","use":"usual","period":{"start":"2020-01-01"},"given":["Jane"],"family":"Restricted","prefix":["Mrs"]}],"gender":"female","birthDate":"1980-10-22","multipleBirthInteger":1}"#
    )
}

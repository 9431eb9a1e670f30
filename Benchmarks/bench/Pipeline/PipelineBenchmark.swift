// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Crypto
import FHIR
import Foundation
import JSON
import Logging
import Sharing
import Terminology
import Web

/// The gateway's own work for one record, without sockets and without a disk: eight sources' bytes in, one document's bytes out.
/// What it costs is told in processor time, which other work on the machine changes little.
enum PipelineBenchmark {
    /// Puts records together and prints what each costs; with a digest of all answers, so that a change can be seen to change nothing.
    /// - Parameter sources: how many of the sources are asked.
    static func run(_ manner: SourceManner, records: Int, sources: Int = SourceManner.sources) async throws {
        let pipeline = try Pipeline(manner, sources: sources)
        var digest = SHA256()
        var bytes = 0
        var entries = 0
        _ = try await pipeline.record(of: 0)
        let begun = ProcessorTime.used
        for place in 0..<records {
            let body = try await pipeline.record(of: place % pipeline.people)
            bytes += body.count
            if place < pipeline.people { digest.update(data: body) }
            if place == 0 { entries = EntryCount.entries(in: body) }
        }
        let cost = (ProcessorTime.used - begun) / Double(records)
        print(
            "\(manner.name): \(records) records, \(pipeline.inputBytes >> 10) KiB in, \((bytes / records) >> 10) KiB out,",
            "\(entries) entries; \((cost * 1e5).rounded() / 100) ms of processor time each;",
            "digest \(digest.finalize().prefix(6).map { String($0, radix: 16) }.joined())")
    }
}

/// A broker whose sources answer from memory, and which renders FHIR documents.
struct Pipeline {
    /// How many of the invented persons are held in memory.
    let people = 16
    let inputBytes: Int
    private let broker: RecordBroker
    private let numbers: [NHSNumber]

    struct Unusable: Error {}

    init(_ manner: SourceManner, sources count: Int) throws {
        var answers: [[String: [UInt8]]] = Array(repeating: [:], count: count)
        var numbers: [NHSNumber] = []
        var bytes = 0
        for place in 0..<people {
            let person = InventedPerson(place: place)
            numbers.append(try NHSNumber(person.nhsNumber))
            for source in 0..<count {
                let answer = Array(manner.record(of: person, at: source).utf8)
                bytes += answer.count
                answers[source][person.nhsNumber] = answer
            }
        }
        inputBytes = bytes / people
        self.numbers = numbers
        let sources = try answers.enumerated().map { place, answers in
            guard let id = SourceID("source\(place)") else { throw Unusable() }
            return ConfiguredSource(
                MemorySource(
                    description: SourceDescription(
                        id: id, name: "Source \(place)",
                        controller: Organisation(odsCode: "B\(place)", name: "Source \(place)"),
                        datasets: Set(Dataset.held)), manner: manner, answers: answers),
                isAlwaysAsked: true)
        }
        guard let seal = IdentifierSeal(secret: Array(repeating: 1, count: 32)) else { throw Unusable() }
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        broker = RecordBroker(
            .init(
                demographics: MemoryDemographics(), locator: MemoryLocator(), sources: sources,
                sharing: StandingSharing(
                    .demonstration(controllers: Set(sources.map(\.source.description.controller.odsCode)))),
                audit: MemoryAudit(), clock: MachineClock(), classifier: .builtIn, seal: seal, deadline: .seconds(60),
                logger: logger))
    }

    /// The document of one person.
    func record(of place: Int) async throws -> [UInt8] {
        let request = RecordRequest(
            requester: .unauthenticatedDemonstration, nhsNumber: numbers[place],
            traceID: "00000000-0000-4000-8000-000000000000")
        let frame = FHIRDocument.Frame(baseURL: "http://127.0.0.1/fhir/R4", id: request.traceID)
        let answer = await broker.record(request, rendering: RecordRenderer { FHIRDocument.render($0, in: frame) })
        guard case .record(let released) = answer else { throw Unusable() }
        return released.body
    }
}

private struct MemorySource: RecordSource {
    let description: SourceDescription
    let manner: SourceManner
    let answers: [String: [UInt8]]
    var timeLimit: Duration { .seconds(60) }

    func record(for query: SourceQuery, until deadline: ContinuousClock.Instant) async -> SourceAnswer {
        guard let number = query.numbers.first, let bytes = answers[number.disclosed],
            let root = try? JSONDocument(parsing: bytes).root
        else { return .personNotKnown }
        switch manner {
        case .fhirR4: return Bundle<R4>(root).map { .searchPages([$0], faults: []) } ?? .personNotKnown
        case .gpConnect: return Bundle<STU3>(root).map { .structuredRecord([$0], faults: []) } ?? .personNotKnown
        }
    }

    func health(until deadline: ContinuousClock.Instant) async -> SourceHealth { .healthy(detail: "") }
}

private struct MemoryDemographics: DemographicsService {
    func trace(_ number: NHSNumber, until deadline: ContinuousClock.Instant) async throws(TraceFailure) -> TraceResult {
        guard let place = InventedPerson.place(of: Substring(number.disclosed)) else { return .noRecordCanBeShown }
        let person = InventedPerson(place: place)
        return .found(
            TracedPerson(
                nhsNumber: number, supersededNumbers: [],
                demographics: PersonDemographics(
                    names: [.init(family: person.family, given: [person.given], use: "official")],
                    birthDate: FHIRDateTime(person.birthDate), gender: "other"),
                registeredPractice: nil))
    }
}

private struct MemoryLocator: RecordLocator {
    func custodians(
        for numbers: [NHSNumber], until deadline: ContinuousClock.Instant
    ) async throws(LocateFailure) -> Set<String> { [] }
}

private struct MemoryAudit: AuditJournal {
    func append(_ entry: AuditEntry) async throws(AuditFailure) {}
    func isWritable() async -> Bool { true }
}

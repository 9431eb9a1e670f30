// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import JSON
import Logging
import Sharing
import Synchronization
import Terminology
import TestSupport
import Testing

@testable import Web

/// The broker with its real steps behind the real server: what of withheld items gets out by any form of answer.
@Suite struct `Withheld items over a socket` {
    static let canary = "canaryQ7"

    private struct Ports: DemographicsService, RecordLocator, AuditJournal, RecordSource {
        let entries: Entries
        let pages: [Bundle<R4>]
        let description: SourceDescription
        let timeLimit = Duration.seconds(3600)

        final class Entries: Sendable {
            let texts = Mutex<[String]>([])
            /// Whether nothing that is to be shown can be accounted for.
            let refusesDisclosures = Mutex(false)
        }

        func trace(_ number: NHSNumber, until deadline: ContinuousClock.Instant) async throws(TraceFailure)
            -> TraceResult
        {
            .found(
                TracedPerson(
                    nhsNumber: number, supersededNumbers: [], demographics: SampleRecord.person, registeredPractice: nil
                ))
        }

        func custodians(for numbers: [NHSNumber], until deadline: ContinuousClock.Instant) async throws(LocateFailure)
            -> Set<String>
        { ["TRUST"] }

        func append(_ entry: AuditEntry) async throws(AuditFailure) {
            if entry.event == .disclosure, entries.refusesDisclosures.withLock({ $0 }) {
                throw AuditFailure("the disk is full")
            }
            entries.texts.withLock {
                $0.append(
                    "\(entry.sources) \(entry.permission ?? "") \(entry.clauses) \(entry.datasets) \(entry.digest ?? "")"
                )
            }
        }

        func isWritable() async -> Bool { true }

        func record(for query: SourceQuery, until deadline: ContinuousClock.Instant) async -> SourceAnswer {
            .searchPages(pages, faults: [])
        }

        func health(until deadline: ContinuousClock.Instant) async -> SourceHealth { .healthy(detail: "fake") }
    }

    private static func resources(_ label: String) -> [String] {
        let patient = "\"subject\":{\"reference\":\"Patient/p\"}"
        let date = SampleRecord.person.birthDate?.text ?? ""
        let name = SampleRecord.person.names.first
        let given = (name?.given ?? []).map { "\"\($0)\"" }.joined(separator: ",")
        let target = "{\"reference\":\"Condition/\(canary)\",\"display\":\"\(canary)\"}"
        return [
            "{\"resourceType\":\"Patient\",\"id\":\"p\",\"identifier\":[{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\"\(SampleRecord.number)\"}],\"name\":[{\"family\":\"\(name?.family ?? "")\",\"given\":[\(given)]}],\"birthDate\":\"\(date)\"}",
            "{\"resourceType\":\"Condition\",\"id\":\"\(canary)\",\(label)\"category\":[{\"coding\":[{\"code\":\"problem-list-item\"}]}],\"clinicalStatus\":{\"coding\":[{\"code\":\"active\"}]},\"code\":{\"text\":\"\(canary)\"},\"note\":[{\"text\":\"\(canary)\"}],\(patient)}",
            "{\"resourceType\":\"MedicationRequest\",\"id\":\"m\",\"status\":\"active\",\"intent\":\"order\",\"medicationCodeableConcept\":{\"text\":\"Kept medicine\"},\"reasonReference\":[\(target)],\"note\":[{\"text\":\"\(canary)\"}],\(patient)}",
            "{\"resourceType\":\"DocumentReference\",\"id\":\"\(canary)-d\",\(label)\"status\":\"current\",\"description\":\"\(canary)\",\"content\":[{\"attachment\":{\"title\":\"\(canary).pdf\"}}],\(patient)}",
            "{\"resourceType\":\"List\",\"id\":\"l\",\"status\":\"current\",\"mode\":\"snapshot\",\"title\":\"\(canary)\",\"entry\":[{\"item\":\(target)}],\(patient)}",
        ]
    }

    private static func broker(_ label: String, _ entries: Ports.Entries) throws -> RecordBroker {
        let all = resources(label).map { "{\"resource\":\($0)}" }.joined(separator: ",")
        let document = try JSONDocument(
            parsing: "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[\(all)]}")
        let description = SourceDescription(
            id: try #require(SourceID("trust")), name: "The trust",
            controller: Organisation(odsCode: "TRUST", name: "The trust"), datasets: Set(Dataset.held))
        let ports = Ports(entries: entries, pages: [try #require(Bundle(document.root))], description: description)
        return RecordBroker(
            .init(
                demographics: ports, locator: ports, sources: [ConfiguredSource(ports)],
                sharing: StandingSharing(.demonstration(controllers: ["TRUST"])), audit: ports, clock: FixedClock(),
                classifier: .builtIn, seal: try #require(IdentifierSeal(secret: Array(repeating: 7, count: 32))),
                deadline: .seconds(3600), logger: Logger(label: "test")))
    }

    /// All that leaves the gateway, and all that it keeps and logs, as one text.
    private static func told(_ label: String) async throws -> String {
        let entries = Ports.Entries()
        let texts = Mutex<[String]>([])
        let path = `The FHIR API over a socket`.path
        try await TestGateway.serving(try broker(label, entries), metrics: MetricRegister()) { gateway, _ in
            for accept in ["application/fhir+json", "text/html", "text/plain", "text/event-stream"] {
                let reply = try await gateway.send(path, headers: ["Accept": accept])
                #expect(reply.status == 200, "\(accept)")
                texts.withLock { $0 += [reply.body] + reply.headers.map(\.value) }
            }
            texts.withLock { $0.append(gateway.log.text) }
            let more = try await pages(gateway) + faults(gateway, entries)
            texts.withLock { $0 += more }
        }
        return (texts.withLock { $0 } + entries.texts.withLock { $0 }).joined(separator: "\n")
    }

    /// What the pages show, in one piece and as they fill, and what operators are shown.
    private static func pages(_ gateway: TestGateway) async throws -> [String] {
        var browser = Browser(gateway: gateway)
        var texts: [String] = []
        let path = try await browser.find()
        for rest in ["", "?whole=1", "?whole=1&view=social-care", "/events"] {
            let reply = try await browser.get(path + rest)
            #expect(reply.status == 200, "\(rest)")
            #expect(reply.body.contains("Kept medicine") || rest.isEmpty, "\(rest)")
            texts += [reply.body] + reply.headers.map(\.value)
        }
        let metrics = try await gateway.send("/metrics")
        #expect(metrics.status == 200 && metrics.body.contains("mig_sources_total"))
        return texts + [metrics.body]
    }

    /// What is answered where a record was put together and nothing may leave, or where the question was wrong.
    private static func faults(_ gateway: TestGateway, _ entries: Ports.Entries) async throws -> [String] {
        let path = `The FHIR API over a socket`.path
        var texts: [String] = []
        func look(_ path: String, method: String = "GET", accept: String = "*/*", is status: Int) async throws {
            let reply = try await gateway.send(path, method: method, headers: ["Accept": accept])
            #expect(reply.status == status, "\(path) \(reply.status)")
            texts += [reply.body] + reply.headers.map(\.value)
        }
        try await look(path + "?dataset=\(canary)", is: 400)
        try await look("/fhir/R4/Patient/\(SampleRecord.number)/Condition", is: 404)
        try await look(path, method: "DELETE", is: 405)
        try await look(path, accept: "image/png", is: 406)
        entries.refusesDisclosures.withLock { $0 = true }
        for accept in ["application/fhir+json", "text/html", "text/plain"] {
            try await look(path, accept: accept, is: 503)
        }
        // What the sender wrote may come back to the sender alone.
        return texts.map { $0.replacing("dataset '\(canary)'", with: "") } + [gateway.log.text]
    }

    @Test(arguments: ["V", "R"]) func `are in no form of the record, no log and no audit`(code: String) async throws {
        let label =
            "\"meta\":{\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\",\"code\":\"\(code)\"}]},"
        let told = try await Self.told(label)
        #expect(!told.lowercased().contains(Self.canary.lowercased()))
        #expect(told.contains("Kept medicine"))
        #expect(told.contains("Items excluded due to confidentiality and/or patient preferences."))
    }

    @Test func `are found by the same scan where nothing is withheld`() async throws {
        #expect(try await Self.told("").contains(Self.canary))
    }
}

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

/// The real broker over one source that holds a problem and an allergy of whoever is asked about, with the person's number in every word.
/// What a role may see is said by an agreement: doctors both, social workers the allergies, nobody else anything.
enum CrowdedWorld {
    static let organisation = "ZZ9A1"
    private static let controller = "CTRLA"

    /// What stands in every word of a record: whose, and what it is.
    static func canary(_ number: String, _ kind: String) -> String { "canary-\(number)-\(kind)" }

    /// The kinds that a role may be shown.
    static func kinds(for role: String) -> Set<String> {
        switch role {
        case "doctor": ["n", "p", "r"]
        case "social-worker": ["n", "r"]
        default: []
        }
    }

    static func broker() throws -> RecordBroker {
        var logger = Logger(label: "crowded")
        logger.logLevel = .critical
        let people = People()
        var admission = AdmissionLimits()
        // All are let in: it is not admission that is tried here.
        (admission.requests, admission.waiting) = (64, 4_096)
        return RecordBroker(
            .init(
                demographics: people, locator: people, sources: [ConfiguredSource(Source())],
                sharing: StandingSharing(policy), audit: people, clock: FixedClock(), classifier: .builtIn,
                seal: try #require(IdentifierSeal(secret: Array(repeating: 7, count: 32))), deadline: .seconds(3600),
                logger: logger, admission: admission))
    }

    private static let policy: SharingPolicy = {
        func clause(_ role: Role, _ datasets: Set<Dataset>) -> SharingClause {
            SharingClause(
                id: role.rawValue, consumers: [.organisation(organisation)], roles: [role], purposes: [.treatment],
                datasets: datasets, permission: .implied, needsRelationship: false, leastStrength: .low)
        }
        return SharingPolicy(
            version: 1,
            agreements: [
                .init(
                    SharingAgreement(
                        id: "crowd", version: 1, title: "Crowd", controller: controller,
                        validFrom: SampleRecord.date("2020-01-01"),
                        clauses: [
                            clause(.doctor, Set(Dataset.allCases)), clause(.socialWorker, [.demographics, .risks]),
                        ]))
            ])
    }()

    private struct People: DemographicsService, RecordLocator, AuditJournal {
        func trace(
            _ number: NHSNumber, until deadline: ContinuousClock.Instant
        ) async throws(TraceFailure) -> TraceResult {
            // Gives way, so that requests mix as they do while a service is waited for.
            await Task.yield()
            return .found(
                TracedPerson(
                    nhsNumber: number, supersededNumbers: [],
                    demographics: PersonDemographics(
                        names: [.init(family: canary(number.disclosed, "n"), given: ["Ada"], use: "official")],
                        birthDate: FHIRDateTime("1948-02-03"), gender: "female"), registeredPractice: nil))
        }

        func custodians(
            for numbers: [NHSNumber], until deadline: ContinuousClock.Instant
        ) async throws(LocateFailure) -> Set<String> { [controller] }

        func append(_ entry: AuditEntry) async throws(AuditFailure) { await Task.yield() }
        func isWritable() async -> Bool { true }
    }

    private struct Source: RecordSource {
        let timeLimit = Duration.seconds(3600)

        var description: SourceDescription {
            guard let id = SourceID("crowd") else { preconditionFailure("a word is an id") }
            return SourceDescription(
                id: id, name: "Crowd", controller: Organisation(odsCode: controller, name: "Crowd"),
                datasets: [.problems, .risks])
        }

        func record(for query: SourceQuery, until deadline: ContinuousClock.Instant) async -> SourceAnswer {
            await Task.yield()
            guard let number = query.numbers.first?.disclosed, let bundle = Self.bundle(number) else {
                return .personNotKnown
            }
            return .searchPages([bundle], faults: [])
        }

        func health(until deadline: ContinuousClock.Instant) async -> SourceHealth { .healthy(detail: "made up") }

        private static func bundle(_ number: String) -> Bundle<R4>? {
            let system = #""coding":[{"system":"http://terminology.hl7.org/CodeSystem"#
            let (name, problem, allergy) = (canary(number, "n"), canary(number, "p"), canary(number, "r"))
            let text = """
                {"resourceType":"Bundle","type":"searchset","entry":[
                {"resource":{"resourceType":"Patient","id":"p","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number",
                "value":"\(number)"}],"name":[{"family":"\(name)","given":["Ada"]}],"birthDate":"1948-02-03"}},
                {"resource":{"resourceType":"Condition","id":"c","category":[{"coding":[{"code":"problem-list-item"}]}],
                "clinicalStatus":{\(system)/condition-clinical","code":"active"}]},"code":{"text":"\(problem)"},
                "subject":{"reference":"Patient/p"}}},
                {"resource":{"resourceType":"AllergyIntolerance","id":"a",
                "clinicalStatus":{\(system)/allergyintolerance-clinical","code":"active"}]},"code":{"text":"\(allergy)"},
                "patient":{"reference":"Patient/p"}}}]}
                """
            return (try? JSONDocument(parsing: text)).flatMap { Bundle<R4>($0.root) }
        }
    }
}

/// Decides for whoever asked before: a crossing, to be planted.
final class Crossing: Sendable {
    private let last = Mutex<Requester?>(nil)

    func crossed(_ request: RecordRequest) -> RecordRequest {
        let before = last.withLock { last in
            defer { last = request.requester }
            return last
        }
        return request.changed(by: before)
    }
}

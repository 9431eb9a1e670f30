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
import Testing

/// A broker with one known person at one practice, which would show an allergy if the register lets it.
struct RegisteredBroker {
    let source = CountingSource()
    let journal = KeepingJournal()
    private let fixture: RegisterFixture
    private let broker: RecordBroker

    init(_ fixture: RegisterFixture, sharing: any SharingRegister) throws {
        self.fixture = fixture
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        broker = RecordBroker(
            .init(
                demographics: KnownPerson(), locator: NowhereElse(), sources: [ConfiguredSource(source)],
                sharing: sharing, audit: journal, clock: StillClock(utc: fixture.now), classifier: .builtIn,
                seal: try #require(IdentifierSeal(secret: Array(repeating: 7, count: 32))), deadline: .seconds(3600),
                logger: logger))
    }

    /// Where wishes are recorded, beside the broker.
    func desk(_ register: any PreferenceRegister) -> PreferenceDesk {
        PreferenceDesk(
            .init(
                demographics: KnownPerson(), locator: NowhereElse(), sources: [ConfiguredSource(source)],
                register: register, audit: journal, clock: StillClock(utc: fixture.now), deadline: .seconds(3600)))
    }

    /// Whether what is released says that the requester's relationship to the person is their own claim; `nil` where nothing is released.
    func isClaimed(
        _ relationship: SharingFacts.Relationship?, because reason: String? = nil
    ) async throws -> Bool? {
        let claimed = Mutex<Bool?>(nil)
        let request = RecordRequest(
            requester: RegisterFixture.requester(), nhsNumber: fixture.number, datasets: [.risks], traceID: "trace-1",
            consultation: "consultation-1", statement: PermissionStatement(.given), relationship: relationship,
            relationshipReason: reason)
        _ = await broker.record(
            request,
            rendering: RecordRenderer { record in
                claimed.withLock { $0 = record.relationshipIsClaimed }
                return []
            })
        return claimed.withLock { $0 }
    }

    /// How many entries are released; `nil` where nothing is released at all.
    func released(
        statement: PermissionToView.Answer? = .given, purpose: PurposeOfUse = .treatment
    ) async throws -> Int? {
        let count = Mutex<Int?>(nil)
        let request = RecordRequest(
            requester: RegisterFixture.requester(purpose: purpose), nhsNumber: fixture.number, datasets: [.risks],
            traceID: "trace-1", consultation: "consultation-1", statement: statement.map { PermissionStatement($0) },
            relationship: .statedBySystem)
        let answer = await broker.record(
            request,
            rendering: RecordRenderer { record in
                count.withLock { $0 = record.entries.count }
                return []
            })
        if case .record = answer { return count.withLock { $0 } }
        return nil
    }
}

private struct StillClock: GatewayClock {
    let now = ContinuousClock.now
    let utc: FHIRDateTime

    func sleep(until deadline: ContinuousClock.Instant) async throws {
        guard deadline > now.advanced(by: .seconds(60)) else { return }
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        await withTaskCancellationHandler {
            for await _ in stream {}
        } onCancel: {
            continuation.finish()
        }
        try Task.checkCancellation()
    }
}

private struct KnownPerson: DemographicsService {
    func trace(_ number: NHSNumber, until deadline: ContinuousClock.Instant) async throws(TraceFailure) -> TraceResult {
        .found(
            TracedPerson(
                nhsNumber: number, supersededNumbers: [],
                demographics: PersonDemographics(
                    names: [.init(family: "Okafor", given: ["Ada"])], birthDate: FHIRDateTime("1980-05-12"),
                    gender: "female"),
                registeredPractice: Organisation(odsCode: "A12345", name: "The practice")))
    }
}

private struct NowhereElse: RecordLocator {
    func custodians(for numbers: [NHSNumber], until deadline: ContinuousClock.Instant) async throws(LocateFailure)
        -> Set<String>
    { [] }
}

final class CountingSource: RecordSource {
    private let count = Mutex(0)
    var asked: Int { count.withLock { $0 } }
    let timeLimit = Duration.seconds(3600)
    var description: SourceDescription {
        guard let id = SourceID("practice") else { preconditionFailure("a word of letters is a source id") }
        return SourceDescription(
            id: id, name: "Practice", controller: Organisation(odsCode: "A12345", name: "Anytown Surgery"),
            datasets: [.risks])
    }

    func record(for query: SourceQuery, until deadline: ContinuousClock.Instant) async -> SourceAnswer {
        count.withLock { $0 += 1 }
        let page = """
            {"resourceType":"Bundle","type":"searchset","entry":[
            {"resource":{"resourceType":"Patient","id":"p","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number",
            "value":"9434765919"}],"name":[{"family":"Okafor","given":["Ada"]}],"birthDate":"1980-05-12"}},
            {"resource":{"resourceType":"AllergyIntolerance","id":"a","clinicalStatus":{"coding":[{"system":
            "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},"code":{"coding":[{"system":
            "http://snomed.info/sct","code":"91936005","display":"Allergy to penicillin"}]},"patient":{"reference":"Patient/p"}}}]}
            """
        guard let document = try? JSONDocument(parsing: page), let bundle = Bundle<R4>(document.root) else {
            return .personNotKnown
        }
        return .searchPages([bundle], faults: [])
    }

    func health(until deadline: ContinuousClock.Instant) async -> SourceHealth { .healthy(detail: "fake") }
}

final class KeepingJournal: AuditJournal {
    private let kept = Mutex<[AuditEntry]>([])
    var entries: [AuditEntry] { kept.withLock { $0 } }
    func append(_ entry: AuditEntry) async throws(AuditFailure) { kept.withLock { $0.append(entry) } }
    func isWritable() async -> Bool { true }
}

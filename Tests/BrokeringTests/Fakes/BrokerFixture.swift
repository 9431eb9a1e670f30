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

/// A broker of fakes with one known person, and what a test needs to make answers about them.
struct BrokerFixture {
    static let number = "9434765919"

    var demographics: Result<TraceResult, TraceFailure>
    var locator: Result<Set<String>, LocateFailure> = .success(["TRUST"])
    var sources: [ConfiguredSource] = []
    var sharing: any SharingRegister = StandingSharing(
        .demonstration(controllers: ["PRACTICE", "TRUST", "OTHER"]))
    var journal = FakeJournal()
    var admission = AdmissionLimits()
    var clock: any GatewayClock

    init() throws {
        clock = try #require(StandingClock())
        demographics = .success(.found(try Self.person()))
    }

    static func person(superseded: [String] = [], practice: String = "PRACTICE") throws -> TracedPerson {
        TracedPerson(
            nhsNumber: try NHSNumber(number), supersededNumbers: try superseded.map { try NHSNumber($0) },
            demographics: PersonDemographics(
                names: [.init(family: "Okafor", given: ["Ada"])], birthDate: FHIRDateTime("1980-05-12"),
                gender: "female"),
            registeredPractice: Organisation(odsCode: practice, name: "The practice"))
    }

    static func description(
        _ name: String, ods: String, datasets: Set<Dataset> = Set(Dataset.held)
    ) throws -> SourceDescription {
        SourceDescription(
            id: try #require(SourceID(name)), name: name, controller: Organisation(odsCode: ods, name: name),
            datasets: datasets)
    }

    func broker() throws -> RecordBroker {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return RecordBroker(
            .init(
                demographics: FakeDemographics(result: demographics), locator: FakeLocator(result: locator),
                sources: sources,
                sharing: sharing, audit: journal, clock: clock, classifier: .builtIn,
                seal: try #require(IdentifierSeal(secret: Array(repeating: 7, count: 32))),
                deadline: .seconds(3600 * 2),
                logger: logger, admission: admission))
    }

    static func request(
        datasets: [Dataset] = [], from: String? = nil, to: String? = nil, sources: [SourceID] = []
    ) throws -> RecordRequest {
        RecordRequest(
            requester: .unauthenticatedDemonstration, nhsNumber: try NHSNumber(number), datasets: datasets,
            from: from.flatMap { FHIRDateTime($0) }, to: to.flatMap { FHIRDateTime($0) }, sources: sources,
            traceID: "trace-1")
    }

    static func patient(
        number: String = number, id: String = "p", family: String = "Okafor", birthDate: String = "1980-05-12"
    ) -> String {
        """
        {"resourceType":"Patient","id":"\(id)","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\(number)"}],\
        "name":[{"family":"\(family)","given":["Ada"]}],"gender":"female","birthDate":"\(birthDate)"}
        """
    }

    static func allergy(_ id: String, subject: String = "Patient/p", date: String = "2001-02-03") -> String {
        """
        {"resourceType":"AllergyIntolerance","id":"\(id)","clinicalStatus":{"coding":[{"system":\
        "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},"code":{"coding":[{"system":\
        "http://snomed.info/sct","code":"91936005","display":"Allergy to penicillin"}]},"patient":{"reference":"\(subject)"},\
        "recordedDate":"\(date)"}
        """
    }

    static func page(_ resources: [String]) throws -> Bundle<R4> {
        let entries = resources.map { "{\"resource\":\($0)}" }.joined(separator: ",")
        let document = try JSONDocument(
            parsing: "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[\(entries)]}")
        return try #require(Bundle(document.root))
    }

    /// A trust that answers with these resources, beside the right Patient.
    static func trust(_ resources: [String], patient: String = patient(), onAsk: @escaping @Sendable () -> Void = {})
        throws -> FakeSource
    {
        let page = try page([patient] + resources)
        return FakeSource(try description("trust", ods: "TRUST"), onAsk: onAsk) { _ in .searchPages([page], faults: [])
        }
    }
}

/// Renders nothing, but keeps the record for the test to look at.
final class RecordKeeper: Sendable {
    private let kept = Mutex<DetailedCareRecord?>(nil)

    var record: DetailedCareRecord? { kept.withLock { $0 } }

    var renderer: RecordRenderer {
        RecordRenderer { record in
            self.kept.withLock { $0 = record }
            return Array("rendered".utf8)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import JSON
import Logging
import Sharing
import Terminology

/// The people, the controllers and what these have agreed to, with a canary in every word of every record.
enum AttackedWorld {
    /// People with records, by their places; one more is restricted, and one is nobody.
    static let count = 4
    /// The numbers of the people, then one that was superseded by that of person 2, then the restricted one, then nobody's.
    static let numbers: [String] = (0..<100).lazy.compactMap { place -> String? in
        let nine = "999" + String(1_307_700 + 13 * place).dropFirst()
        return (0...9).lazy.map { nine + String($0) }.first { (try? NHSNumber($0)) != nil }
    }.prefix(7).map { $0 }
    static let superseded = 4
    static let restricted = 5
    static let nobody = 6

    /// Whose record a place in ``numbers`` stands for.
    static func person(at place: Int) -> Int? { place < count ? place : place == superseded ? 2 : nil }

    /// The controllers; what `c` holds opens only with the person's permission.
    enum Controller: String, CaseIterable, Sendable {
        case a, b, c
        var code: String { "CTRL" + rawValue.uppercased() }
    }

    /// What a canary says: about whom, whose, and in which dataset. `demographics` stands for what the demographic service knows.
    struct Canary: Hashable, Sendable, CustomStringConvertible {
        let person: Int
        let controller: Controller?
        let dataset: Dataset

        var description: String {
            "canary-\(person)-\(controller?.rawValue ?? "d")-\(dataset == .risks ? "r" : dataset == .problems ? "p" : "n")"
        }

        static let all: [Canary] = (0..<count).flatMap { person in
            [Canary(person: person, controller: nil, dataset: .demographics)]
                + Controller.allCases.flatMap { controller in
                    [Dataset.problems, .risks].map { Canary(person: person, controller: controller, dataset: $0) }
                }
        }
        static let byText = Dictionary(uniqueKeysWithValues: all.map { ($0.description, $0) })
    }

    /// The organisations whose systems ask, and which controllers share with them.
    static let hospital = "RXX01"
    static let clinic = "RYY02"
    static let kiosk = "RZZ03"
    static let lonely = "RWW04"

    /// What somebody wished, whose alert it is, whose clause: words of which only a few may learn.
    static func wishCanary(of person: Int) -> String { "canary-\(person)-d-w" }
    static func alertCanary(of organisation: String) -> String { "canary-0-\(organisation == hospital ? "h" : "k")-t" }
    static func clauseCanary(of controller: Controller) -> String { "canary-0-\(controller.rawValue)-x" }

    static let agreements: [SharingAgreement] = {
        func clause(
            _ id: String, _ organisation: String, _ roles: Set<Role>, _ purposes: Set<PurposeOfUse>,
            _ permission: SharingClause.PermissionCondition = .implied
        ) -> SharingClause {
            SharingClause(
                id: id, consumers: [.organisation(organisation)], roles: roles, purposes: purposes,
                datasets: Set(Dataset.allCases), permission: permission, needsRelationship: false, leastStrength: .low)
        }
        let own = clause("own", kiosk, [.patient, .proxy], [.patientRequest])
        let care: Set<PurposeOfUse> = [.treatment, .breakGlass]
        func carers(
            _ controller: Controller, _ organisation: String,
            _ permission: SharingClause.PermissionCondition = .implied
        ) -> SharingClause { clause(clauseCanary(of: controller), organisation, [.doctor], care, permission) }
        let clauses: [Controller: [SharingClause]] = [
            .a: [carers(.a, hospital), own], .b: [carers(.b, clinic), own], .c: [carers(.c, clinic, .eachTime)],
        ]
        let begin = SampleRecord.date("2020-01-01")
        return Controller.allCases.map { controller in
            SharingAgreement(
                id: "of-\(controller.rawValue)", version: 1, title: "Of one controller",
                controller: controller.code, validFrom: begin,
                signatories: [.init(name: "A", capacity: "b", organisation: controller.code, signedOn: begin)],
                clauses: clauses[controller] ?? [])
        }
    }()

    static let policy = SharingPolicy(version: 1, agreements: agreements.map { .init($0) })

    static let sources = Controller.allCases.map { ConfiguredSource(AttackedSource(controller: $0)) }

    static func broker(
        sharing: any SharingRegister = StandingSharing(policy), audit: any AuditJournal = AttackedJournal(),
        clock: any GatewayClock = FixedClock()
    ) -> RecordBroker {
        guard let seal = IdentifierSeal(secret: Array(repeating: 7, count: 32)) else {
            preconditionFailure("a secret of 32 bytes makes a seal")
        }
        var logger = Logger(label: "attacked")
        logger.logLevel = .critical
        let people = AttackedPeople()
        return RecordBroker(
            .init(
                demographics: people, locator: people,
                sources: sources, sharing: sharing, audit: audit, clock: clock, classifier: .builtIn, seal: seal,
                deadline: .seconds(3600), logger: logger))
    }

    static func demographics(of person: Int) -> PersonDemographics {
        let canary = Canary(person: person, controller: nil, dataset: .demographics)
        return PersonDemographics(
            names: [.init(family: canary.description, given: ["Ada"], use: "official")],
            birthDate: FHIRDateTime("1948-02-03"), gender: "female")
    }
}

/// The demographic service and the locator.
struct AttackedPeople: DemographicsService, RecordLocator {
    func trace(_ number: NHSNumber, until deadline: ContinuousClock.Instant) async throws(TraceFailure) -> TraceResult {
        guard let place = AttackedWorld.numbers.firstIndex(of: number.disclosed),
            let person = AttackedWorld.person(at: place), let current = try? NHSNumber(AttackedWorld.numbers[person])
        else { return .noRecordCanBeShown }
        return .found(
            TracedPerson(
                nhsNumber: current, supersededNumbers: number == current ? [] : [number],
                demographics: AttackedWorld.demographics(of: person), registeredPractice: nil))
    }

    func custodians(for numbers: [NHSNumber], until deadline: ContinuousClock.Instant) async throws(LocateFailure)
        -> Set<String>
    {
        // Nobody holds a record of the last person.
        numbers.map(\.disclosed).contains(AttackedWorld.numbers[AttackedWorld.count - 1])
            ? [] : Set(AttackedWorld.Controller.allCases.map(\.code))
    }
}

/// One controller's system: a problem and an allergy of whoever is asked about, and nothing that says whose they are but the canaries.
private struct AttackedSource: RecordSource {
    let controller: AttackedWorld.Controller
    let timeLimit = Duration.seconds(3600)

    var description: SourceDescription {
        guard let id = SourceID("source-" + controller.rawValue) else { preconditionFailure("a word is an id") }
        return SourceDescription(
            id: id, name: "Source \(controller.rawValue)",
            controller: Organisation(odsCode: controller.code, name: "Controller \(controller.rawValue)"),
            datasets: [.problems, .risks])
    }

    func record(for query: SourceQuery, until deadline: ContinuousClock.Instant) async -> SourceAnswer {
        guard let number = query.numbers.first?.disclosed,
            let person = AttackedWorld.numbers.firstIndex(of: number).flatMap(AttackedWorld.person),
            let bundle = Self.bundles[controller]?[person]
        else { return .personNotKnown }
        return .searchPages([bundle], faults: [])
    }

    func health(until deadline: ContinuousClock.Instant) async -> SourceHealth { .healthy(detail: "made up") }

    private static let bundles = Dictionary(
        uniqueKeysWithValues: AttackedWorld.Controller.allCases.map { controller in
            (controller, (0..<AttackedWorld.count).map { bundle(controller, $0) })
        })

    private static func bundle(_ controller: AttackedWorld.Controller, _ person: Int) -> Bundle<R4> {
        func canary(_ dataset: Dataset) -> String {
            AttackedWorld.Canary(person: person, controller: controller, dataset: dataset).description
        }
        let family = AttackedWorld.Canary(person: person, controller: nil, dataset: .demographics)
        let clinical = #""coding":[{"system":"http://terminology.hl7.org/CodeSystem"#
        let text = """
            {"resourceType":"Bundle","type":"searchset","entry":[
            {"resource":{"resourceType":"Patient","id":"p","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number",
            "value":"\(AttackedWorld.numbers[person])"}],"name":[{"family":"\(family)","given":["Ada"]}],"birthDate":"1948-02-03"}},
            {"resource":{"resourceType":"Condition","id":"\(canary(.problems))","category":[{"coding":[{"code":"problem-list-item"}]}],
            "clinicalStatus":{\(clinical)/condition-clinical","code":"active"}]},"code":{"text":"\(canary(.problems))"},
            "note":[{"text":"\(canary(.problems))"}],"subject":{"reference":"Patient/p"}}},
            {"resource":{"resourceType":"AllergyIntolerance","id":"\(canary(.risks))",
            "clinicalStatus":{\(clinical)/allergyintolerance-clinical","code":"active"}]},"code":{"text":"\(canary(.risks))"},
            "note":[{"text":"\(canary(.risks))"}],"patient":{"reference":"Patient/p"}}}]}
            """
        guard let document = try? JSONDocument(parsing: text), let bundle = Bundle<R4>(document.root) else {
            preconditionFailure("the sample is no Bundle")
        }
        return bundle
    }
}

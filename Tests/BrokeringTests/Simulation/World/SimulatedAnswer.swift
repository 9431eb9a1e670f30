// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import JSON

/// What a simulated source holds of the person, and how it says so: truly, or with one of the lies that sources tell.
struct SimulatedRecord: Sendable {
    /// Whom the answer is about.
    enum Identity: CaseIterable, Sendable {
        case thisPerson, supersededNumber, anotherName
        /// Another person altogether, or another one's copy beside the right one.
        case anotherPerson, anotherPersonBeside
        /// The right number with a birth date that differs in two parts.
        case anotherBirthDate
        case nobody
    }

    /// What is odd about a statement.
    enum Oddity: CaseIterable, Sendable { case sentTwice, twoUnderOneID, aboutSomebodyElse, unreadable }

    /// What says that a statement may not be shown to everybody.
    enum Mark: CaseIterable, Sendable {
        case normal, restricted, veryRestricted, unknown, sensitive

        /// The resource with the mark on it.
        func on(_ resource: String) -> String {
            let code: String
            switch self {
            case .normal: code = "N"
            case .restricted: code = "R"
            case .veryRestricted: code = "V"
            case .unknown: code = "secret"
            case .sensitive:
                let coding = "{\"system\":\"http://snomed.info/sct\",\"code\":\"7777029999999103\"}"
                return resource.replacing("\"code\":{\"text\"", with: "\"code\":{\"coding\":[\(coding)],\"text\"")
            }
            let system = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
            let meta = "\"meta\":{\"security\":[{\"system\":\"\(system)\",\"code\":\"\(code)\"}]}"
            return "{" + meta + "," + resource.dropFirst()
        }
    }

    struct Item: Sendable {
        let id: String
        let statement: SimulatedStatement
        let date: String
        let oddity: Oddity?
        var mark: Mark?

        /// Whether it must not be shown: under no agreement of a run are restricted items included.
        var isWithheld: Bool {
            switch mark {
            case nil, .normal: false
            case .restricted, .veryRestricted, .unknown: true
            case .sensitive: [.warning, .activeProblem, .pastDiagnosis, .report, .reading].contains(statement)
            }
        }

        /// Whether it is taken at all, so that its being withheld is announced.
        var isTaken: Bool { oddity != .aboutSomebodyElse && oddity != .unreadable }
    }

    var identity: Identity
    var items: [Item]
    /// The part that failed while the rest was given.
    var fault: PartialFault?
    /// Whether the answer is spread over two pages.
    var isPaged: Bool
    /// Whether the source speaks FHIR STU3; it holds allergies alone then.
    var isStructured: Bool

    /// Whether the answer may be shown.
    var isTaken: Bool {
        switch identity {
        case .thisPerson, .supersededNumber, .anotherName: true
        case .anotherPerson, .anotherPersonBeside, .anotherBirthDate, .nobody: false
        }
    }
}

/// How a simulated source answers one asking.
enum SimulatedAnswer: Sendable {
    case record(SimulatedRecord)
    case personNotKnown
    case refused
    case notAvailable(SourceOutcome.Code)

    var words: String {
        switch self {
        case .record(let record):
            "record of \(record.identity), \(record.items.count) statements"
                + record.items.compactMap(\.oddity).map { ", one \($0)" }.joined()
                + record.items.compactMap(\.mark).map { ", one \($0)" }.joined()
                + (record.fault == nil ? "" : ", a part failed") + (record.isStructured ? ", structured" : "")
        case .personNotKnown: "person not known"
        case .refused: "refused"
        case .notAvailable(let code): "not available: \(code.rawValue)"
        }
    }
}

/// The people of a run.
struct SimulatedPeople: Sendable {
    let number: String
    let superseded: String?
    let stranger: String

    private func patient(
        _ number: String, id: String = "p", family: String = "Okafor", given: String = "Ada",
        birthDate: String = "1980-05-12"
    ) -> String {
        """
        {"resourceType":"Patient","id":"\(id)","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\(number)"}],\
        "name":[{"family":"\(family)","given":["\(given)"]}],"gender":"female","birthDate":"\(birthDate)"}
        """
    }

    var demographics: PersonDemographics {
        PersonDemographics(
            names: [.init(family: "Okafor", given: ["Ada"])], birthDate: FHIRDateTime("1980-05-12"), gender: "female")
    }

    var strangersDemographics: PersonDemographics {
        PersonDemographics(
            names: [.init(family: "Lindqvist", given: ["Maja"])], birthDate: FHIRDateTime("1955-11-02"),
            gender: "female")
    }

    private var strangersPatient: String {
        patient(stranger, id: "stranger", family: "Lindqvist", given: "Maja", birthDate: "1955-11-02")
    }

    private func patients(_ identity: SimulatedRecord.Identity) -> [String] {
        switch identity {
        case .thisPerson: [patient(number)]
        case .supersededNumber: [patient(superseded ?? number)]
        case .anotherName: [patient(number, family: "Elliott")]
        case .anotherPerson: [patient(stranger, family: "Lindqvist", given: "Maja", birthDate: "1955-11-02")]
        case .anotherPersonBeside: [patient(number), strangersPatient]
        case .anotherBirthDate: [patient(number, birthDate: "1981-06-12")]
        case .nobody: []
        }
    }

    private func resources(of item: SimulatedRecord.Item) -> [String] {
        func resource(_ words: String, subject: String = "Patient/p") -> String {
            let plain = item.statement.resource(id: item.id, subject: subject, date: item.date, words: words)
            return item.mark?.on(plain) ?? plain
        }
        let one = "Statement \(item.id)"
        switch item.oddity {
        case nil: return [resource(one)]
        case .sentTwice: return [resource(one), resource(one)]
        case .twoUnderOneID: return [resource(one), resource("Another statement \(item.id)")]
        case .aboutSomebodyElse: return [resource(one, subject: "Patient/stranger")]
        case .unreadable:
            return ["{\"resourceType\":\"\(item.statement.type)\",\"id\":\"\(item.id)\",\"implicitRules\":7}"]
        }
    }

    /// The answer as the broker gets it.
    func pages(_ record: SimulatedRecord) -> SourceAnswer {
        let faults = record.fault.map { [$0] } ?? []
        if record.isStructured {
            let items = record.items.map { item in
                """
                {"resourceType":"AllergyIntolerance","id":"\(item.id)","clinicalStatus":"active","verificationStatus":\
                "unconfirmed","category":["medication"],"code":{"text":"Statement \(item.id)"},"patient":{"reference":\
                "Patient/p"},"assertedDate":"\(item.date)"}
                """
            }
            return .structuredRecord([Self.bundle(patients(record.identity) + items)], faults: faults)
        }
        let resources = record.items.flatMap(resources)
        guard record.isPaged else {
            return .searchPages([Self.bundle(patients(record.identity) + resources)], faults: faults)
        }
        let half = resources.count / 2
        return .searchPages(
            [
                Self.bundle(patients(record.identity) + resources[..<half]),
                Self.bundle(patients(record.identity) + resources[half...]),
            ], faults: faults)
    }

    private static func bundle<Version>(_ resources: [String]) -> Bundle<Version> {
        let entries = resources.map { "{\"resource\":\($0)}" }.joined(separator: ",")
        let text = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[\(entries)]}"
        guard let document = try? JSONDocument(parsing: text), let bundle = Bundle<Version>(document.root) else {
            preconditionFailure("a simulated source wrote no Bundle")
        }
        return bundle
    }
}

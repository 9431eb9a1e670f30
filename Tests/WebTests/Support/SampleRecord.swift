// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// Made-up people and records, small enough to be read.
enum SampleRecord {
    static let anytown = source("anytown-surgery", "Anytown Surgery", "A12345")
    static let hospital = source("st-elsewhere", "St Elsewhere's Hospital", "RX1")
    static let community = source("community-team", "Community Team", "RY2", [.events, .examinations])
    static let sources = [anytown, hospital, community]
    static let scope = Dataset.held + [.other]
    static let number = "9990000018"

    static var nhsNumber: NHSNumber {
        do { return try NHSNumber(number) } catch { preconditionFailure("\(error)") }
    }

    static func source(
        _ id: String, _ name: String, _ code: String, _ datasets: Set<Dataset> = Set(Dataset.held)
    ) -> SourceDescription {
        guard let id = SourceID(id) else { preconditionFailure("\(id) is no id of a source") }
        return SourceDescription(
            id: id, name: name, controller: Organisation(odsCode: code, name: name + " Trust"), datasets: datasets)
    }

    static func date(_ text: String) -> FHIRDateTime {
        guard let date = FHIRDateTime(text) else { preconditionFailure("\(text) is no date") }
        return date
    }

    static func resource(_ text: String) -> Resource<R4> {
        guard let document = try? JSONDocument(parsing: text), let resource = Resource<R4>(document.root) else {
            preconditionFailure("the sample is no resource: \(text.prefix(60))")
        }
        return resource
    }

    static func entry(
        _ dataset: Dataset, _ section: DatasetSection, _ json: String, date: String?, title: String,
        details: [(String, String)] = [], warnings: [String] = [], source: SourceDescription = anytown
    ) -> RecordEntry {
        let resource = resource(json)
        let reference = resource.localReference ?? resource.type
        return RecordEntry(
            id: opaque(reference, source), dataset: dataset, section: section, resource: resource,
            sourceReference: reference, source: source, date: date.map(Self.date), title: title,
            details: details.map { .init($0.0, $0.1) }, warnings: warnings)
    }

    /// Stands for the sealed id: the same every time, and none of the source's own letters.
    static func opaque(_ reference: String, _ source: SourceDescription) -> String {
        let hash = (source.id.text + " " + reference).utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        return "x" + String(hash, radix: 32)
    }

    static let person = PersonDemographics(
        names: [.init(family: "Testpatient", given: ["Olwen", "Mair"], prefix: ["Mrs"], use: "official")],
        birthDate: FHIRDateTime("1948-02-03"), gender: "female", addressLines: ["1 High Street", "Anytown", "AN1 1AA"],
        telephone: "01632 960001")

    /// Two sources that answered, one of them with items withheld, and one that did not answer in time.
    static var incomplete: DetailedCareRecord {
        record(SampleEntries.all, supporting: SampleEntries.supporting, hospital: .notAvailable(reason: timedOut))
    }

    static let timedOut = SourceOutcome.Reason(.timedOut, "The source did not answer within the deadline.")

    /// Every source answered, with these outcomes where there are no entries.
    static func record(
        _ entries: [RecordEntry], supporting: [SupportingResource] = [], anytown: SourceOutcome? = nil,
        hospital: SourceOutcome? = nil, community: SourceOutcome? = nil, notices: [SourceNotice] = [],
        unreadable: [String?] = [], scope: [Dataset] = scope, filters: [String] = [], isClaimed: Bool = false
    ) -> DetailedCareRecord {
        let forced = [Self.anytown.id: anytown, Self.hospital.id: hospital, Self.community.id: community]
        let ledger = SourceLedger(sources: sources, scope: scope) { source in
            SourceLedger.SourceLine(
                source: source, asAt: "2026-01-31T09:30:00Z", scope: scope,
                notices: source == Self.anytown ? notices : [], unreadable: source == Self.anytown ? unreadable : []
            ) { dataset in
                guard source.datasets.contains(dataset) || dataset == .other else { return .notSupported }
                if let outcome = forced[source.id] ?? nil { return outcome }
                let count = entries.count { $0.source == source && $0.dataset == dataset }
                return count == 0 ? .nothingRecorded : .answered(count: count)
            }
        }
        return DetailedCareRecord(
            person: person, nhsNumber: nhsNumber, supersededNumbers: [],
            registeredPractice: Self.anytown.controller, entries: entries.filter { scope.contains($0.dataset) },
            supporting: supporting, ledger: ledger, filters: filters, assembledAt: date("2026-01-31T09:30:00.000Z"),
            relationshipIsClaimed: isClaimed)
    }
}

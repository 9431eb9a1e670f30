// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Testing

@testable import Brokering

@Suite struct `Withholding entries` {
    private static func entry(_ dataset: Dataset, _ section: DatasetSection, date: String?) throws -> RecordEntry {
        let document = try JSONDocument(parsing: #"{"resourceType":"Basic","id":"b"}"#)
        return RecordEntry(
            id: "b", dataset: dataset, section: section, resource: try #require(Resource<R4>(document.root)),
            sourceReference: "Basic/b", source: try BrokerFixture.description("trust", ods: "TRUST"),
            date: try date.map { try #require(FHIRDateTime($0)) }, title: "As recorded")
    }

    private static func withhold(_ datasets: Set<Dataset> = Set(Dataset.held), from: String? = nil, to: String? = nil)
        throws -> Withhold
    {
        Withhold(
            datasets: datasets, from: try from.map { try #require(FHIRDateTime($0)) },
            to: try to.map { try #require(FHIRDateTime($0)) })
    }

    @Test(
        arguments: [
            ("2020-03-01", true), ("2020-02-29", false), ("2020-03-31", true), ("2020-04-01", false),
            ("2020-03-31T23:59:59Z", true), ("2020-04-01T00:00:00Z", false), ("2020-02-29T22:59:59Z", false),
        ])
    func `keeps what is dated from the first day to the end of the last`(date: String, isKept: Bool) throws {
        let withhold = try Self.withhold(from: "2020-03-01", to: "2020-03-31")
        #expect(try withhold.keeps(Self.entry(.events, .encounters, date: date)) == isKept)
    }

    @Test(arguments: [
        ("2020", true), ("2020-03", true), ("2019", false), ("2021", false), ("2020-02", false), ("2020-05", false),
        ("2020-04", true),
    ])
    func `keeps a partial date where any moment that it can mean is in the range`(date: String, isKept: Bool) throws {
        let withhold = try Self.withhold(from: "2020-03-15", to: "2020-04-10")
        #expect(try withhold.keeps(Self.entry(.events, .encounters, date: date)) == isKept)
    }

    @Test func `takes a partial bound for all that it can mean`() throws {
        let year = try Self.withhold(from: "2020", to: "2020")
        for (date, isKept) in [
            ("2019-12-31", false), ("2020-01-01", true), ("2020-12-31", true), ("2021-01-01", false),
        ] {
            #expect(try year.keeps(Self.entry(.events, .encounters, date: date)) == isKept, "\(date)")
        }
        let month = try Self.withhold(to: "2020-12")
        #expect(try month.keeps(Self.entry(.events, .encounters, date: "2020-12-31")))
        #expect(try !month.keeps(Self.entry(.events, .encounters, date: "2021-01-01")))
    }

    @Test(arguments: [
        ("2020-07-01T00:30:00+01:00", true), ("2020-06-30T23:30:00Z", true), ("2020-06-30T22:30:00Z", false),
        ("2020-06-30", false),
    ])
    func `begins a day when it begins in England, also in summer`(date: String, isKept: Bool) throws {
        let withhold = try Self.withhold(from: "2020-07-01")
        #expect(try withhold.keeps(Self.entry(.events, .encounters, date: date)) == isKept)
    }

    @Test func `keeps what has no date`() throws {
        let withhold = try Self.withhold(from: "2020-03-01", to: "2020-03-31")
        #expect(try withhold.keeps(Self.entry(.events, .encounters, date: nil)))
    }

    @Test(
        arguments: [
            (.risks, .allergies), (.risks, .otherRisks), (.risks, .safeguarding), (.medication, .currentMedication),
            (.problems, .activeProblems),
            (.diagnoses, .currentDiagnoses),
        ] as [(Dataset, DatasetSection)])
    func `never narrows allergies, warnings and what is current`(dataset: Dataset, section: DatasetSection) throws {
        let withhold = try Self.withhold(from: "2020-03-01", to: "2020-03-31")
        for date in ["1961", "2019-12-31", "2026-01-01"] {
            #expect(try withhold.keeps(Self.entry(dataset, section, date: date)), "\(date)")
        }
    }

    @Test(
        arguments: [
            (.medication, .pastMedication), (.problems, .pastProblems), (.events, .encounters),
        ] as [(Dataset, DatasetSection)])
    func `narrows what is past`(dataset: Dataset, section: DatasetSection) throws {
        let withhold = try Self.withhold(from: "2020-03-01")
        #expect(try !withhold.keeps(Self.entry(dataset, section, date: "2019-12-31")))
    }

    @Test func `leaves out a dataset that is not permitted, whatever its date`() throws {
        let withhold = try Self.withhold([.events])
        #expect(try !withhold.keeps(Self.entry(.risks, .allergies, date: nil)))
        #expect(try !withhold.keeps(Self.entry(.medication, .currentMedication, date: "2020")))
        #expect(try withhold.keeps(Self.entry(.events, .encounters, date: "2020")))
    }

    @Test func `says what was narrowed and what never is`() throws {
        #expect(try Self.withhold().words.isEmpty)
        let words = try Self.withhold(from: "2020-03-01").words.joined()
        #expect(words.contains("from ") && words.contains("Allergies") && words.contains("whatever their date"))
    }
}

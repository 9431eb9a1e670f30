// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Testing

/// The statement at the head of the allergies of a record, and the sources and entries that it is made from.
@Suite struct `The statement at the head of the allergies` {
    /// A source of the record, by its name: what came of asking it for allergies.
    typealias Answer = (source: String, outcome: SourceOutcome)

    static let unreachable = SourceOutcome.notAvailable(reason: .init(.unreachable, "It cannot be reached."))
    static let confidential = SourceNotice(
        kind: .confidentialItems, dataset: .risks,
        text: "Items excluded due to confidentiality and/or patient preferences.")

    /// SNOMED CT *Allergy to penicillin*.
    static let penicillin = "91936005"
    /// SNOMED CT *No known allergy*.
    static let noKnownAllergy = "716186003"
    /// SNOMED CT *No known allergies*, inactive, which GP records still carry.
    static let noKnownAllergies = "160244002"
    /// SNOMED CT *No known drug allergy*.
    static let noKnownDrugAllergy = "409137002"

    private static func entry(_ code: String, source: SourceDescription) throws -> RecordEntry {
        let document = try JSONDocument(
            parsing: """
                {"resourceType":"AllergyIntolerance","id":"a","code":{"coding":[\
                {"system":"http://snomed.info/sct","code":"\(code)"}]}}
                """)
        return RecordEntry(
            id: "a", dataset: .risks, section: .allergies, resource: try #require(Resource<R4>(document.root)),
            sourceReference: "AllergyIntolerance/a", source: source, date: nil, title: "As recorded")
    }

    private static func statement(
        _ answers: [Answer], codes: [String] = [], scope: [Dataset] = [.risks, .medication],
        notices: [SourceNotice] = [], unreadable: [String?] = []
    ) throws -> AllergyStatement {
        let sources = try answers.map { try `A source ledger`.source($0.source) }
        let outcomes = Dictionary(uniqueKeysWithValues: answers.map { ($0.source, $0.outcome) })
        let ledger = SourceLedger(sources: sources, scope: scope) { source in
            SourceLedger.SourceLine(
                source: source, asAt: "2026-01-31T09:30:00Z", scope: scope, notices: notices, unreadable: unreadable
            ) { _ in outcomes[source.name] ?? .notSupported }
        }
        return DetailedCareRecord(
            person: PersonDemographics(
                names: [.init(family: "Okafor", given: ["Ada"])], birthDate: FHIRDateTime("1980-05-12"),
                gender: "female"),
            nhsNumber: try NHSNumber("9434765919"), supersededNumbers: [], registeredPractice: nil,
            entries: try codes.map { try entry($0, source: sources[0]) }, supporting: [], ledger: ledger, filters: [],
            assembledAt: try #require(FHIRDateTime("2026-01-31T09:30:00Z"))
        ).allergyStatement
    }

    @Test func `tells recorded allergies, and whether sources are missing`() throws {
        let answered: Answer = ("one", .answered(count: 1))
        #expect(try Self.statement([answered, ("two", .nothingRecorded)], codes: [Self.penicillin]) == .recorded)
        #expect(
            try Self.statement([answered, ("two", Self.unreachable)], codes: [Self.penicillin])
                == .recordedButIncomplete(missing: ["two"]))
    }

    @Test(arguments: [noKnownAllergy, noKnownAllergies])
    func `says that none is known only where a clinician said so and every source answered`(code: String) throws {
        let answered: Answer = ("one", .answered(count: 1))
        #expect(try Self.statement([answered], codes: [code]) == .noneKnown)
        #expect(
            try Self.statement([answered, ("two", Self.unreachable)], codes: [code]) == .notKnown(missing: ["two"]))
    }

    @Test func `an allergy outweighs a statement that none is known`() throws {
        #expect(
            try Self.statement([("one", .answered(count: 2))], codes: [Self.noKnownAllergy, Self.penicillin])
                == .recorded)
    }

    @Test func `no known drug allergy does not speak for all allergies`() throws {
        #expect(
            try Self.statement([("one", .answered(count: 1))], codes: [Self.noKnownDrugAllergy]) == .recorded)
    }

    @Test func `an empty list is neither none known nor, where a source is missing, none recorded`() throws {
        #expect(try Self.statement([("one", .nothingRecorded)]) == .noneRecorded)
        #expect(
            try Self.statement([("one", .nothingRecorded), ("two", Self.unreachable)]) == .notKnown(missing: ["two"]))
    }

    @Test(arguments: [Dataset.risks, nil]) func `an empty list from which items are withheld says so`(
        dataset: Dataset?
    ) throws {
        let notice = SourceNotice(kind: .confidentialItems, dataset: dataset, text: Self.confidential.text)
        let statement = try Self.statement([("one", .answeredWithWithheld(count: 0))], notices: [notice])
        #expect(statement == .withheld)
        #expect(statement.words == Self.confidential.text)
        #expect(
            try Self.statement(
                [("one", .answeredWithWithheld(count: 0)), ("two", Self.unreachable)], notices: [notice])
                == .notKnown(missing: ["two"]))
    }

    @Test func `a statement that none is known does not hide that items are withheld`() throws {
        #expect(
            try Self.statement(
                [("one", .answeredWithWithheld(count: 1))], codes: [Self.noKnownAllergy],
                notices: [Self.confidential]) == .withheld)
    }

    @Test func `what is withheld of another dataset says nothing of allergies`() throws {
        let notice = SourceNotice(kind: .confidentialItems, dataset: .medication, text: Self.confidential.text)
        #expect(try Self.statement([("one", .nothingRecorded)], notices: [notice]) == .noneRecorded)
    }

    @Test(arguments: ["AllergyIntolerance", nil] as [String?])
    func `an allergy that could not be read alarms`(type: String?) throws {
        let empty = try Self.statement([("one", .nothingRecorded)], unreadable: [type])
        #expect(empty == .notKnown(missing: ["one"]))
        let some = try Self.statement(
            [("one", .answered(count: 1))], codes: [Self.penicillin], unreadable: [type])
        #expect(some == .recordedButIncomplete(missing: ["one"]))
        #expect(empty.isAlarming && some.isAlarming)
    }

    @Test func `allergies that were not asked for are not said to be absent`() throws {
        #expect(try Self.statement([("one", .nothingRecorded)], scope: [.events]) == .notAskedFor)
    }

    @Test func `no two statements have the same words, and those that a reader must not rely on alarm`() {
        let alarming: [AllergyStatement] = [
            .recordedButIncomplete(missing: ["two"]), .notKnown(missing: ["two"]), .withheld,
        ]
        let calm: [AllergyStatement] = [.recorded, .noneKnown, .noneRecorded, .notAskedFor]
        #expect(Set((alarming + calm).map(\.words)).count == alarming.count + calm.count)
        #expect(alarming.map(\.isAlarming) == [true, true, true])
        #expect(calm.map(\.isAlarming) == [false, false, false, false])
        #expect(alarming.prefix(2).allSatisfy { $0.words.contains("two") })
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

/// What never becomes one, kind by kind, however alike it is; each test has entries that agree in everything else.
@Suite struct `Never collapsed` {
    private static func merged(
        _ section: DatasetSection, _ texts: String..., other: DatasetSection? = nil, companions: [String] = []
    ) throws -> MergedRecord {
        let sources = ["gp", "hospital", "mental-health"]
        let entries = try texts.enumerated().map { place, text in
            try MergeSample.entry(
                sources[place], place == 0 ? section : other ?? section,
                text.replacing(#""id":"1""#, with: #""id":"\#(place + 1)""#))
        }
        let beside = try sources.flatMap { source in try companions.map { try MergeSample.supporting(source, $0) } }
        return MergedRecord(merging: entries, supporting: try MergeSample.people() + beside)
    }

    private static func changed(_ statement: CompleteStatement, _ name: String, to other: String? = nil) throws
        -> String
    {
        let part = try #require(statement.parts.first { $0.name == name })
        return statement.text.replacing(part.text, with: other ?? part.other)
    }

    // MARK: Results

    @Test func `two results of one day without times`() throws {
        let text = try Self.changed(.result, "precision")
        let merged = try Self.merged(.results, text, text.replacing(#""value":"S1""#, with: #""value":"S2""#))
        #expect(merged.entries.count == 2)
        let alike = try Self.merged(
            .results,
            text.replacing(#","specimen":{"identifier":{"system":"https://lab.example","value":"S1"}}"#, with: ""), text
        )
        #expect(alike.entries.count == 2)
        #expect(alike.links.map(\.rule.text) == ["result.possibly-same"])
    }

    @Test func `preliminary, final and corrected results, which are linked, latest first`() throws {
        func version(_ status: String, issued: String) -> String {
            CompleteStatement.result.text.replacing(
                #""status":"final""#, with: #""issued":"\#(issued)","status":"\#(status)""#)
        }
        let texts = [
            version("preliminary", issued: "2024-02-03T10:00:00Z"),
            version("corrected", issued: "2024-02-05T10:00:00Z"),
            version("final", issued: "2024-02-04T10:00:00Z"),
        ]
        let apart = try Self.merged(.results, texts[0], texts[1], texts[2])
        #expect(apart.entries.count == 3)
        let link = try #require(apart.links.first)
        #expect(link.kind == .versions)
        #expect(
            MergeSample.originals(link.entries, of: apart) == [
                "hospital-Observation-2", "mental-health-Observation-3", "gp-Observation-1",
            ])
        let inOneSource = MergedRecord(
            merging: try texts.enumerated().map { place, text in
                try MergeSample.entry("gp", .results, text.replacing(#""id":"1""#, with: #""id":"\#(place)""#))
            })
        #expect(inOneSource.entries.count == 3)
        #expect(inOneSource.links.map(\.kind) == [.versions])
    }

    @Test func `preliminary and final reports, which are linked`() throws {
        func report(_ status: String) -> String {
            #"{"resourceType":"DiagnosticReport","id":"1","identifier":[{"system":"https://lab.example","value":"R1"}],"status":"\#(status)","code":{"coding":[{"system":"http://snomed.info/sct","code":"721981007"}]}}"#
        }
        let merged = try Self.merged(.reports, report("preliminary"), report("final"))
        #expect(merged.entries.count == 2)
        #expect(merged.links.map(\.kind) == [.versions])
        #expect(
            MergeSample.originals(merged.links.first?.entries ?? [], of: merged).first == "hospital-DiagnosticReport-2")
        #expect(try Self.merged(.reports, report("final"), report("final")).links.isEmpty)
    }

    @Test func `a corrected result, which comes before a copy of the final one that was issued later`() throws {
        func version(_ status: String, issued: String) -> String {
            CompleteStatement.result.text.replacing(
                #""status":"final""#, with: #""issued":"\#(issued)","status":"\#(status)""#)
        }
        let merged = try Self.merged(
            .results, version("final", issued: "2024-02-05T17:00:00Z"),
            version("corrected", issued: "2024-02-05T15:00:00Z"))
        let link = try #require(merged.links.first { $0.kind == .versions })
        #expect(
            MergeSample.originals(link.entries, of: merged) == ["hospital-Observation-2", "gp-Observation-1"])
    }

    @Test func `results in different units`() throws {
        let merged = try Self.merged(.results, CompleteStatement.result.text, Self.changed(.result, "unit"))
        #expect(merged.entries.count == 2)
        #expect(merged.links.isEmpty)
    }

    // MARK: Vital signs

    @Test func `measurements of which the day alone is known`() throws {
        let text = try Self.changed(.vitalSigns, "second")
        let merged = try Self.merged(.bloodPressure, text, text)
        #expect(merged.entries.count == 2)
        #expect(merged.links.isEmpty)
    }

    @Test func `measurements at home and in the clinic`() throws {
        let home = try Self.changed(.vitalSigns, "code")
        #expect(try Self.merged(.bloodPressure, CompleteStatement.vitalSigns.text, home).entries.count == 2)
        let byThePerson = try Self.changed(.vitalSigns, "performer", to: #","performer":[{"reference":"Patient/p"}]"#)
        #expect(try Self.merged(.bloodPressure, CompleteStatement.vitalSigns.text, byThePerson).entries.count == 2)
    }

    @Test func `components apart`() throws {
        let whole = CompleteStatement.vitalSigns.text
        let systolic =
            #"{"resourceType":"Observation","id":"1","status":"final","code":{"coding":[{"system":"http://snomed.info/sct","code":"271649006"}]},"effectiveDateTime":"2024-02-03T09:15:00Z","valueQuantity":{"value":140,"unit":"mmHg"},"performer":[{"reference":"Practitioner/dr"}]}"#
        let half = whole.replacing(
            #",{"code":{"coding":[{"system":"http://snomed.info/sct","code":"271650006"}]},"valueQuantity":{"value":90,"unit":"mmHg"}}"#,
            with: "")
        let merged = try Self.merged(.bloodPressure, whole, systolic, half)
        #expect(merged.entries.count == 3)
        #expect(merged.links.isEmpty)
    }

    // MARK: Medicines

    @Test func `a GP's line and a hospital's, which have one heading`() throws {
        let line = CompleteStatement.medicine.text
        let merged = try Self.merged(
            .currentMedication, line, line.replacing(#""value":"O1""#, with: #""value":"H7""#),
            companions: CompleteStatement.medicine.companions)
        #expect(merged.entries.count == 2)
        #expect(merged.links.map(\.rule.text) == ["medicine.duplicate"])
        #expect(merged.links.map(\.words) == ["Check: possible duplicate."])
    }

    @Test func `modified and immediate release`() throws {
        let merged = try Self.merged(
            .currentMedication, CompleteStatement.medicine.text, Self.changed(.medicine, "product"),
            companions: CompleteStatement.medicine.companions)
        #expect(merged.entries.count == 2)
    }

    @Test func `order, supply and administration`() throws {
        let order = CompleteStatement.medicine.text
        let supply = order.replacing("MedicationRequest", with: "MedicationDispense")
        let given = order.replacing("MedicationRequest", with: "MedicationAdministration")
        let merged = try Self.merged(
            .currentMedication, order, supply, given, companions: CompleteStatement.medicine.companions)
        #expect(merged.entries.count == 3)
    }

    // MARK: Allergies

    @Test func `an active and a refuted allergy, which contradict each other`() throws {
        let active = CompleteStatement.allergy.text
        let refuted = try Self.changed(.allergy, "verification")
        let merged = try Self.merged(.allergies, active, refuted, other: .refutedAllergies)
        #expect(merged.entries.count == 2)
        #expect(merged.conflicts.map(\.rule.text) == ["allergy.refuted"])
        #expect(
            MergeSample.originals(merged.conflicts.first?.entries ?? [], of: merged).first == "gp-AllergyIntolerance-1")
        #expect(try Self.merged(.allergies, active, refuted).entries.count == 2)
    }

    @Test func `a substance and its class`() throws {
        let merged = try Self.merged(.allergies, CompleteStatement.allergy.text, Self.changed(.allergy, "code"))
        #expect(merged.entries.count == 2)
        #expect(merged.links.isEmpty)
    }

    @Test(arguments: ["716186003", "160244002"])
    func `no known allergies with anything; an active one stands on top`(code: String) throws {
        let none = CompleteStatement.allergy.text.replacing("91936005", with: code)
        #expect(try Self.merged(.allergies, none, none).entries.count == 2)
        let merged = try Self.merged(.allergies, none, CompleteStatement.allergy.text)
        #expect(merged.entries.count == 2)
        #expect(merged.conflicts.map(\.rule.text) == ["allergy.none-known"])
        #expect(
            MergeSample.originals(merged.conflicts.first?.entries ?? [], of: merged)
                == ["hospital-AllergyIntolerance-2", "gp-AllergyIntolerance-1"])
    }

    // MARK: Conditions

    @Test func `recurrences`() throws {
        let merged = try Self.merged(
            .activeProblems, CompleteStatement.condition.text, Self.changed(.condition, "onset"))
        #expect(merged.entries.count == 2)
        #expect(merged.links.map(\.rule.text) == ["condition.possibly-same"])
    }

    @Test func `left and right`() throws {
        let merged = try Self.merged(
            .activeProblems, CompleteStatement.condition.text, Self.changed(.condition, "laterality"))
        #expect(merged.entries.count == 2)
        #expect(merged.links.isEmpty)
    }

    @Test func `suspected and confirmed`() throws {
        let suspected = try Self.changed(.condition, "verification")
        #expect(try Self.merged(.activeProblems, CompleteStatement.condition.text, suspected).entries.count == 2)
        let apart = try Self.merged(
            .activeProblems, CompleteStatement.condition.text, suspected, other: .suspectedOrExcluded)
        #expect(apart.entries.count == 2)
        #expect(apart.links.isEmpty)
    }

    @Test func `family history`() throws {
        let text = CompleteStatement.condition.text
        let merged = try Self.merged(.currentDiagnoses, text, text, other: .familyHistory)
        #expect(merged.entries.count == 2)
        #expect(merged.links.isEmpty)
    }

    // MARK: Procedures, events, documents

    @Test func `an immunisation given and not given`() throws {
        let refused = try Self.changed(.immunisation, "status")
        let merged = try Self.merged(
            .immunisations, CompleteStatement.immunisation.text, refused, other: .immunisationsNotGiven)
        #expect(merged.entries.count == 2)
        #expect(merged.links.isEmpty)
        #expect(try Self.merged(.immunisations, CompleteStatement.immunisation.text, refused).entries.count == 2)
    }

    @Test func `a procedure planned and done`() throws {
        let merged = try Self.merged(.operations, CompleteStatement.procedure.text, Self.changed(.procedure, "status"))
        #expect(merged.entries.count == 2)
        #expect(merged.links.isEmpty)
    }

    @Test func `an admission and the GP's note of it`() throws {
        let text =
            #"{"resourceType":"Encounter","id":"1","identifier":[{"system":"https://trust.example","value":"A1"}],"status":"finished","period":{"start":"2024-02-03"},"location":[{"location":{"reference":"Location/ward"}}]}"#
        let merged = try Self.merged(.admissions, text, text, other: .encounters)
        #expect(merged.entries.count == 2)
        #expect(merged.links.isEmpty)
    }

    @Test func `amended documents, which are a chain, latest first`() throws {
        func letter(_ id: String, _ date: String, replaces: String? = nil) -> String {
            let relation =
                replaces.map {
                    #","relatesTo":[{"code":"replaces","target":{"reference":"DocumentReference/\#($0)"}}]"#
                } ?? ""
            return
                #"{"resourceType":"DocumentReference","id":"\#(id)","status":"current","date":"\#(date)","content":[{"attachment":{"contentType":"text/plain"}}]\#(relation)}"#
        }
        let merged = MergedRecord(
            merging: try [
                letter("a", "2024-02-01T10:00:00Z"), letter("c", "2024-02-03T10:00:00Z", replaces: "b"),
                letter("b", "2024-02-02T10:00:00Z", replaces: "a"), letter("d", "2024-02-04T10:00:00Z"),
            ].map { try MergeSample.entry("hospital", .documents, $0) })
        #expect(merged.entries.count == 4)
        #expect(merged.links.map(\.kind) == [.versions])
        #expect(
            MergeSample.originals(merged.links.first?.entries ?? [], of: merged)
                == ["c", "b", "a"].map { "hospital-DocumentReference-\($0)" })
    }

    @Test(arguments: [
        (DatasetSection.otherRisks, "Flag"), (.plans, "CarePlan"), (.resuscitation, "Observation"),
        (.attorneyAndConsent, "Consent"),
        (.attorneyAndConsent, "Flag"), (.safeguarding, "Condition"),
    ])
    func `flags, plans, resuscitation, consent and attorney by content`(section: DatasetSection, type: String) throws {
        let text =
            #"{"resourceType":"\#(type)","id":"1","status":"active","code":{"coding":[{"system":"http://snomed.info/sct","code":"450476008"}]},"effectiveDateTime":"2024-02-03T09:15:00Z","period":{"start":"2024-02-03"},"recorder":{"reference":"Practitioner/dr"},"performer":[{"reference":"Practitioner/dr"}]}"#
        let merged = try Self.merged(section, text, text)
        #expect(merged.entries.count == 2)
        #expect(merged.links.isEmpty)
    }

    @Test func `the person`() throws {
        let text =
            #"{"resourceType":"Patient","id":"1","meta":{"versionId":"1"},"identifier":[{"system":"https://trust.example","value":"7"}],"birthDate":"1980-05-12"}"#
        #expect(try Self.merged(.person, text, text).entries.count == 2)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Testing

@Suite struct `The identity check` {
    static let number = "9434765919"
    static let otherNumber = "9990000018"

    static func patient(
        number: String? = number, birthDate: String? = "1980-05-12", family: String? = "O'Brien",
        given: String? = "Zoë",
        extra: String = "", id: String = "1"
    ) throws -> Resource<STU3> {
        var parts = [#""resourceType":"Patient""#, #""id":"\#(id)""#]
        if let number {
            parts.append(#""identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(number)"}]"#)
        }
        if let birthDate { parts.append(#""birthDate":"\#(birthDate)""#) }
        var name: [String] = []
        if let family { name.append(#""family":"\#(family)""#) }
        if let given { name.append(#""given":["\#(given)"]"#) }
        parts.append(#""name":[{\#(name.joined(separator: ","))}\#(extra)]"#)
        let document = try JSONDocument(parsing: "{" + parts.joined(separator: ",") + "}")
        return try #require(Resource(document.root))
    }

    static func check(numbers: [String] = [number]) throws -> IdentityCheck {
        IdentityCheck(numbers: try numbers.map { try NHSNumber($0) }, traced: PersonDemographics(try patient()))
    }

    @Test func `passes the same person without a word`() throws {
        #expect(try Self.check().examine([try Self.patient()]) == .samePerson(differences: []))
    }

    @Test func `does not mind case, accents, hyphens and apostrophes`() throws {
        let written = try Self.patient(family: "OBRIEN", given: "ZOE")
        #expect(try Self.check().examine([written]) == .samePerson(differences: []))
    }

    @Test func `does not mind letters that a system cannot write`() throws {
        let traced = PersonDemographics(try Self.patient(family: "Żabińska", given: "Łucja"))
        let check = IdentityCheck(numbers: [try NHSNumber(Self.number)], traced: traced)
        let written = try Self.patient(family: "ZABINSKA", given: "LUCJA")
        #expect(check.examine([written]) == .samePerson(differences: []))
    }

    @Test(arguments: [
        ("1980-05-13", ["birth date"]), ("1980-06-12", ["birth date"]), ("1981-05-12", ["birth date"]),
        ("1980-05", ["birth date"]),
    ])
    func `shows a record whose birth date differs in one component, and names the field`(date: String, fields: [String])
        throws
    {
        #expect(try Self.check().examine([try Self.patient(birthDate: date)]) == .samePerson(differences: fields))
    }

    @Test(arguments: ["1981-06-12", "1981-05-13", "1979-04-11", "1980", "not a date"])
    func `quarantines a record whose birth date differs by more`(date: String) throws {
        guard case .quarantined(let reason) = try Self.check().examine([try Self.patient(birthDate: date)]) else {
            Issue.record("a birth date that differs in two components was not quarantined")
            return
        }
        #expect(reason.code == .identityUncertain)
    }

    @Test func `quarantines a record without a birth date`() throws {
        guard case .quarantined = try Self.check().examine([try Self.patient(birthDate: nil)]) else {
            Issue.record("a record without a birth date was not quarantined")
            return
        }
    }

    @Test func `shows a record in which one name agrees, and names the other`() throws {
        let married = try Self.patient(family: "Jones")
        #expect(try Self.check().examine([married]) == .samePerson(differences: ["family name"]))
        let called = try Self.patient(given: "Susan")
        #expect(try Self.check().examine([called]) == .samePerson(differences: ["given name"]))
    }

    @Test func `counts former names and aliases`() throws {
        let extra = #",{"use":"old","family":"O Brien","given":["Zoe"]}"#
        let renamed = try Self.patient(family: "Jones", given: "Susan", extra: extra)
        #expect(try Self.check().examine([renamed]) == .samePerson(differences: []))
    }

    @Test func `quarantines a record in which both names differ`() throws {
        guard case .quarantined = try Self.check().examine([try Self.patient(family: "Jones", given: "Susan")]) else {
            Issue.record("a record with two other names was not quarantined")
            return
        }
    }

    @Test func `refuses a record with another number, whatever the names`() throws {
        guard case .refused(let reason) = try Self.check().examine([try Self.patient(number: Self.otherNumber)]) else {
            Issue.record("another person's number was not refused")
            return
        }
        #expect(reason.code == .anotherPerson)
    }

    @Test func `passes a number that the trace calls superseded`() throws {
        let check = try Self.check(numbers: [Self.number, Self.otherNumber])
        #expect(check.examine([try Self.patient(number: Self.otherNumber)]) == .samePerson(differences: []))
    }

    @Test func `refuses a number that is none`() throws {
        guard case .refused = try Self.check().examine([try Self.patient(number: "1234567890")]) else {
            Issue.record("a number with a wrong check digit was not refused")
            return
        }
    }

    @Test func `quarantines an answer without a patient, or whose patient has no number`() throws {
        for patients in [[], [try Self.patient(number: nil)]] {
            guard case .quarantined(let reason) = try Self.check().examine(patients) else {
                Issue.record("an answer that does not say whom it is about was not quarantined")
                return
            }
            #expect(reason.code == .identityMissing)
        }
    }

    @Test func `does not take a number that is marked old for the person's own`() throws {
        func patient(_ identifiers: String) throws -> Resource<STU3> {
            let text =
                #"{"resourceType":"Patient","identifier":[\#(identifiers)],"birthDate":"1980-05-12","name":[{"family":"O'Brien","given":["Zoë"]}]}"#
            return try #require(Resource(try JSONDocument(parsing: text).root))
        }
        func identifier(_ number: String, _ use: String) -> String {
            #"{"use":"\#(use)","system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(number)"}"#
        }
        let renumbered = identifier(Self.otherNumber, "old") + "," + identifier(Self.number, "official")
        #expect(try Self.check().examine([patient(renumbered)]) == .samePerson(differences: []))
        guard case .quarantined = try Self.check().examine([patient(identifier(Self.number, "old"))]) else {
            Issue.record("a number that is marked old was taken for the person's own")
            return
        }
    }

    @Test func `refuses two patients under one number`() throws {
        let two = [try Self.patient(), try Self.patient(id: "2")]
        guard case .refused = try Self.check().examine(two) else {
            Issue.record("two patients under one number were not refused")
            return
        }
    }

    @Test func `refuses an answer in which any patient is another person`() throws {
        let two = [try Self.patient(), try Self.patient(number: Self.otherNumber, id: "2")]
        guard case .refused = try Self.check().examine(two) else {
            Issue.record("another person beside the right one was not refused")
            return
        }
    }
}

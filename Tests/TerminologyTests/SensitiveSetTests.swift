// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@testable import Terminology

@Suite struct `Sensitive reference sets` {
    private static let set = SensitiveCodes.ReferenceSet.genderReassignment
    private static let header = "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\n"

    @Test func `are read from a release, the active members of the set alone`() throws {
        let rows = [
            "a\t20260101\t1\t999000011000000103\t\(Self.set.rawValue)\t7777059999999109",
            "b\t20260101\t0\t999000011000000103\t\(Self.set.rawValue)\t7777069999999107",
            "c\t20260101\t1\t999000011000000103\t999004381000000103\t7777029999999103",
        ]
        let text = Self.header + rows.joined(separator: "\r\n") + "\r\n"
        #expect(try SensitiveSetReader.members(of: Self.set, in: text).snomed == ["7777059999999109"])
    }

    @Test func `are read from a plain table with Read codes`() throws {
        let text = "# made up\n7777059999999109\tMade up\tzZ9m1\tXz9m2\n7777069999999107\tMade up\n"
        let members = try SensitiveSetReader.members(of: Self.set, in: text)
        #expect(members.snomed == ["7777059999999109", "7777069999999107"] && members.read == ["zZ9m1", "Xz9m2"])
    }

    @Test(arguments: [
        "", "\n", "# nothing\n", "7777059999999108\twrong check digit\n", "7777059999999109\n", "x\ty\n",
        "7777059999999109\tt\tshort\t1234\n", "7777059999999109\tt\ta\tb\tc\n", header,
        header + "a\t1\t2\tm\t999004351000000109\t7777059999999109\n", header + "a\t1\t1\tm\t999004351000000109\n",
    ])
    func `are refused whole where anything in them cannot be read`(text: String) {
        #expect(throws: CodeTableFault.self) { try SensitiveSetReader.members(of: Self.set, in: text) }
    }

    @Test func `bear identifiers whose check digits are right`() {
        for set in SensitiveCodes.ReferenceSet.allCases { #expect(SNOMEDIdentifier.isValid(set.rawValue)) }
        for code in SensitiveCodes.madeUpMembers.values.flatMap(\.snomed) { #expect(SNOMEDIdentifier.isValid(code)) }
        #expect(SensitiveCodes.madeUpMembers.count == 4)
    }

    @Test(arguments: [
        (#"{"coding":[{"system":"http://snomed.info/sct","code":"7777029999999103"}]}"#, true),
        (#"{"coding":[{"system":"urn:other","code":"7777029999999103"}]}"#, true),
        (#"{"a":[{"b":{"code":"7777\u0030299999991\u00303"}}]}"#, true),
        (#"{"coding":[{"system":"http://read.info/readv2","code":"zZ9m1"}]}"#, true),
        (#"{"coding":[{"system":"http://read.info/readv2","code":"zZ9m100"}]}"#, true),
        (#"{"coding":[{"system":"http://read.info/ctv3","code":"zZ9m2"}]}"#, false),
        (#"{"coding":[{"system":"http://snomed.info/sct","code":"73211009"}]}"#, false), ("{}", false),
    ])
    func `are recognised in whatever system and at whatever depth`(text: String, isSensitive: Bool) throws {
        let value = try JSONDocument(parsing: text).root
        #expect(SensitiveCodes.madeUp.stand(in: value) == isSensitive)
        if isSensitive { #expect(SensitiveCodes.madeUp.mayConcern(value)) }
    }

    @Test func `know labels, of which the most restrictive wins in any order`() throws {
        let labels = try ["N", "R", "V", "q", "U"].map { code in
            SecurityLabel(
                of: try JSONDocument(
                    parsing:
                        #"{"meta":{"security":[{"system":"http://hl7.org/fhir/v3/Confidentiality","code":"\#(code)"}]}}"#
                ).root)
        }
        #expect(labels.map(\.confidentiality) == [.normal, .restricted, .veryRestricted, .restricted, .normal])
        for one in labels {
            for other in labels {
                #expect(one.joined(with: other) == other.joined(with: one))
                #expect(one.joined(with: other).confidentiality == max(one.confidentiality, other.confidentiality))
                for third in labels {
                    #expect(one.joined(with: other).joined(with: third) == one.joined(with: other.joined(with: third)))
                }
            }
        }
        let notForPatient = try JSONDocument(parsing: #"{"meta":{"security":[{"code":"NOPAT"}]}}"#).root
        #expect(SecurityLabel(of: notForPatient).isNotForPatient)
    }
}

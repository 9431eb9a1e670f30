// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@testable import Mapping

@Suite struct `The rules` {
    @Test func `every rule of a resource names an element that R4 has`() {
        let definitions = R4Definitions.standard
        for (name, rules) in RuleTable.standard {
            guard let type = definitions[RuleTable.renamedTypes[name] ?? name] else { continue }
            for (source, rule) in rules {
                switch rule {
                case .element(let target), .firstElement(let target, _), .code(let target, _), .part(let target, _),
                    .concept(let target, _, _):
                    #expect(type.elements[target] != nil, "\(name).\(source)")
                case .named, .flattened, .custom: break
                }
            }
        }
    }

    @Test func `no rule hides an element that R4 has by the same name and type`() {
        let definitions = R4Definitions.standard
        for name in ["Observation", "Condition", "Immunization", "MedicationRequest"] {
            for (source, rule) in RuleTable.standard[name] ?? [:] {
                guard case .named = rule else { continue }
                #expect(definitions[name]?.elements[source] == nil, "\(name).\(source)")
            }
        }
    }

    @Test func `the table of R4 knows its types, choices and required codes`() throws {
        let observation = try #require(R4Definitions.standard["Observation"])
        #expect(observation.elements["valueQuantity"]?.choice == "value")
        #expect(observation.elements["status"]?.codes?.contains("entered-in-error") == true)
        #expect(observation.elements["component"]?.isRepeating == true)
        #expect(observation.elements["comment"] == nil)
        #expect(observation.required.map(\.name).sorted() == ["code", "status"])
    }

    @Test(arguments: [
        (PrimitiveType.code, "a b", true), (.code, " a", false), (.code, "a  b", false), (.code, "", false),
        (.id, "a-b.1", true), (.id, "a_b", false), (.dateTime, "2019-03-28T10:30:00", false),
        (.dateTime, "2019-03-28T10:30:00+01:00", true), (.dateTime, "2019-03", true), (.date, "2019-02-30", false),
        (.instant, "2019-03-28", false), (.time, "10:30:00", true), (.time, "10:30", false),
        (.uri, "urn:x", true), (.uri, "a b", false), (.url, "https://host/a", true), (.url, "{{base}}/a", false),
        (.oid, "urn:oid:1.2.3", true), (.oid, "urn:oid:1.02", false),
        (.uuid, "urn:uuid:c757873d-ec9a-4326-a141-556f43239520", true), (.base64Binary, "QUJD", true),
        (.base64Binary, "QUJ", false), (.string, "", false), (.markdown, "x", true),
    ])
    func `a text is legal or not as R4 says`(type: PrimitiveType, text: String, isLegal: Bool) throws {
        let value = try JSONDocument(parsing: "\"" + text + "\"").root
        #expect(type.isLegal(value) == isLegal)
    }

    @Test(arguments: [
        (PrimitiveType.integer, "-3", true), (.positiveInt, "0", false), (.unsignedInt, "0", true),
        (.integer, "1.0", false), (.decimal, "1.50", true), (.boolean, "true", true), (.string, "1", false),
        (.integer, "3000000000", false),
    ])
    func `a number is legal or not as R4 says`(type: PrimitiveType, text: String, isLegal: Bool) throws {
        #expect(type.isLegal(try JSONDocument(parsing: text).root) == isLegal)
    }
}

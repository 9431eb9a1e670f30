// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@testable import FHIR

@Suite struct `The grammars of R4's primitives` {
    @Test(arguments: [
        (R4Primitive.boolean, ["true", "false"], ["\"true\"", "1", "\"\""]),
        (.integer, ["0", "-7", "2147483647"], ["-0", "1.0", "1e2", "2147483648", "\"7\""]),
        (.positiveInt, ["1"], ["0", "-1"]),
        (.unsignedInt, ["0", "1"], ["-1"]),
        (.decimal, ["0", "1.50", "-1.5e-3"], ["\"1.5\""]),
        (.string, ["\"a\"", "\" a\\n\"", "\"é\""], ["\"\"", "\" \\t\"", "\"a\\u0007\"", "1"]),
        (.markdown, ["\"# a\""], ["\"\\n\""]),
        (.code, ["\"a\"", "\"a b\"", "\"é\""], ["\" a\"", "\"a \"", "\"a  b\"", "\"a\u{A0} b\""]),
        (.id, ["\"A-1.b\""], ["\"a_b\"", "\"a b\"", "\"\(String(repeating: "a", count: 65))\""]),
        (.uri, ["\"urn:a:é\""], ["\"a b\"", "\"a\u{A0}b\"", "\"a\\nb\""]),
        (.url, ["\"https://a.org\""], ["\"https://a.org/a b\""]),
        (.canonical, ["\"https://a.org|1\""], ["\"a b\""]),
        (
            .oid, ["\"urn:oid:1.2.3\"", "\"urn:oid:2.16.0\""],
            ["\"1.2.3\"", "\"urn:oid:3.1\"", "\"urn:oid:1.02\"", "\"urn:oid:1\""]
        ),
        (.uuid, ["\"urn:uuid:c757873d-ec9a-4326-a141-556f43239520\""], ["\"c757873d-ec9a-4326-a141-556f43239520\""]),
        (.base64Binary, ["\"QUJD\"", "\"QU JD\\nQQ==\""], ["\"QUJ\"", "\"QUJ*\""]),
        (.xhtml, ["\"<div>a</div>\"", "\" <div xmlns='x'/>\""], ["\"a\"", "\"<divide/>\"", "\"<p/>\""]),
        (
            .date, ["\"2024\"", "\"2024-02\"", "\"2024-02-29\""],
            ["\"2023-02-29\"", "\"24-02-01\"", "\"2024-02-01T10:00:00Z\""]
        ),
        (
            .dateTime, ["\"2024\"", "\"2024-02-01\"", "\"2024-02-01T10:00:00.5+01:00\"", "\"2024-02-01T10:00:60Z\""],
            [
                "\"2024-02-01T10:00:00\"", "\"2024-02-01T10:00Z\"", "\"2024-02-01 10:00:00Z\"",
                "\"2024-02-01T24:00:00Z\"", "\"2024-02-01T10:00:00+14:30\"", "\"2024-02-01T10:00:00z\"",
            ]
        ),
        (.instant, ["\"2024-02-01T10:00:00Z\""], ["\"2024-02-01\""]),
        (.time, ["\"10:00:00\"", "\"23:59:60.25\""], ["\"10:00\"", "\"24:00:00\"", "\"10:00:00Z\"", "\"1:00:00\""]),
    ])
    func `are kept`(primitive: R4Primitive, legal: [String], illegal: [String]) throws {
        for text in legal {
            let value = try JSONDocument(parsing: text).root
            #expect(primitive.fault(of: value) == nil, "\(primitive) \(text)")
        }
        for text in illegal {
            let value = try JSONDocument(parsing: text).root
            #expect(primitive.fault(of: value) != nil, "\(primitive) \(text)")
        }
    }

    @Test func `allow a string of one mebibyte and no more`() throws {
        let longest = String(repeating: "a", count: 1 << 20)
        #expect(R4Primitive.string.fault(of: try JSONDocument(parsing: "\"\(longest)\"").root) == nil)
        #expect(R4Primitive.string.fault(of: try JSONDocument(parsing: "\"\(longest)a\"").root) == .illegalFormat)
    }
}

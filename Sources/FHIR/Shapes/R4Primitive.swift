// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// The primitive datatypes of R4, whose values are JSON scalars (FHIR R4 `datatypes.html#primitive`).
enum R4Primitive: String, Sendable {
    case boolean, integer, positiveInt, unsignedInt, decimal
    case string, markdown, code, id, uri, url, canonical, oid, uuid, base64Binary, xhtml
    case date, dateTime, instant, time

    /// Why a value is none of this datatype; `nil` where it is one.
    func fault(of value: JSONValue) -> MovedValue.Reason? {
        switch (self, value.kind) {
        case (.boolean, .boolean), (.decimal, .number): return nil
        case (.integer, .number), (.positiveInt, .number), (.unsignedInt, .number):
            return isWholeNumber(value) ? nil : .illegalFormat
        case (.boolean, _), (.decimal, _), (.integer, _), (.positiveInt, _), (.unsignedInt, _): return .wrongKind
        case (_, .string): return faultOfText(value)
        default: return .wrongKind
        }
    }

    private func isWholeNumber(_ value: JSONValue) -> Bool {
        guard let lexeme = value.numberLexeme, lexeme != "-0", let number = Int32(lexeme) else { return false }
        switch self {
        case .positiveInt: return number > 0
        case .unsignedInt: return number >= 0
        default: return true
        }
    }

    private func faultOfText(_ value: JSONValue) -> MovedValue.Reason? {
        let document = value.document.bytes
        let quoted = value.byteRange
        let text = document.span.extracting((quoted.lowerBound + 1)..<(quoted.upperBound - 1))
        var isPlain = true
        var isBlank = true
        for position in text.indices {
            let byte = text[position]
            if byte == UInt8(ascii: "\\") { isPlain = false }
            if byte > 0x20 { isBlank = false }
        }
        if isPlain { return isBlank ? .blank : accepts(text) ? nil : .illegalFormat }
        let decoded = Array((value.string ?? "").utf8)
        if decoded.allSatisfy({ $0 <= 0x20 }) { return .blank }
        return accepts(decoded.span) ? nil : .illegalFormat
    }
}

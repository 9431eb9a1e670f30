// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// An NHS number whose check digit has been verified (Modulus 11, NHS Data Dictionary). There is no other way to make one.
public struct NHSNumber: Hashable, Sendable {
    /// Why a text is not an NHS number. It never holds the text.
    public enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// It does not have ten digits.
        case malformed
        /// It has ten digits, but the last does not follow from the others.
        case wrongCheckDigit

        public var description: String {
            switch self {
            case .malformed: "an NHS number has ten digits"
            case .wrongCheckDigit: "the check digit of the NHS number is wrong"
            }
        }
    }

    private let digits: String

    /// Reads ten digits, which may be written 3-3-4 with spaces or hyphens.
    /// - Throws: ``Fault``.
    public init(_ text: String) throws(Fault) {
        let bare = Self.withoutGrouping(text)
        guard bare.utf8.count == 10, bare.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .malformed }
        guard Self.hasValidCheckDigit(bare) else { throw .wrongCheckDigit }
        digits = bare
    }

    /// The ten digits.
    public var disclosed: String { digits }

    /// The digits as people read them: `999 123 4567`.
    public var grouped: String { "\(digits.prefix(3)) \(digits.dropFirst(3).prefix(3)) \(digits.suffix(4))" }

    private static func withoutGrouping(_ text: String) -> String {
        let characters = Array(text)
        guard characters.count == 12, characters[3] == characters[7], characters[3] == " " || characters[3] == "-"
        else {
            return text
        }
        return String(characters[0..<3] + characters[4..<7] + characters[8...])
    }

    private static func hasValidCheckDigit(_ digits: String) -> Bool {
        let values = digits.utf8.map { Int($0) - 0x30 }
        let sum = zip(values, stride(from: 10, to: 1, by: -1)).reduce(0) { $0 + $1.0 * $1.1 }
        let check = 11 - sum % 11
        return check != 10 && check % 11 == values[9]
    }
}

extension NHSNumber: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<redacted NHS number>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

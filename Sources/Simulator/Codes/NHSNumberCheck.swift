// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The check digit of NHS numbers (modulus 11), for choosing and checking the numbers of simulated people.
public enum NHSNumberCheck {
    /// Whether a text is ten digits of which the last is the right check digit.
    public static func isValid(_ text: String) -> Bool {
        let digits = text.utf8.compactMap { $0 >= 48 && $0 <= 57 ? Int($0 - 48) : nil }
        guard digits.count == 10, text.utf8.count == 10 else { return false }
        return checkDigit(Array(digits.prefix(9))) == digits[9]
    }

    /// A valid number of the range kept for tests (999…), from a seed: the same seed always gives the same number.
    public static func testNumber(from seed: UInt64) -> String {
        var candidate = seed % 1_000_000
        while true {
            let text = String(candidate)
            let nine = "999" + String(repeating: "0", count: 6 - text.count) + text
            let digits = nine.utf8.map { Int($0 - 48) }
            if let last = checkDigit(digits) { return nine + String(last) }
            candidate = (candidate + 1) % 1_000_000
        }
    }

    /// The tenth digit; `nil` where none exists for these nine.
    private static func checkDigit(_ nine: [Int]) -> Int? {
        let sum = nine.enumerated().reduce(0) { $0 + $1.element * (10 - $1.offset) }
        let remainder = 11 - sum % 11
        switch remainder {
        case 11: return 0
        case 10: return nil
        default: return remainder
        }
    }
}

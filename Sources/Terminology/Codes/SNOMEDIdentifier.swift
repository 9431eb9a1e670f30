// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Identifiers of SNOMED CT (SNOMED CT Technical Implementation Guide, *SCTID*).
public enum SNOMEDIdentifier {
    /// Whether `text` is 6 to 18 digits whose last one is their check digit by Verhoeff's scheme.
    public static func isValid(_ text: String) -> Bool {
        let digits = text.utf8.map { Int($0) - 0x30 }
        guard (6...18).contains(digits.count), digits.allSatisfy({ (0...9).contains($0) }), digits[0] != 0 else {
            return false
        }
        var check = 0
        for (place, digit) in digits.reversed().enumerated() {
            check = product(check, permuted(digit, place % 8))
        }
        return check == 0
    }

    /// The product in the dihedral group of order ten.
    private static func product(_ left: Int, _ right: Int) -> Int {
        switch (left < 5, right < 5) {
        case (true, true): (left + right) % 5
        case (true, false): (left + right - 5) % 5 + 5
        case (false, true): (left - 5 - right + 5) % 5 + 5
        case (false, false): (left - right + 5) % 5
        }
    }

    private static let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

    private static func permuted(_ digit: Int, _ times: Int) -> Int {
        (0..<times).reduce(digit) { digit, _ in permutation[digit] }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Looks for whole words.
enum Words {
    /// Whether `phrase` stands in `text` with no letter or digit next to it; both in lower case.
    static func contain(_ phrase: String, in text: String) -> Bool {
        var place = text.startIndex
        while let found = text[place...].firstRange(of: phrase) {
            let before = found.lowerBound == text.startIndex ? nil : text[text.index(before: found.lowerBound)]
            let after = found.upperBound == text.endIndex ? nil : text[found.upperBound]
            if before?.isWordPart != true, after?.isWordPart != true { return true }
            place = text.index(after: found.lowerBound)
        }
        return false
    }
}

extension Character {
    fileprivate var isWordPart: Bool { isLetter || isNumber }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Looks for whole words.
public enum WholeWords {
    /// Whether `phrase` stands in `text` with no letter or digit next to it; both in lower case.
    public static func contain(_ phrase: String, in text: String) -> Bool {
        var place = text.startIndex
        while let found = firstPlace(of: phrase, in: text, from: place) {
            let end = text.utf8.index(found, offsetBy: phrase.utf8.count)
            // A match that ends inside a character (a letter before its accent) is none.
            if Self.isBoundary(found, in: text), Self.isBoundary(end, in: text) {
                let before = found == text.startIndex ? nil : text[text.index(before: found)]
                let after = end == text.endIndex ? nil : text[end]
                if before?.isWordPart != true, after?.isWordPart != true { return true }
            }
            place = text.utf8.index(after: found)
        }
        return false
    }

    private static func isBoundary(_ index: String.Index, in text: String) -> Bool {
        index == text.endIndex || index == text.startIndex || text.index(after: text.index(before: index)) == index
    }

    /// Where the bytes of `phrase` stand in `text` first, which nearly all texts answer without a look at their characters.
    private static func firstPlace(of phrase: String, in text: String, from start: String.Index) -> String.Index? {
        let (phraseView, textView) = (phrase.utf8, text.utf8)
        let (needle, hay) = (phraseView.span, textView.span)
        guard needle.count > 0, hay.count >= needle.count else { return nil }
        var place = text.utf8.distance(from: text.startIndex, to: start)
        while place <= hay.count - needle.count {
            var matched = 0
            while matched < needle.count, hay[place + matched] == needle[matched] { matched += 1 }
            if matched == needle.count { return text.utf8.index(text.startIndex, offsetBy: place) }
            place += 1
        }
        return nil
    }
}

extension Character {
    fileprivate var isWordPart: Bool { isLetter || isNumber }
}

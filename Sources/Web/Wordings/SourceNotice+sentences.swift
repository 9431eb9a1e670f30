// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

extension SourceNotice {
    /// The sentences of notices, each once, in order. Lists repeat one another's notes; *Information not available* says no more
    /// than the outcome beside it, so it is left out.
    static func sentences(of notices: [SourceNotice]) -> [String] {
        var result: [String] = []
        for notice in notices {
            var text = Substring(notice.text)
            while let sentence = takeSentence(&text) {
                guard sentence != "Information not available", sentence != "Information not available.",
                    !result.contains(sentence)
                else { continue }
                result.append(sentence)
            }
        }
        return result
    }

    /// Takes what stands before the next full stop that ends a sentence.
    private static func takeSentence(_ text: inout Substring) -> String? {
        text = text.drop(while: \.isWhitespace)
        guard !text.isEmpty else { return nil }
        var place = text.startIndex
        while let stop = text[place...].firstIndex(of: ".") {
            let after = text.index(after: stop)
            if after == text.endIndex || text[after].isWhitespace {
                defer { text = text[after...] }
                return String(text[...stop])
            }
            place = after
        }
        defer { text = "" }
        return String(text)
    }
}

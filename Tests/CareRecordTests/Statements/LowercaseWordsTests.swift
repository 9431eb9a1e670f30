// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import TestSupport
import Testing

@testable import CareRecord

@Suite("The words of a text in small letters") struct LowercaseWordsTests {
    @Test(
        "are runs of letters and digits",
        arguments: [
            ("Methotrexate 2.5mg tablets", ["methotrexate", "2", "5mg", "tablets"]),
            ("  ONE\tdaily;then (as needed)  ", ["one", "daily", "then", "as", "needed"]), ("", []), ("…—", []),
            ("Médicament ĒPILIM 200", ["médicament", "ēpilim", "200"]),
        ])
    func runs(_ text: String, _ words: [String]) {
        #expect(LowercaseWords.all(in: text) == words)
    }

    @Test("keep the characters that are said to join them")
    func joining() {
        #expect(
            LowercaseWords.all(in: "1/2 of 2.5 mg, daily.", joining: [".", "/"]) == [
                "1/2", "of", "2.5", "mg", "daily.",
            ])
    }

    @Test("are the same by bytes as by characters, whatever the text")
    func sameByBytes() {
        var random = SeededGenerator(seed: 11)
        let pieces = ["a", "Z", "0", "9", " ", ".", "/", "-", "\n", "\u{7F}", "_", "é", "İ", "ß", "½", "心"]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            let byCharacters = text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "/") }
            #expect(LowercaseWords.all(in: text, joining: [".", "/"]) == byCharacters.map(String.init))
        }
    }
}

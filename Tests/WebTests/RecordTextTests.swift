// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import TestSupport
import Testing

@testable import Web

@Suite struct `The record as text` {
    @Test func `stands as in its golden file`() {
        let text = String(decoding: RecordText.render(SampleRecord.incomplete), as: UTF8.self)
        Golden.expect(text, equals: "record.txt", in: "WebTests")
    }

    @Test func `lets no text of a source move the cursor`() {
        let entry = SampleRecord.entry(
            .problems, .activeProblems, #"{"resourceType":"Condition","id":"c"}"#, date: nil,
            title: "\u{1B}[2Jgone\u{202E}txet")
        let text = String(decoding: RecordText.render(SampleRecord.record([entry])), as: UTF8.self)
        #expect(!text.contains("\u{1B}"))
        #expect(!text.contains("\u{202E}"))
        #expect(text.contains("⟦U+001B⟧[2Jgone⟦U+202E⟧txet"))
    }

    @Test func `cuts nothing and keeps to its width`() {
        var text = WrappedText(width: 20)
        let word = String(repeating: "x", count: 33)
        text.add("one two three four five six \(word) seven", indent: 2, hanging: 2)
        #expect(text.lines == ["  one two three four", "    five six", "    " + word, "    seven"])
    }
}

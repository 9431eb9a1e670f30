// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import Testing

@Suite struct `Looking for a text in a text` {
    @Test(arguments: [
        ("", "", true), ("abc", "", true), ("abc", "abc", true), ("xabcx", "abc", true), ("ababc", "abc", true),
        ("ab", "abc", false), ("", "a", false), ("Abc", "abc", false), ("réfusé", "fusé", true),
        ("e\u{301}", "é", false),
    ])
    func `compares bytes`(_ text: String, _ part: String, _ isThere: Bool) {
        #expect(text.mentions(part) == isThere)
    }
}

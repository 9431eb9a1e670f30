// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Testing

@testable import Web

@Suite struct `HTML as bytes` {
    @Test func `writes every character as the slow way would`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            // Beyond these no character is treated apart; one of every 64 is enough.
            if value > 0xFFFF, value % 64 != 0 { continue }
            let text = "a" + String(scalar) + "b"
            let special: [Unicode.Scalar: String] = [
                "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;",
            ]
            let expected = special[scalar].map { "a\($0)b" } ?? text.withVisibleControls
            if HTML.text(text).markup != expected { Issue.record("U+\(String(value, radix: 16)) is written wrongly") }
        }
    }

    @Test func `writes elements, attributes and text in place`() {
        var html = HTML()
        html.tag("p", ["class": "a\"b", "id": "x"]) { html in
            html.text("1 < 2")
            html.tag("b", "&")
        }
        html.void("br")
        #expect(html.markup == "<p class=\"a&quot;b\" id=\"x\">1 &lt; 2<b>&amp;</b></p><br>")
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import JSON
import Testing

@testable import Web

@Suite struct `A source's narrative` {
    private static let space = #"<div xmlns="http://www.w3.org/1999/xhtml">"#
    private static func division(_ inner: String) -> String { space + inner + "</div>" }

    private static let elements = [
        "script", "SCRIPT", "ScRiPt", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "input",
        "button", "select", "option", "textarea", "label", "fieldset", "isindex", "svg", "svg:script", "math", "mglyph",
        "style", "link", "meta", "base", "head", "html", "body", "title", "video", "audio", "source", "track",
        "picture", "canvas", "template", "slot", "portal", "dialog", "details", "summary", "menu", "marquee", "blink",
        "bgsound", "layer", "ilayer", "noscript", "noframes", "xml", "xss", "x-custom", "param", "map", "area",
        "image", "keygen", "plaintext", "xmp", "listing", "foreignObject", "animate", "set", "font", "center",
    ].map { "<\($0)>x</\($0)>" }
    private static let handlers = [
        "onload", "onerror", "onclick", "ondblclick", "onmousedown", "onmouseup", "onmouseover", "onmousemove",
        "onmouseout", "onmouseenter", "onkeydown", "onkeypress", "onkeyup", "onfocus", "onfocusin", "onblur",
        "onsubmit",
        "onreset", "onselect", "onchange", "oninput", "onabort", "onresize", "onscroll", "onunload", "onbeforeunload",
        "onhashchange", "onpageshow", "onpopstate", "onstorage", "onmessage", "oncopy", "oncut", "onpaste", "ondrag",
        "ondrop", "onwheel", "ontoggle", "onanimationstart", "ontransitionend", "onpointerover", "ontouchstart",
        "onbegin", "onend", "onrepeat", "OnClick", "ONERROR", "formaction", "srcdoc", "srcset", "action", "background",
        "data", "xlink:href", "ping", "target", "download", "http-equiv", "contenteditable", "autofocus", "is", "slot",
    ].map { #"<p \#($0)="alert(1)">x</p>"# }
    private static let links = [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
        "java\nscript:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)",
        "javascript&colon;alert(1)", "&#0000106avascript:alert(1)", "vbscript:x", "data:text/html,x",
        "data:text/html;base64,eA==", "data:image/svg+xml,x", "file:///etc/passwd", "blob:x", "filesystem:x",
        "about:blank",
        "jar:x", "view-source:x", "ftp://x", "//evil.example/x", "\\\\evil.example\\x", "/\\evil.example",
        "\u{1}javascript:alert(1)", "\u{A0}javascript:x", "feed:javascript:x", "mhtml:x", "livescript:x", "intent:x",
    ].map { #"<a href="\#($0)">x</a>"# }
    private static let images = [
        "http://evil.example/a.png", "https://evil.example/a.png", "//evil.example/a.png", "a.png", "/a.png",
        "javascript:alert(1)", "data:image/svg+xml;base64,eA==", "data:text/html,x", "&#104;ttp://evil.example/a",
        "HTTPS://evil.example/a.png", "cid:x", "data:image/png;base64,&quot;",
    ].map { #"<img src="\#($0)"/>"# }
    private static let styles = [
        "background:url(https://evil.example)", "background:URL('x')", "background-image:none",
        "width:expression(alert(1))",
        "behavior:url(x)", "-moz-binding:url(x)", "list-style:u\\72l(x)", "@import 'x'", "color:red/**/;x", "{}",
        "background:&#117;rl(x)", "content:attr(x)", "background:image-set('x')", "color:<x", "a:src(x)",
        "filter:progid:Import",
    ].map { #"<p style="\#($0)">x</p>"# }
    private static let broken = [
        "<p>x", "x</p>", "<p><b>x</p></b>", "<br>", "<p class=x>x</p>", "<p class>x</p>",
        #"<p class="a" class="b">x</p>"#,
        #"<p class="a"id="b">x</p>"#, "<!DOCTYPE x>", "<?xml version='1.0'?>", "<?php x ?>", "<![CDATA[<script>]]>",
        "<!-- <script> -->", "<!--[if IE]><p>x</p><![endif]-->", "<!-- x", "<!-- a--b -->", "<", "<>", "< p>x</p>",
        "</>",
        "<p/x>", "<p\u{0}>x</p>", "\u{0}", "\u{1B}[2J", #"<p title="<b>">x</p>"#, "<p title='a>x</p>",
        #"<div xmlns="http://www.w3.org/2000/svg">x</div>"#, #"<p xmlns:x="urn:x">x</p>"#, "<P>x</P>",
        "</div><p>x</p><div>",
    ]
    private static let wholes = [
        "", "x", "<p>x</p>", "<div>x</div><div>y</div>", "x<div>x</div>", "<div>x</div>x", "<div>",
        "<!-- x --><div>x</div>",
        "<DIV>x</DIV>", "<div onclick='x'>x</div>", "<div/><script/>",
    ]
    static let hostile =
        (elements + handlers + links + images + styles + broken).map(division) + wholes

    static let harmless = [
        "x", "", "a &lt;script&gt; b", "&nbsp;&#160;", "5 > 3", "<p>x</p>", "<b>Dose</b><br/>one<hr/>",
        "<!-- generated -->x",
        "<table class=\"t\"><thead><tr><th scope='col'>a</th></tr></thead><tbody><tr><td colspan=\"2\">b</td></tr></tbody></table>",
        "<ul><li>a</li></ul><ol start=\"2\"><li>b</li></ol><dl><dt>a</dt><dd>b</dd></dl>", "<pre>a\n\tb</pre>",
        "<a href=\"https://example.org/x?a=1&amp;b=2\">x</a>", "<a href=\"#c1\">x</a>", "<a href=\"Patient/1\">x</a>",
        "<a name=\"here\">x</a>", "<a href=\"mailto:a@example.org\">x</a>", "<img src=\"#img1\" alt=\"ecg\"/>",
        "<img src=\"data:image/png;base64,iVBORw0KGgo=\"/>",
        "<p style=\"color: #ff0000; border: 1px solid rgb(1,2,3)\">x</p>",
        "<span lang=\"cy\" xml:lang=\"cy\" dir=\"ltr\">Llanfair ŵ</span>",
    ].map(division)

    @Test func `is refused in each of two hundred hostile forms, and passes in its harmless ones`() {
        #expect(Set(Self.hostile).count >= 200)
        for narrative in Self.hostile { #expect(!NarrativeCheck.allows(narrative), "\(narrative)") }
        for narrative in Self.harmless { #expect(NarrativeCheck.allows(narrative), "\(narrative)") }
    }

    private static func entry(_ narrative: String, id: String) -> RecordEntry {
        let text = JSONTree.object(JSONObject(["status": "generated", "div": .string(narrative)])).text
        return SampleRecord.entry(
            .problems, .activeProblems,
            ##"{"resourceType":"Condition","id":"\##(id)","text":\##(text),"code":{"text":"Kept"},"contained":[{"resourceType":"Practitioner","id":"c1","text":\##(text),"name":[{"family":"Kept"}]}],"recorder":{"reference":"#c1"},"asserter":{"reference":"Practitioner/none"}}"##,
            date: "2020-01-01", title: "Kept")
    }

    @Test func `is replaced as a whole where it is hostile, counted, and nothing else is touched`() throws {
        let entries = Self.hostile.enumerated().map { Self.entry($1, id: "h\($0)") }
        let document = try `The record as a FHIR document`.document(SampleRecord.record(entries))
        let conditions = `The record as a FHIR document`.resources(document).filter {
            $0["resourceType"]?.string == "Condition"
        }
        #expect(conditions.count == Self.hostile.count)
        for condition in conditions {
            for holder in [condition, try #require(condition["contained"]?[0])] {
                #expect(holder["text"]?["status"]?.string == "empty")
                let division = try #require(holder["text"]?["div"]?.string)
                #expect(NarrativeCheck.allows(division) && division.contains("not passed on"))
            }
            #expect(condition["code"]?["text"]?.string == "Kept")
            #expect(condition["contained"]?[0]?["name"]?[0]?["family"]?.string == "Kept")
        }
        let ledger = `The record as a FHIR document`.resources(document).first { $0["id"]?.string == "ledger" }
        let notices = ledger?["issue"]?.elements.compactMap { $0["diagnostics"]?.string } ?? []
        #expect(notices.contains { $0.hasPrefix("\(Self.hostile.count * 2) narratives of sources are not passed on") })
    }

    @Test func `passes byte for byte where FHIR allows it, and nothing is said`() throws {
        let entries = Self.harmless.enumerated().map { Self.entry($1, id: "h\($0)") }
        let record = SampleRecord.record(entries)
        let document = FHIRDocument.render(record, in: `The record as a FHIR document`.frame)
        let text = String(decoding: document, as: UTF8.self)
        for narrative in Self.harmless {
            let written = JSONTree.object(JSONObject(["status": "generated", "div": .string(narrative)])).text
            #expect(text.ranges(of: "\"text\":" + written).count >= 2)
        }
        #expect(!text.contains("not passed on"))
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// How much of the record is here, above everything clinical.
struct CompletenessStrip {
    let record: DetailedCareRecord
    let frame: PageFrame

    static let regionID = "completeness"
    private static let formID = "try-again"

    var region: PageRegion {
        let completeness = Completeness(record.ledger)
        let remarks = noticeWords + record.filters + frame.remarks
        let html = HTML.written { html in
            // A screen reader says at once what is missing; that sources are still being asked it says when it has a pause.
            let role = completeness.isComplete || completeness.isAwaited ? "status" : "alert"
            html.tag("div", ["class": "completeness \(state(completeness))", "id": Self.regionID, "role": role]) {
                html in
                html.tag("p") { html in
                    if !completeness.isComplete {
                        html.tag("strong", completeness.isAwaited ? "STILL ASKING: " : "INCOMPLETE RECORD: ")
                    }
                    html.text(completeness.words)
                    if let retry = retry(completeness) { Self.write(retry, to: &html) }
                }
                if case .form(let action, let page, let token)? = retry(completeness) {
                    html.tag("form", ["method": "post", "action": action, "id": Self.formID]) { html in
                        html.void("input", ["type": "hidden", "name": "page", "value": page])
                        html.void("input", ["type": "hidden", "name": "token", "value": token])
                    }
                }
                for remark in remarks { html.tag("p", ["class": "remark"], remark) }
            }
        }
        return PageRegion(id: Self.regionID, html: html)
    }

    /// How the missing sources can be asked again; `nil` where that could bring nothing.
    private func retry(_ completeness: Completeness) -> PageFrame.Retry? {
        let isMissed = !completeness.isComplete && !completeness.isAwaited && completeness.canBeTriedAgain
        return isMissed ? frame.retry : nil
    }

    private static func write(_ retry: PageFrame.Retry, to html: inout HTML) {
        html.text(" ")
        switch retry {
        case .link(let path): html.tag("a", ["href": path, "class": "retry"], "Try again")
        case .form: html.tag("button", ["type": "submit", "form": formID, "class": "retry"], "Try again")
        }
    }

    /// How many lines of the desk's screen it takes.
    var lines: Double {
        let sentences = [Completeness(record.ledger).words] + noticeWords + record.filters + frame.remarks
        return sentences.reduce(0) { $0 + (Double($1.count + 28) / 165).rounded(.up) }
    }

    private func state(_ completeness: Completeness) -> String {
        if completeness.isAwaited { return "awaited" }
        if !completeness.isComplete { return "incomplete" }
        return noticeWords.isEmpty ? "complete" : "warned"
    }

    /// What sources warn of, each sentence once, with the sources that say it; the exact notes stand under *Sources*.
    private var noticeWords: [String] {
        var together = SourcesTogether<String>()
        for line in record.ledger.lines {
            let warnings = line.notices.filter { $0.kind != .identity && $0.kind != .note }
            for sentence in SourceNotice.sentences(of: warnings) { together.add(line.source.name, sentence) }
        }
        return together.groups.map { "\($0.names.joined(separator: ", ")): \($0.statement)" }
    }
}

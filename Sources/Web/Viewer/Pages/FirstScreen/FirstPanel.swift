// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// One panel of the first screen: a heading, what must be said first, and items, of which the last may give way to a link where
/// the screen has no room for them. No item is ever cut in itself.
struct FirstPanel {
    let id: String
    let title: String
    let kind: String
    /// What is said before the items, never cut.
    var notes: [PanelItem] = []
    var items: [PanelItem] = []
    /// What is said after the items, never cut.
    var closing: [PanelItem] = []
    /// Where every item stands in full.
    let dataset: Dataset
    /// How much of the room that is left in its column it gets, beside the others.
    var weight = 1.0

    /// Lines that are shown whatever the room.
    var fixedLines: Double {
        Self.headLines + (notes + closing + items.filter(\.isKept)).reduce(0) { $0 + $1.lines }
    }

    private static let headLines = 2.4
    /// The line that says how many more there are.
    static let moreLines = 1.2

    /// The panel with as many of its items as fit into a number of lines, at least the first.
    func region(within lines: Double) -> PageRegion {
        var room = lines - fixedLines
        var shown: [PanelItem] = []
        var isFull = false
        let wanted = items.filter { !$0.isKept }.reduce(0) { $0 + $1.lines }
        // Sums of shares are not exact.
        room += 0.05
        if wanted > room { room -= Self.moreLines }
        for item in items {
            if item.isKept {
                shown.append(item)
            } else if !isFull, item.lines <= room || shown.isEmpty {
                shown.append(item)
                room -= item.lines
            } else {
                isFull = true
            }
        }
        return PageRegion(id: id, html: html(shown))
    }

    private func html(_ shown: [PanelItem]) -> HTML {
        .written { html in
            html.tag("section", ["class": "panel \(kind)", "id": id]) { html in
                html.tag("h2", items.count > 1 ? "\(title) (\(items.count))" : title)
                for note in notes { html.append(note.html) }
                if !shown.isEmpty {
                    html.tag("ul", ["class": "brief"]) { html in for item in shown { html.append(item.html) } }
                }
                let rest = items.count - shown.count
                if rest > 0 {
                    html.tag("p", ["class": "more"]) { html in
                        html.tag("a", ["href": "#\(dataset.rawValue)"], "and \(rest) more under \(dataset.title)")
                    }
                }
                for piece in closing { html.append(piece.html) }
            }
        }
    }
}

/// Panels below one another.
struct PanelColumn {
    let panels: [FirstPanel]

    /// The panels, each with its share of the lines: what one does not need, the others get.
    func regions(lines: Double) -> [PageRegion] {
        let wanted = panels.map { panel in
            panel.fixedLines + panel.items.filter { !$0.isKept }.reduce(0) { $0 + $1.lines }
        }
        var shares = panels.map(\.fixedLines)
        var room = lines - shares.reduce(0, +)
        var hungry = Set(panels.indices.filter { wanted[$0] > shares[$0] })
        while room > 0.1, !hungry.isEmpty {
            let weights = hungry.reduce(0) { $0 + panels[$1].weight }
            let part = room / weights
            for place in hungry {
                let taken = min(part * panels[place].weight, wanted[place] - shares[place])
                shares[place] += taken
                room -= taken
            }
            hungry = hungry.filter { wanted[$0] - shares[$0] > 0.01 }
        }
        return zip(panels, shares).map { panel, share in panel.region(within: share) }
    }
}

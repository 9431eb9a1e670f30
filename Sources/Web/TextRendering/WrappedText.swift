// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Lines of plain text for a terminal: wrapped at a width, continued under an indent, with nothing cut. A word longer than the
/// line stands on a line of its own.
struct WrappedText {
    let width: Int
    private(set) var lines: [String] = []

    init(width: Int = 80) { self.width = width }

    /// Appends a paragraph. Line ends in it begin new lines; characters that act unseen are written out.
    mutating func add(_ text: String, indent: Int = 0, hanging: Int = 0) {
        for (place, paragraph) in text.withVisibleControls.split(whereSeparator: \.isNewline).enumerated() {
            wrap(String(paragraph), indent: indent + (place > 0 ? hanging : 0), hanging: place > 0 ? 0 : hanging)
        }
    }

    /// Appends an empty line, unless the last one is.
    mutating func addGap() {
        if lines.last?.isEmpty == false { lines.append("") }
    }

    /// Appends a heading with a line under it.
    mutating func addHeading(_ text: String, underlined mark: Character) {
        addGap()
        add(text)
        lines.append(String(repeating: mark, count: min(width, text.count)))
    }

    private mutating func wrap(_ paragraph: String, indent: Int, hanging: Int) {
        var margin = String(repeating: " ", count: indent)
        var line = margin
        for word in paragraph.split(separator: " ") {
            if line.count > margin.count, line.count + 1 + word.count > width {
                lines.append(line)
                margin = String(repeating: " ", count: indent + hanging)
                line = margin + word
            } else {
                line += (line.count == margin.count ? "" : " ") + word
            }
        }
        lines.append(line)
    }

    /// The text, each line ended.
    var text: String { lines.joined(separator: "\n") + "\n" }
}

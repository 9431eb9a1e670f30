// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A line of a panel of the first screen, with how much room it takes.
struct PanelItem {
    let html: HTML
    /// How many lines it takes on a desk's screen, estimated from the length of its words.
    let lines: Double
    /// Whether it stands on the first screen however much there is.
    let isKept: Bool

    /// - Parameter characters: how many characters are to be read in it.
    init(_ html: HTML, characters: Int, extraLines: Double = 0, isKept: Bool = false) {
        self.html = html
        lines = max(1, (Double(characters) / Self.charactersPerLine).rounded(.up)) + extraLines
        self.isKept = isKept
    }

    /// How many characters a column of the first screen holds at 1366 pixels, in the widest of the page's typefaces.
    static let charactersPerLine = 53.0
}

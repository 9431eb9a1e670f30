// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension String {
    /// The text with every character that would act on the page or the terminal, rather than be read, written out as its code
    /// (`⟦U+202E⟧`): a text of a source must not turn the reading order round, move a cursor, or vanish.
    var withVisibleControls: String {
        guard unicodeScalars.contains(where: \.actsUnseen) else { return self }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            guard scalar.actsUnseen else {
                result.append(scalar)
                continue
            }
            let code = String(scalar.value, radix: 16, uppercase: true)
            let padding = String(repeating: "0", count: max(0, 4 - code.count))
            result.append(contentsOf: "⟦U+\(padding)\(code)⟧".unicodeScalars)
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// Control characters save tab and line ends, and the controls of reading order.
    fileprivate var actsUnseen: Bool {
        switch value {
        case 0x09, 0x0A, 0x0D: false
        case 0x00..<0x20, 0x7F..<0xA0: true
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x061C, 0xFEFF: true
        case 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}

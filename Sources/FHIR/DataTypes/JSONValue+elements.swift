// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension JSONValue {
    /// The elements that can be read of one that is given alone or as an array.
    func oneOrMany<Element>(_ read: (JSONValue) -> Element?) -> [Element] {
        kind == .array ? elements.compactMap(read) : [read(self)].compactMap { $0 }
    }
}

extension String {
    /// Whether there is nothing in it to read.
    var isBlank: Bool {
        // Most texts begin with a letter or a digit, for which no table of characters is needed.
        if let first = utf8.first, first > 0x20, first < 0x7F { return false }
        return allSatisfy(\.isWhitespace)
    }
}

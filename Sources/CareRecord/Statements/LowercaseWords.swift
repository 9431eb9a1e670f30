// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The words of a text in small letters: runs of letters and digits.
enum LowercaseWords {
    /// - Parameter joining: further characters that are part of a word, such as the point of a number.
    static func all(in text: String, joining further: [Character] = []) -> [String] {
        ascii(text, further)
            ?? text.lowercased().split { !($0.isLetter || $0.isNumber || further.contains($0)) }.map(String.init)
    }

    /// The same by bytes, as nearly all texts can be read; `nil` for the others.
    private static func ascii(_ text: String, _ further: [Character]) -> [String]? {
        var words: [String] = []
        var word: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): word.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
            case 0x80...: return nil
            case _ where further.contains(Character(Unicode.Scalar(byte))): word.append(byte)
            case _ where !word.isEmpty:
                words.append(String(decoding: word, as: UTF8.self))
                word.removeAll(keepingCapacity: true)
            default: break
            }
        }
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        return words
    }
}

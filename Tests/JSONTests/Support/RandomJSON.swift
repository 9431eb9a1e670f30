// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// JSON texts made from a seed: any kind of value, white space, escape and number, and texts with a few bytes wrong.
struct RandomJSON {
    private var numbers: SeededNumbers
    private var text: [UInt8] = []

    init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

    /// A text that is JSON.
    mutating func document() -> [UInt8] {
        text = []
        space()
        value(depth: 0)
        space()
        return text
    }

    /// A text that was JSON before a few bytes of it were changed, put in or taken out.
    mutating func damagedDocument() -> [UInt8] {
        var damaged = document()
        let strange =
            Array("{}[]\":,\\/u0123456789abcdefEe+-.tn \n\t\u{0}\u{1F}\u{7F}é€😀\u{FEFF}".utf8) + [
                0x80, 0xC0, 0xED, 0xFF,
            ]
        for _ in 0..<Int.random(in: 1...3, using: &numbers) {
            let place = Int.random(in: 0...damaged.count, using: &numbers)
            let byte = strange[Int.random(in: 0..<strange.count, using: &numbers)]
            switch Int.random(in: 0..<4, using: &numbers) {
            case 0: damaged.insert(byte, at: place)
            case 1 where place < damaged.count: damaged.remove(at: place)
            case 2 where place < damaged.count: damaged.removeLast(damaged.count - place)
            default: if place < damaged.count { damaged[place] = byte }
            }
        }
        return damaged
    }

    private mutating func write(_ part: String) { text.append(contentsOf: part.utf8) }

    private mutating func pick(_ parts: [String]) { write(parts[Int.random(in: 0..<parts.count, using: &numbers)]) }

    private mutating func space() {
        while numbers.chance(15) { pick([" ", "\n", "\t", "\r", "\r\n    ", "         "]) }
    }

    private mutating func value(depth: Int) {
        switch Int.random(in: 0..<(depth < 6 ? 10 : 6), using: &numbers) {
        case 0: pick(["true", "false", "null"])
        case 1, 2: number()
        case 3, 4, 5: string()
        case 6, 7: list(depth, open: "[", close: "]") { maker, _ in maker.value(depth: depth + 1) }
        default:
            list(depth, open: "{", close: "}") { maker, place in
                maker.write("\"\(place)")
                maker.text.removeLast(maker.numbers.chance(1) ? 1 : 0)
                maker.stringBody()
                maker.write("\"")
                maker.space()
                maker.write(":")
                maker.space()
                maker.value(depth: depth + 1)
            }
        }
    }

    private mutating func list(
        _ depth: Int, open: String, close: String, element: (inout RandomJSON, Int) -> Void
    ) {
        write(open)
        space()
        let count = numbers.chance(3) ? 40 : Int.random(in: 0..<6, using: &numbers)
        for place in 0..<(depth > 2 ? min(count, 4) : count) {
            if place > 0 {
                write(",")
                space()
            }
            element(&self, place)
            space()
        }
        write(close)
    }

    private mutating func number() {
        pick(["", "-"])
        pick(["0", "1", "9", "10", "123456789", "9007199254740993"])
        pick(["", "", ".0", ".50", ".123456789", ".000001"])
        pick(["", "", "", "e0", "E+10", "e-07", "e30"])
    }

    private mutating func string() {
        write("\"")
        stringBody()
        write("\"")
    }

    private mutating func stringBody() {
        for _ in 0..<Int.random(in: 0..<8, using: &numbers) {
            pick([
                "a", "B c", "12345678", "a long run of plain text", "é", "€", "😀", "\u{2028}", "\u{7F}", "\\n", "\\\"",
                "\\\\",
                "\\/", "\\b", "\\u0041", "\\u00e9", "\\u20AC", "\\ud83d\\ude00", "\\u0000", "\\u001f",
            ])
        }
    }
}

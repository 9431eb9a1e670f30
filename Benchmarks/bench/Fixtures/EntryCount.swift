// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Counts the entries of an answer without reading it as JSON, so that checking every answer costs the same little for all that is
/// compared.
enum EntryCount {
    private static let entry = Array("\"resource\":{\"resourceType\"".utf8)

    /// How many entries with a resource stand in the bytes.
    static func entries(in body: [UInt8]) -> Int { body.withUnsafeBytes { entries(in: $0) } }

    static func entries(in body: UnsafeRawBufferPointer) -> Int {
        var count = 0
        var last = entry.count - 1
        while last < body.count {
            let byte = body[last]
            if byte == entry[entry.count - 1], matches(body, endingAt: last) { count += 1 }
            last += skips[Int(byte)]
        }
        return count
    }

    private static func matches(_ body: UnsafeRawBufferPointer, endingAt last: Int) -> Bool {
        let first = last - entry.count + 1
        for position in entry.indices where body[first + position] != entry[position] { return false }
        return true
    }

    /// How far the pattern may be moved on when a byte stands at its end (Horspool, 1980).
    private static let skips: [Int] = {
        var skips = Array(repeating: entry.count, count: 256)
        for (position, byte) in entry.dropLast().enumerated() { skips[Int(byte)] = entry.count - 1 - position }
        return skips
    }()
}

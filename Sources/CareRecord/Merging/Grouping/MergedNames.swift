// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Crypto
import Foundation

/// Gives merged entries their ids.
struct MergedNames {
    private var given: Set<String>

    /// - Parameter count: how many will be named at most.
    init(count: Int) { given = Set(minimumCapacity: count) }

    /// The id of an entry that stands alone; of several, a digest of all their ids, which are opaque themselves. Where an id is given
    /// already, as two sources may use one, a digest with the source's name.
    mutating func name(of originals: [RecordEntry]) -> String {
        if originals.count == 1, given.insert(originals[0].id).inserted { return originals[0].id }
        var parts = originals.map { originals.count == 1 ? $0.source.id.text + " " + $0.id : $0.id }.sorted()
        var name = Self.digest(parts)
        while !given.insert(name).inserted {
            parts.append(String(parts.count))
            name = Self.digest(parts)
        }
        return name
    }

    private static func digest(_ parts: [String]) -> String {
        let digits = Array("0123456789abcdef")
        let hash = SHA256.hash(data: Data(parts.joined(separator: "\n").utf8)).prefix(20)
        return "merged-" + String(hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// The keys that an authorization server has published (RFC 7517 §5), as far as they can be used here.
struct TokenKeySet: Sendable {
    let keys: [String: TokenKey]

    /// The largest set that is read, in bytes, and the most keys in it.
    static let largest = 128 << 10
    static let mostKeys = 32

    struct Unreadable: Error {}

    /// - Throws: where the text is no set of keys, has too many, or has no key or one id for two keys among those that can be used.
    init(_ bytes: [UInt8], rsaAlgorithm: TokenAlgorithm) async throws {
        let document = try JSONDocument(
            parsing: bytes, limits: JSONLimits(bytes: Self.largest, depth: 6, nodes: 4_000))
        guard let listed = document.root["keys"], listed.kind == .array, listed.count <= Self.mostKeys else {
            throw Unreadable()
        }
        var keys: [String: TokenKey] = [:]
        for value in listed.elements {
            guard let key = await TokenKey(value, rsaAlgorithm: rsaAlgorithm) else { continue }
            guard keys.updateValue(key, forKey: key.id) == nil else { throw Unreadable() }
        }
        guard !keys.isEmpty else { throw Unreadable() }
        self.keys = keys
    }
}

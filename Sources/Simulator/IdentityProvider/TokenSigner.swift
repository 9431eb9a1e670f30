// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Crypto
import JSON

/// Signs tokens with a key of the provider's own (ES256), made when it starts.
struct TokenSigner: Sendable {
    private let key: P256.Signing.PrivateKey
    private let id: String

    init(key: P256.Signing.PrivateKey = P256.Signing.PrivateKey()) {
        self.key = key
        id = AddressText.encode(Array(SHA256.hash(data: Array(key.publicKey.rawRepresentation)).prefix(9)))
    }

    /// The public key as a set of keys (RFC 7517).
    var keys: JSONTree {
        let point = Array(key.publicKey.rawRepresentation)
        let jwk = JSONObject([
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": .string(id),
            "x": .string(AddressText.encode(Array(point.prefix(32)))),
            "y": .string(AddressText.encode(Array(point.suffix(32)))),
        ])
        return .object(JSONObject(["keys": .array([.object(jwk)])]))
    }

    /// A signed token in compact form (RFC 7519).
    func token(_ claims: JSONObject, type: String) throws -> String {
        let header = JSONTree.object(JSONObject(["alg": "ES256", "kid": .string(id), "typ": .string(type)]))
        let signed =
            AddressText.encode(header.bytes) + "." + AddressText.encode(JSONTree.object(claims).bytes)
        let signature = try key.signature(for: Array(signed.utf8))
        return signed + "." + AddressText.encode(Array(signature.rawRepresentation))
    }
}

/// Bytes as texts for addresses and tokens (RFC 4648, 5), without padding, and their digests.
enum AddressText {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = Array(bytes[start..<min(start + 3, bytes.count)])
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0...group.count { result.append(digits[value >> (18 - 6 * place) & 63]) }
        }
        return String(decoding: result, as: UTF8.self)
    }

    static func digest(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}

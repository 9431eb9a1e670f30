// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import JWTKit

import enum Crypto.P256
import enum Crypto.P384

/// The keys of a provider (RFC 7517). Each key is good for one algorithm: the one it names, or else the one that its kind has.
struct ProviderKeys: Sendable {
    struct Key: Sendable {
        let id: String?
        let algorithm: String
        let material: Material
    }

    enum Material: Sendable {
        case rsa(Insecure.RSA.PublicKey)
        case p256(ECDSA.PublicKey<P256>)
        case p384(ECDSA.PublicKey<P384>)
    }

    private let keys: [Key]

    /// Keys that are not for signatures, or of a kind that is not used here, are left out.
    init(_ bytes: [UInt8]) throws(SignInFailure) {
        let root: JSONValue
        do throws(JSONError) { root = try JSONDocument(parsing: bytes).root } catch { throw .metadataUnfit("jwks") }
        guard let list = root["keys"] else { throw .metadataUnfit("jwks") }
        keys = list.elements.compactMap(Self.key)
        guard !keys.isEmpty else { throw .metadataUnfit("jwks") }
    }

    /// The key of this id; without an id, the only key there is.
    func key(_ id: String?) -> Key? {
        guard let id else { return keys.count == 1 ? keys[0] : nil }
        let named = keys.filter { $0.id == id }
        return named.count == 1 ? named[0] : nil
    }

    private static func key(_ value: JSONValue) -> Key? {
        if let use = value["use"]?.string, use != "sig" { return nil }
        let (id, algorithm) = (value["kid"]?.string, value["alg"]?.string)
        switch (value["kty"]?.string, value["crv"]?.string) {
        case ("RSA", _):
            guard ["RS256", "RS384", "PS256"].contains(algorithm ?? "RS256"), let n = value["n"]?.string,
                let e = value["e"]?.string, let modulus = URLSafeBase64.decode(n), modulus.count >= 256,
                let key = try? Insecure.RSA.PublicKey(modulus: n, exponent: e)
            else { return nil }
            return Key(id: id, algorithm: algorithm ?? "RS256", material: .rsa(key))
        case ("EC", "P-256"):
            guard algorithm ?? "ES256" == "ES256", let x = value["x"]?.string, let y = value["y"]?.string,
                let key = try? ECDSA.PublicKey<P256>(parameters: (x: x, y: y))
            else { return nil }
            return Key(id: id, algorithm: "ES256", material: .p256(key))
        case ("EC", "P-384"):
            guard algorithm ?? "ES384" == "ES384", let x = value["x"]?.string, let y = value["y"]?.string,
                let key = try? ECDSA.PublicKey<P384>(parameters: (x: x, y: y))
            else { return nil }
            return Key(id: id, algorithm: "ES384", material: .p384(key))
        default: return nil
        }
    }
}

extension ProviderKeys.Key {
    /// Whether these bytes were signed with this key, by its own algorithm.
    func isSignature(_ signature: [UInt8], of signed: [UInt8]) async -> Bool {
        let collection = JWTKeyCollection()
        switch (material, algorithm) {
        case (.rsa(let key), "RS256"): await collection.add(rsa: key, digestAlgorithm: .sha256)
        case (.rsa(let key), "RS384"): await collection.add(rsa: key, digestAlgorithm: .sha384)
        case (.rsa(let key), "PS256"): await collection.add(pss: key, digestAlgorithm: .sha256)
        case (.p256(let key), "ES256"): await collection.add(ecdsa: key)
        case (.p384(let key), "ES384"): await collection.add(ecdsa: key)
        default: return false
        }
        do {
            return try await collection.getKey().verify(signature, signs: signed)
        } catch {
            // What cannot even be read as a signature is none.
            return false
        }
    }
}

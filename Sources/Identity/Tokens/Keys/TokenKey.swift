// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import JWTKit

/// A public key of the authorization server, with the one algorithm by which it is used.
struct TokenKey: Sendable {
    let id: String
    let algorithm: TokenAlgorithm
    private let verifier: any JWTAlgorithm

    /// RSA keys have at least 2,048 bits (NIST SP 800-131A), and at most what can be verified in bounded time.
    static let rsaBits = 2048...8192

    /// Reads one key of a set (RFC 7517 §4).
    /// - Returns: `nil` where the key is weak, private, for something else than signatures, or of a kind that is not used.
    init?(_ key: JSONValue, rsaAlgorithm: TokenAlgorithm) async {
        guard let id = key["kid"]?.string, (1...256).contains(id.utf8.count), Self.isPublicForSignatures(key),
            let algorithm = Self.algorithm(of: key, rsaAlgorithm: rsaAlgorithm),
            let verifier = await Self.verifier(key, algorithm)
        else { return nil }
        (self.id, self.algorithm, self.verifier) = (id, algorithm, verifier)
    }

    func verifies(_ signature: [UInt8], of bytes: ArraySlice<UInt8>) -> Bool {
        (try? verifier.verify(signature, signs: bytes)) ?? false
    }

    private static func isPublicForSignatures(_ key: JSONValue) -> Bool {
        if let use = key["use"], use.string != "sig" { return false }
        if let uses = key["key_ops"], !uses.elements.contains(where: { $0.string == "verify" }) { return false }
        return key["d"] == nil && key["k"] == nil
    }

    /// The algorithm that the key names, else the only one for its kind. A name that does not fit the kind fits nothing.
    private static func algorithm(of key: JSONValue, rsaAlgorithm: TokenAlgorithm) -> TokenAlgorithm? {
        let fitting: [TokenAlgorithm]
        switch (key["kty"]?.string, key["crv"]?.string) {
        case ("RSA", nil): fitting = [rsaAlgorithm, .rs256, .rs384, .ps256].filter { ![.es256, .es384].contains($0) }
        case ("EC", "P-256"): fitting = [.es256]
        case ("EC", "P-384"): fitting = [.es384]
        default: return nil
        }
        guard let named = key["alg"] else { return fitting.first }
        return fitting.first { $0.rawValue == named.string }
    }

    private static func verifier(_ key: JSONValue, _ algorithm: TokenAlgorithm) async -> (any JWTAlgorithm)? {
        let keys = JWTKeyCollection()
        do {
            switch algorithm {
            case .rs256: await keys.add(rsa: try rsaKey(key), digestAlgorithm: .sha256)
            case .rs384: await keys.add(rsa: try rsaKey(key), digestAlgorithm: .sha384)
            case .ps256: await keys.add(pss: try rsaKey(key), digestAlgorithm: .sha256)
            case .es256: await keys.add(ecdsa: try ES256PublicKey(parameters: try point(key, bytes: 32)))
            case .es384: await keys.add(ecdsa: try ES384PublicKey(parameters: try point(key, bytes: 48)))
            }
            return try await keys.getKey()
        } catch { return nil }
    }

    private struct UnusableKey: Error {}

    private static func rsaKey(_ key: JSONValue) throws -> Insecure.RSA.PublicKey {
        guard let (modulus, bytes) = number(key["n"]), let (exponent, _) = number(key["e"]), let first = bytes.first,
            rsaBits.contains(bytes.count * 8 - first.leadingZeroBitCount), exponent == "AQAB"
        else { throw UnusableKey() }
        return try Insecure.RSA.PublicKey(modulus: modulus, exponent: exponent)
    }

    private static func point(_ key: JSONValue, bytes: Int) throws -> ECDSAParameters {
        guard let (x, xBytes) = number(key["x"]), let (y, yBytes) = number(key["y"]), xBytes.count == bytes,
            yBytes.count == bytes
        else { throw UnusableKey() }
        return (x, y)
    }

    private static func number(_ value: JSONValue?) -> (text: String, bytes: [UInt8])? {
        guard let text = value?.string, let bytes = Base64URL.decode(text), !bytes.isEmpty else { return nil }
        return (text, bytes)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Crypto
public import CryptoExtras
public import Foundation

/// Keys of an authorization server, made when tests run.
public enum TestKeys {
    public static let p256 = P256.Signing.PrivateKey()
    public static let p384 = P384.Signing.PrivateKey()
    /// A key that nobody has published.
    public static let foreign = P256.Signing.PrivateKey()
    public static let rsa: _RSA.Signing.PrivateKey = {
        guard let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048) else { preconditionFailure("no RSA key") }
        return key
    }()

    /// Signs with a key by an algorithm; tests sign by what a gateway does not accept, too.
    public enum Signer: Sendable {
        case es256, es384, foreignES256, rs256, rs384, rs512, ps256, ps384
        case hs256(secret: [UInt8])
        /// These bytes instead of a signature.
        case bytes([UInt8])

        public func signature(of text: String) -> [UInt8] {
            let data = Data(text.utf8)
            do {
                switch self {
                case .es256: return Array(try p256.signature(for: data).rawRepresentation)
                case .es384: return Array(try p384.signature(for: data).rawRepresentation)
                case .foreignES256: return Array(try foreign.signature(for: data).rawRepresentation)
                case .rs256: return try signature(SHA256.hash(data: data), .insecurePKCS1v1_5)
                case .rs384: return try signature(SHA384.hash(data: data), .insecurePKCS1v1_5)
                case .rs512: return try signature(SHA512.hash(data: data), .insecurePKCS1v1_5)
                case .ps256: return try signature(SHA256.hash(data: data), .PSS)
                case .ps384: return try signature(SHA384.hash(data: data), .PSS)
                case .hs256(let secret):
                    return Array(HMAC<SHA256>.authenticationCode(for: data, using: SymmetricKey(data: secret)))
                case .bytes(let bytes): return bytes
                }
            } catch { preconditionFailure("signing failed: \(error)") }
        }

        private func signature(_ digest: some Digest, _ padding: _RSA.Signing.Padding) throws -> [UInt8] {
            Array(try rsa.signature(for: digest, padding: padding).rawRepresentation)
        }
    }

    public static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// A published key of an elliptic curve, as JSON.
    public static func curveKey(_ id: String, _ curve: String, _ raw: Data, others: String = "") -> String {
        let half = raw.count / 2
        return
            #"{"kty":"EC","kid":"\#(id)","crv":"\#(curve)","x":"\#(base64URL(raw.prefix(half)))","y":"\#(base64URL(raw.suffix(half)))"\#(others)}"#
    }

    /// A published RSA key, as JSON.
    public static func rsaKey(_ id: String, modulus: [UInt8]? = nil, others: String = "") -> String {
        let own = (try? rsa.publicKey.getKeyPrimitives().modulus).map(Array.init) ?? []
        return #"{"kty":"RSA","kid":"\#(id)","n":"\#(base64URL(modulus ?? own))","e":"AQAB"\#(others)}"#
    }

    public static func set(_ keys: String...) -> [UInt8] {
        Array((#"{"keys":["# + keys.joined(separator: ",") + "]}").utf8)
    }

    public static var p256Key: String { curveKey("ec", "P-256", p256.publicKey.rawRepresentation) }

    /// All keys, each under the name of its kind.
    public static let published = set(
        p256Key, curveKey("ec384", "P-384", p384.publicKey.rawRepresentation, others: #","alg":"ES384""#),
        rsaKey("rs256", others: #","alg":"RS256","use":"sig""#), rsaKey("rs384", others: #","alg":"RS384""#),
        rsaKey("ps256", others: #","alg":"PS256","key_ops":["verify"]"#), rsaKey("rsa"))
}

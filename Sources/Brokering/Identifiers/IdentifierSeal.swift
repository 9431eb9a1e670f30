// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Crypto
import CryptoExtras
import Foundation

/// Makes the opaque ids of resources in answers: the same every time for the same resource, and telling nothing of person or
/// source to whoever has not the key. Deterministic authenticated encryption: the IV is an HMAC of what is encrypted (the
/// construction of RFC 5297), then AES in counter mode; 40 bytes, which are 64 characters of base32.
public struct IdentifierSeal: Sendable {
    private let authenticationKey: SymmetricKey
    private let encryptionKey: SymmetricKey

    /// A seal from a secret of at least 32 bytes; `nil` for a shorter one.
    public init?(secret: [UInt8]) {
        guard secret.count >= 32 else { return nil }
        let key = SymmetricKey(data: secret)
        authenticationKey = Self.derived(from: key, for: "resource id authentication")
        encryptionKey = Self.derived(from: key, for: "resource id encryption")
    }

    private static func derived(from key: SymmetricKey, for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data(purpose.utf8), outputByteCount: 32)
    }

    /// The opaque id of a source's resource.
    /// - Parameter sourceReference: the source's own type and id.
    func id(of sourceReference: String, source: SourceID, person: NHSNumber) -> String {
        identifiers(of: source, person: person).id(of: sourceReference)
    }

    /// Makes the ids of one source's resources about one person.
    func identifiers(of source: SourceID, person: NHSNumber) -> SourceIdentifiers {
        SourceIdentifiers(
            prefix: Self.fiveBytes(of: person) + SHA256.hash(data: Array(source.text.utf8)).prefix(3),
            authentication: HMAC<SHA256>(key: authenticationKey), encryptionKey: encryptionKey)
    }

    /// What the ids of one source's resources about one person have in common.
    struct SourceIdentifiers {
        let prefix: [UInt8]
        /// Has taken in the key and nothing else.
        let authentication: HMAC<SHA256>
        let encryptionKey: SymmetricKey

        func id(of sourceReference: String) -> String {
            var plain = prefix
            plain.reserveCapacity(24)
            SHA256.hash(data: Array(sourceReference.utf8)).withUnsafeBytes { plain += $0.prefix(16) }
            var authentication = authentication
            authentication.update(data: plain)
            let initialisation = authentication.finalize().withUnsafeBytes { Array($0.prefix(16)) }
            guard let nonce = try? AES._CTR.Nonce(nonceBytes: initialisation),
                let sealed = try? AES._CTR.encrypt(plain, using: encryptionKey, nonce: nonce)
            else { preconditionFailure("AES takes a key of 32 bytes and an IV of 16, which these are") }
            return Base32.encode(initialisation + sealed)
        }
    }

    private static func fiveBytes(of number: NHSNumber) -> [UInt8] {
        let value = UInt64(number.disclosed) ?? 0
        return stride(from: 32, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}

/// Base 32 of RFC 4648 in small letters, without padding.
enum Base32 {
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count * 8 + 4) / 5)
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                result.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { result.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
        return String(decoding: result, as: UTF8.self)
    }
}

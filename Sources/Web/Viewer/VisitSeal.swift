// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Crypto
import FHIR

/// Makes and opens what ties a browser to what it may see: the visitor's mark, the form's token, and the handle that stands for a
/// person in an address. A handle is sealed, so that it tells nothing, bound to the visitor, so that it is of no use to another,
/// and ends after a while. The key lives as long as the process.
struct VisitSeal: Sendable {
    private let key: SymmetricKey
    private let lifetime: Duration
    private let clock: any GatewayClock
    private let randomness: Randomness

    init(key: [UInt8], lifetime: Duration, clock: any GatewayClock, randomness: Randomness) {
        self.key = SymmetricKey(data: key)
        self.lifetime = lifetime
        self.clock = clock
        self.randomness = randomness
    }

    /// A mark for a visitor who has none.
    func newVisitor() -> String { Base64URL.encode(randomness.bytes(18)) }

    /// An id for a stream of events, which nobody can guess.
    func newStream() -> String { Base64URL.encode(randomness.bytes(18)) }

    /// Whether a text can be a visitor's mark.
    static func isVisitor(_ text: String) -> Bool {
        text.utf8.count == 24 && Base64URL.decode(text) != nil
    }

    /// The token that a form of this visitor has to send back.
    func formToken(for visitor: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array("form \(visitor)".utf8), using: key)
        return Base64URL.encode(Array(code))
    }

    /// Whether a form came from a page that this visitor was shown.
    func isFormToken(_ token: String, of visitor: String) -> Bool {
        guard let bytes = Base64URL.decode(token) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            bytes, authenticating: Array("form \(visitor)".utf8), using: key)
    }

    /// The handle of a new consultation about a person, for this visitor alone.
    func handle(for number: NHSNumber, visitor: String) throws -> String {
        try seal(
            SealedVisit(
                number: number, consultation: Base64URL.encode(randomness.bytes(12)), emergencyEnd: nil,
                end: clock.utc.advanced(bySeconds: Int(lifetime.components.seconds))), visitor: visitor)
    }

    /// The handle of the same consultation, in which an emergency access is in force until a moment.
    func handle(of visit: SealedVisit, inEmergencyUntil end: FHIRDateTime, visitor: String) throws -> String {
        try seal(
            SealedVisit(number: visit.number, consultation: visit.consultation, emergencyEnd: end, end: end),
            visitor: visitor)
    }

    private func seal(_ visit: SealedVisit, visitor: String) throws -> String {
        let parts = [
            visit.number.disclosed, String(visit.end.earliestSecond), visit.consultation,
            visit.emergencyEnd.map { String($0.earliestSecond) } ?? "-",
        ]
        let nonce = try AES.GCM.Nonce(data: randomness.bytes(12))
        let box = try AES.GCM.seal(
            Array(parts.joined(separator: " ").utf8), using: key, nonce: nonce, authenticating: Array(visitor.utf8))
        return Base64URL.encode(Array(box.nonce) + Array(box.ciphertext) + Array(box.tag))
    }

    /// The visit that a handle stands for; `nil` where it is no handle, is another visitor's, or has ended.
    func open(_ handle: String, visitor: String) -> SealedVisit? {
        guard handle.utf8.count <= 256, let bytes = Base64URL.decode(handle), bytes.count > 28,
            let box = try? AES.GCM.SealedBox(combined: bytes),
            let plain = try? AES.GCM.open(box, using: key, authenticating: Array(visitor.utf8))
        else { return nil }
        let parts = String(decoding: plain, as: UTF8.self).split(separator: " ").map(String.init)
        guard parts.count == 4, let end = Int(parts[1]), clock.utc.earliestSecond < end,
            let number = try? NHSNumber(parts[0])
        else { return nil }
        return SealedVisit(
            number: number, consultation: parts[2],
            emergencyEnd: Int(parts[3]).map { FHIRDateTime(secondsSince1970: $0) },
            end: FHIRDateTime(secondsSince1970: end))
    }
}

/// What a handle holds: the person, the consultation, and the emergency that is in force in it.
struct SealedVisit: Sendable {
    let number: NHSNumber
    /// Tells this consultation apart from every other: what the person answered for it holds in it alone.
    let consultation: String
    let emergencyEnd: FHIRDateTime?
    /// When the handle ends.
    let end: FHIRDateTime
}

/// Base64 for addresses (RFC 4648, 5), without padding.
enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        var place = 0
        while place < bytes.count {
            let group = bytes[place..<min(place + 3, bytes.count)]
            var value = 0
            for byte in group { value = value << 8 | Int(byte) }
            value <<= 8 * (3 - group.count)
            for digit in 0...group.count { result.append(alphabet[value >> (18 - 6 * digit) & 63]) }
            place += 3
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `nil` for anything that ``encode(_:)`` cannot have made.
    static func decode(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        var value = 0
        var bits = 0
        for byte in text.utf8 {
            guard let digit = alphabet.firstIndex(of: byte) else { return nil }
            value = (value << 6 | digit) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                result.append(UInt8(truncatingIfNeeded: value >> bits))
            }
        }
        guard bits < 6, value & ((1 << bits) - 1) == 0 else { return nil }
        return result
    }
}

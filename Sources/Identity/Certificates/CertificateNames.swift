// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import X509

/// Reads how a certificate names a system: by the DNS names of its subject alternative name, and by nothing else. The subject's
/// common name is not looked at.
enum CertificateNames {
    /// More names than that are in no certificate of a client.
    static let most = 16

    /// The names, in lower case.
    static func read(_ certificate: Certificate) throws(CertificateRefusal) -> [String] {
        let names: SubjectAlternativeNames?
        do { names = try certificate.extensions.subjectAlternativeNames } catch { throw .names }
        guard let names, !names.isEmpty, names.count <= most else { throw .names }
        var read: [String] = []
        for name in names {
            guard case .dnsName(let text) = name, let host = canonical(text) else { throw .names }
            read.append(host)
        }
        return read
    }

    /// A host's name in lower case; `nil` for what is none: other letters than those of ASCII, a wildcard, a dot at the end, an
    /// address. A name in the ASCII form of an international one (`xn--`) is a name like any other, equal to itself alone.
    static func canonical(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= 253 else { return nil }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.allSatisfy(isLabel), let last = labels.last, last.contains(where: isLetter) else { return nil }
        return String(decoding: bytes.map { isUpper($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        guard let first = label.first, let last = label.last, label.count <= 63 else { return false }
        let hyphen = UInt8(ascii: "-")
        return first != hyphen && last != hyphen
            && label.allSatisfy { isLetter($0) || isDigit($0) || $0 == hyphen }
    }

    private static func isUpper(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    private static func isLetter(_ byte: UInt8) -> Bool {
        isUpper(byte) || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
    }
}

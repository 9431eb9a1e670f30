// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// A signed token in its compact form (RFC 7515 §3.1), taken apart within limits; nothing of it has been believed yet.
struct CompactToken {
    let header: JSONValue
    let claims: JSONValue
    let signature: [UInt8]
    /// What is signed: the first two parts as they came.
    let signed: ArraySlice<UInt8>

    /// The longest token that is read, in bytes.
    static let longest = 16 << 10
    private static let headerLimits = JSONLimits(bytes: 2 << 10, depth: 4, nodes: 64)
    private static let claimLimits = JSONLimits(bytes: longest, depth: 8, nodes: 1_000)

    init(_ text: String) throws(TokenFault) {
        guard text.utf8.count <= Self.longest else { throw TokenFault(.tooLong) }
        let bytes = Array(text.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, !parts.contains(where: \.isEmpty) else { throw TokenFault(.notThreeParts) }
        guard let header = Base64URL.decode(parts[0]), let claims = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { throw TokenFault(.notBase64URL) }
        self.header = try Self.object(header, limits: Self.headerLimits)
        self.claims = try Self.object(claims, limits: Self.claimLimits)
        self.signature = signature
        signed = bytes[..<parts[1].endIndex]
    }

    private static func object(_ bytes: [UInt8], limits: JSONLimits) throws(TokenFault) -> JSONValue {
        let document: JSONDocument
        do { document = try JSONDocument(parsing: bytes, limits: limits) } catch { throw TokenFault(.notJSON) }
        guard document.root.kind == .object else { throw TokenFault(.notAnObject) }
        return document.root
    }
}

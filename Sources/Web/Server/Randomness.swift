// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Where unpredictable bytes come from. A test gives a fixed sequence, the program the system's generator.
public struct Randomness: Sendable {
    /// As many bytes as asked for, fit for keys.
    public let bytes: @Sendable (Int) -> [UInt8]

    public init(_ bytes: @escaping @Sendable (Int) -> [UInt8]) { self.bytes = bytes }

    /// A UUID of version 4 in lower case.
    func uuid() -> String {
        var value = bytes(16)
        value[6] = value[6] & 0x0F | 0x40
        value[8] = value[8] & 0x3F | 0x80
        let digits = value.map { byte in
            let text = String(byte, radix: 16)
            return text.utf8.count == 1 ? "0" + text : text
        }.joined()
        var rest = Substring(digits)
        return [8, 4, 4, 4, 12].map { length in
            defer { rest = rest.dropFirst(length) }
            return rest.prefix(length)
        }.joined(separator: "-")
    }
}

extension String {
    /// The text in lower case where it is a UUID (8-4-4-4-12 hexadecimal digits); `nil` otherwise.
    var asUUID: String? {
        let parts = split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [8, 4, 4, 4, 12],
            parts.allSatisfy({ $0.utf8.allSatisfy { $0.hexadecimalValue != nil } })
        else { return nil }
        return lowercased()
    }
}

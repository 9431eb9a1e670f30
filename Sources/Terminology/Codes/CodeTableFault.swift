// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What is wrong with a line of a code list. It never holds personal data: a code list is about codes.
public struct CodeTableFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// What stands there.
    public let found: String
    /// What may stand there.
    public let allowed: String

    public init(line: Int, found: String, allowed: String) {
        self.line = line
        self.found = found
        self.allowed = allowed
    }

    public var description: String { "Line \(line) of the code list has \(found); allowed is \(allowed)." }
}

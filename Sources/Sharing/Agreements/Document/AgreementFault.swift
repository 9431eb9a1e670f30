// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A place in an agreement's document that cannot be used: where, what was found, and what is allowed.
public struct AgreementFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, counted from 1; 0 for the document as a whole.
    public let line: Int
    /// The key, from the top of the document (`clauses[2].roles`).
    public let key: String
    public let found: String
    public let allowed: String

    public init(line: Int, key: String, found: String, allowed: String) {
        self.line = line
        self.key = key
        self.found = found
        self.allowed = allowed
    }

    public var description: String {
        let place = line > 0 ? "line \(line): " : ""
        return "\(place)\(key): found \(found); allowed: \(allowed)"
    }
}

/// All that is wrong with a document, so that it can be mended in one go. A document with a fault is no agreement.
public struct AgreementFaults: Error, Hashable, Sendable, CustomStringConvertible {
    public let faults: [AgreementFault]

    public init(_ faults: [AgreementFault]) { self.faults = faults }

    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

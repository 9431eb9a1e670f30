// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What is to be said of sources: each thing once, with the names of all the sources that it is said of, in the order in which they came.
public struct SourcesTogether<Statement: Equatable> {
    /// The statements in the order in which the first source of each came.
    public private(set) var groups: [(statement: Statement, names: [String])] = []

    public init() {}

    /// Says something of a source.
    public mutating func add(_ name: String, _ statement: Statement) {
        if let place = groups.firstIndex(where: { $0.statement == statement }) {
            groups[place].names.append(name)
        } else {
            groups.append((statement, [name]))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How many entries the answer about each person must have. What the gateway adds (the composition, the ledger, the sources) is
/// learnt from one person's answer; how many entries of the sources each has is known.
struct Expectation: Sendable {
    let manner: SourceManner
    private let added: Int

    struct Implausible: Error {}

    init(_ gateway: ChildProcess, _ manner: SourceManner) throws {
        self.manner = manner
        let answer = try LoadConnection(port: gateway.ports[0]).get(GatewayProcess.path(0))
        added = answer.entries - Self.sourceEntries(manner, 0) * SourceManner.sources
        guard answer.status == 200, abs(added) < 200 else { throw Implausible() }
    }

    private static func sourceEntries(_ manner: SourceManner, _ person: Int) -> Int {
        EntryCount.entries(in: Array(manner.record(of: InventedPerson(place: person), at: 0).utf8))
    }

    private static func difference(_ person: Int) -> Int {
        InventedPerson(place: person).observationCount - InventedPerson(place: 0).observationCount
    }

    /// Entries of the gateway's document about a person.
    var entries: @Sendable (Int) -> Int {
        let known = added
        let whole = sourceEntries
        return { whole($0) + known }
    }

    /// Entries of all sources together.
    var sourceEntries: @Sendable (Int) -> Int {
        let first = Self.sourceEntries(manner, 0)
        return { (first + Self.difference($0)) * SourceManner.sources }
    }

    func entriesOfOneSource(_ person: Int) -> Int { sourceEntries(person) / SourceManner.sources }
}

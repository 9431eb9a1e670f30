// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR

/// Which entries are copies of each other.
struct CopyGroups {
    /// Entries that are one, by their places.
    private(set) var groups: [[Int]] = []
    /// Entries of which it cannot be told which is the copy of which: linked, never one.
    private(set) var ambiguous: [[Int]] = []

    init(_ candidates: [MergeFacts]) {
        // Within one source nothing is a copy.
        guard let first = candidates.first?.entry.source.id,
            candidates.contains(where: { $0.entry.source.id != first })
        else { return }
        let names = Self.sharedNames(candidates.map { $0.rule.identityNames($0) })
        let keys = zip(candidates, names).map { $0.rule.copyKeys($0, named: $1) }
        var partition = Partition(count: candidates.count)
        for (place, own) in keys.enumerated() where !own.isEmpty { partition.join(place, keys: own) }
        for part in partition.parts() {
            let sources = Set(part.map { candidates[$0].entry.source.id })
            // Equality by any code of several is not passed on from one to the next: all must share one and the same key.
            let shared = part.dropFirst().reduce(Set(keys[part[0]])) { $0.intersection(keys[$1]) }
            if sources.count == part.count, !shared.isEmpty {
                groups.append(part)
            } else if sources.count > 1 {
                ambiguous.append(part)
            }
        }
    }

    /// Of the names of each entry those that another one has too.
    private static func sharedNames(_ names: [[String]]) -> [[String]] {
        var holders: [String: Int] = [:]
        holders.reserveCapacity(names.count)
        var shared: Set<String> = []
        for (place, own) in names.enumerated() {
            for name in own {
                if let first = holders[name] {
                    if first != place { shared.insert(name) }
                } else {
                    holders[name] = place
                }
            }
        }
        return names.map { own in shared.isEmpty ? [] : own.filter(shared.contains) }
    }
}

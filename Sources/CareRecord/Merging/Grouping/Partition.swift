// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Puts together what shares a key, directly or through others (union–find). What comes out does not depend on the order in
/// which keys were given.
struct Partition {
    private var parents: [Int]
    private var first: [String: Int] = [:]

    init(count: Int) { parents = Array(0..<count) }

    /// Says that a member has these keys.
    mutating func join(_ member: Int, keys: [String]) {
        for key in keys {
            if let other = first[key] { unite(member, other) } else { first[key] = member }
        }
    }

    private mutating func unite(_ one: Int, _ other: Int) {
        let roots = (root(of: one), root(of: other))
        guard roots.0 != roots.1 else { return }
        parents[max(roots.0, roots.1)] = min(roots.0, roots.1)
    }

    private mutating func root(of member: Int) -> Int {
        var place = member
        while parents[place] != place {
            parents[place] = parents[parents[place]]
            place = parents[place]
        }
        return place
    }

    /// The parts of two members and more, each in order.
    mutating func parts() -> [[Int]] {
        var members: [Int: [Int]] = [:]
        for place in parents.indices {
            let root = root(of: place)
            if root != place { members[root, default: [root]].append(place) }
        }
        return members.sorted { $0.key < $1.key }.map(\.value)
    }
}

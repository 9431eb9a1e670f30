// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing

/// Every combination of what a decision is made from, decided, and told in as few lines as say the same.
struct DecisionTable {
    /// One of the things that vary, with the words for each of its values.
    struct Dimension {
        let name: String
        let values: [String]

        /// Some of its values: those, or all but the others where these are few.
        func words(for places: [Int]) -> String {
            let others = values.indices.filter { !places.contains($0) }
            let isShort = others.isEmpty || others.count > 3 || places.count < 5
            let named = (isShort ? places : others).map { values[$0] }.joined(separator: ", ")
            return "\(name): " + (isShort ? named : "all but " + named)
        }
    }

    /// What follows from the values of the dimensions that are left.
    private indirect enum Tree: Hashable {
        case outcome(String)
        case branches(on: Int, [Branch])
        struct Branch: Hashable {
            var values: [Int]
            let tree: Tree
        }
    }

    private let dimensions: [Dimension]
    private let tree: Tree
    private(set) var combinations = 0

    /// - Parameter decide: what follows from one value of each dimension.
    init(_ dimensions: [Dimension], _ decide: ([Int]) -> String) {
        self.dimensions = dimensions
        var count = 0
        tree = Self.grow(dimensions, []) { place in
            count += 1
            return decide(place)
        }
        combinations = count
    }

    private static func grow(_ dimensions: [Dimension], _ place: [Int], _ decide: ([Int]) -> String) -> Tree {
        guard place.count < dimensions.count else { return .outcome(decide(place)) }
        var branches: [Tree.Branch] = []
        var positions: [Tree: Int] = [:]
        for value in dimensions[place.count].values.indices {
            let tree = grow(dimensions, place + [value], decide)
            if let position = positions[tree] {
                branches[position].values.append(value)
            } else {
                positions[tree] = branches.count
                branches.append(.init(values: [value], tree: tree))
            }
        }
        // What makes no difference is left out.
        return branches.count == 1 ? branches[0].tree : .branches(on: place.count, branches)
    }

    /// The table as lines. A dimension that is not named makes no difference there.
    var lines: [String] { lines(tree, indent: 0) }

    private func lines(_ tree: Tree, indent: Int) -> [String] {
        guard case .branches(let place, let branches) = tree else { return [] }
        return branches.flatMap { branch -> [String] in
            let label = String(repeating: "  ", count: indent) + dimensions[place].words(for: branch.values)
            switch branch.tree {
            case .outcome(let outcome): return ["\(label) → \(outcome)"]
            case .branches: return [label] + lines(branch.tree, indent: indent + 1)
            }
        }
    }
}

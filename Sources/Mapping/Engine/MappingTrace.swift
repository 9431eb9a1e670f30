// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What the mapping did with every value, by path: the ground of the reviewed table of all paths.
struct MappingTrace {
    /// Where a value went.
    enum Destination: String, Sendable, Hashable {
        case native = "native R4 element"
        case named = "named extension"
        case translated = "native R4 element, translated"
        case illegal = "source-value, not legal in R4"
        case unmapped
    }

    /// A path of the source and what became of it.
    struct Route: Hashable {
        let source: String
        let destination: Destination
        let target: String
    }

    /// How many values took each route.
    private(set) var counts: [Route: Int] = [:]

    mutating func note(_ source: String, _ destination: Destination, _ target: String, count: Int = 1) {
        counts[Route(source: source, destination: destination, target: target), default: 0] += count
    }
}

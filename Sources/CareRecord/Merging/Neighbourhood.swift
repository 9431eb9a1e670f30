// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What makes entries neighbours: linked and both visible, never one.
struct Neighbourhood: Sendable {
    /// The last part of the link's name (`possibly-same`).
    let name: String
    let kind: MergeLink.Kind
    /// The relation in words, for the documentation.
    let documentation: String
    /// What to say of the entries that are linked.
    let words: String
    /// What to say of versions of which it cannot be told which one stands.
    let unsettledWords: String
    /// The keys of an entry; entries that share one are neighbours, and so are the neighbours of neighbours.
    let keys: @Sendable (MergeFacts) -> [String]
    /// What tells neighbours apart where both have it, such as the minute: an entry without it may be the same as any of them.
    let distinction: (@Sendable (MergeFacts) -> String?)?
    /// Whether entries of one source alone are worth a link.
    let spansOneSource: Bool
    /// Which of the entries that share a key belong in a link, by their places; fewer than two are none.
    let members: @Sendable ([MergeFacts]) -> [Int]
    /// Whether the first of two versions is known to replace the second.
    let replaces: @Sendable (MergeFacts, MergeFacts) -> Bool

    init(
        _ name: String, _ kind: MergeLink.Kind, _ documentation: String, saying words: String,
        ifUnsettled unsettledWords: String? = nil,
        keys: @escaping @Sendable (MergeFacts) -> [String],
        unless distinction: (@Sendable (MergeFacts) -> String?)? = nil, spansOneSource: Bool = false,
        members: @escaping @Sendable ([MergeFacts]) -> [Int] = { Array($0.indices) },
        replaces: @escaping @Sendable (MergeFacts, MergeFacts) -> Bool = { $0.isLaterVersion(than: $1) }
    ) {
        self.name = name
        self.kind = kind
        self.documentation = documentation
        self.words = words
        self.unsettledWords = unsettledWords ?? words
        self.keys = keys
        self.distinction = distinction
        self.spansOneSource = spansOneSource
        self.members = members
        self.replaces = replaces
    }

    /// A key for each code, with other parts; none where a part is missing.
    static func keys(_ codes: [String], _ parts: @autoclosure () -> [String?]) -> [String] {
        guard !codes.isEmpty else { return [] }
        let parts = parts()
        let known = parts.compactMap { $0 }
        guard known.count == parts.count else { return [] }
        let rest = MergeFacts.joined(known)
        return codes.map { $0 + "\u{1F}" + rest }
    }
}

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
    /// The keys of an entry; entries that share one are neighbours, and so are the neighbours of neighbours.
    let keys: @Sendable (MergeFacts) -> [String]
    /// What tells neighbours apart where both have it, such as the minute: an entry without it may be the same as any of them.
    let distinction: (@Sendable (MergeFacts) -> String?)?
    /// Whether entries of one source alone are worth a link.
    let spansOneSource: Bool
    /// Whether entries that stand side by side are a link at all.
    let isLink: @Sendable ([MergeFacts]) -> Bool

    init(
        _ name: String, _ kind: MergeLink.Kind, _ documentation: String, saying words: String,
        keys: @escaping @Sendable (MergeFacts) -> [String],
        unless distinction: (@Sendable (MergeFacts) -> String?)? = nil, spansOneSource: Bool = false,
        where isLink: @escaping @Sendable ([MergeFacts]) -> Bool = { _ in true }
    ) {
        self.name = name
        self.kind = kind
        self.documentation = documentation
        self.words = words
        self.keys = keys
        self.distinction = distinction
        self.spansOneSource = spansOneSource
        self.isLink = isLink
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

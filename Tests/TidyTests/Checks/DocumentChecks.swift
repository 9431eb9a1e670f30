// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How long the documents that a newcomer reads first may be.
private let documentLimits = ["README.md": 150, "ARCHITECTURE.md": 300]

/// What holds for the Markdown documents.
let documentChecks: [TidyCheck] = [
    TidyCheck(
        "a Markdown file has one title",
        bad: [["docs/a.md": "# A\n\ntext\n\n# B\n"], ["docs/a.md": "## A\n"]],
        good: [["docs/a.md": "# A\n\n## B\n\n```sh\n# a comment\n```\n"]]
    ) { file in
        guard file.isMarkdown else { return [] }
        let titles = headings(in: file).filter { $0.level == 1 }
        if titles.isEmpty { return [(1, "has no title; begin with one line of # and the title")] }
        return titles.dropFirst().map { ($0.line, "has a second title; make it a ## heading") }
    },
    TidyCheck(
        "a document is no longer than a newcomer reads",
        bad: [
            ["README.md": String(repeating: "a\n", count: 151)],
            ["ARCHITECTURE.md": String(repeating: "a\n", count: 301)],
        ],
        good: [
            ["README.md": String(repeating: "a\n", count: 150)], ["docs/a.md": String(repeating: "a\n", count: 999)],
        ]
    ) { file in
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        guard let limit = documentLimits[file.path], count > limit else { return [] }
        return [(limit + 1, "has \(count) lines; move detail into docs, at most \(limit) lines stay")]
    },
    TidyCheck(
        "every link in a Markdown file leads somewhere",
        bad: [
            ["docs/a.md": "# A\n[b](b.md)\n"], ["docs/a.md": "# A\n[b](../README.md)\n"],
            ["README.md": "# A\n[c](#missing)\n"],
            ["README.md": "# A\n[c](docs/b.md#missing)\n", "docs/b.md": "# B\n"],
        ],
        good: [
            [
                "docs/a.md": "# A b\n[r](../README.md), [f](../Sources/JSON), [h](#a-b), [w](https://hl7.org/a)\n",
                "README.md": "# R\n[a](docs/a.md#a-b) `[x](y)`\n```\n[x](y)\n```\n", "Sources/JSON/A.swift": "",
            ]
        ],
        violations: brokenLinks),
]

private struct Heading {
    let line: Int
    let level: Int
    /// What a link to it says after `#`.
    let anchor: String
}

/// The lines of a Markdown file that are text, not code between fences; the others are empty.
private func textLines(of file: SourceFile) -> [String] {
    var isCode = false
    return file.lines.map { line in
        if line.drop(while: \.isWhitespace).hasPrefix("```") {
            isCode.toggle()
            return ""
        }
        return isCode ? "" : line
    }
}

private func headings(in file: SourceFile) -> [Heading] {
    textLines(of: file).enumerated().compactMap { index, line in
        let level = line.prefix { $0 == "#" }.count
        guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
        let words = line.dropFirst(level + 1).lowercased()
        let anchor = words.filter { $0.isNamePart || $0 == "-" || $0 == " " }.replacing(" ", with: "-")
        return Heading(line: index + 1, level: level, anchor: anchor)
    }
}

private func brokenLinks(_ tree: SourceTree) -> [Violation] {
    let paths = Set(tree.files.map(\.path))
    let folders = Set(tree.files.flatMap { foldersAbove($0.path) })
    return tree.markdownFiles.flatMap { file in
        links(in: file).compactMap { line, target -> Violation? in
            let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let path = parts[0].isEmpty ? file.path : resolve(String(parts[0]), from: file.folder)
            guard paths.contains(path) || folders.contains(path) else {
                return Violation(
                    path: file.path, line: line,
                    message: "links to \(target), which is not there; mend or drop the link")
            }
            guard parts.count > 1, let linked = tree.file(at: path), linked.isMarkdown,
                !headings(in: linked).contains(where: { $0.anchor == parts[1] })
            else { return nil }
            return Violation(
                path: file.path, line: line, message: "links to a heading that \(path) lacks: #\(parts[1])")
        }
    }
}

private func foldersAbove(_ path: String) -> [String] {
    let parts = path.split(separator: "/").dropLast()
    return parts.indices.map { parts[...$0].joined(separator: "/") } + [""]
}

private func resolve(_ target: String, from folder: String) -> String {
    var parts = target.hasPrefix("/") ? [] : folder.split(separator: "/")
    for part in target.split(separator: "/") where part != "." {
        if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
}

/// The links to other places of the repository, each with its line. Code between backticks has none.
private func links(in file: SourceFile) -> [(line: Int, target: String)] {
    textLines(of: file).enumerated().flatMap { index, line in
        let pieces = line.split(separator: "`", omittingEmptySubsequences: false)
        let text = pieces.indices.map { $0.isMultiple(of: 2) ? String(pieces[$0]) : "code" }.joined()
        return text.split(separator: "](", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
            let target = String(rest.prefix { $0 != ")" && $0 != " " })
            return target.contains("://") || target.hasPrefix("mailto:") ? nil : (index + 1, target)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Words that name no concept, so that what stands under them could be anything.
private let emptyWords: Set<String> = [
    "util", "utils", "utility", "utilities", "helper", "helpers", "common", "misc", "manager", "managers", "stuff",
    "constants", "impl", "placeholder",
]

/// This folder says the banned words in order to find them.
private let ownFolder = "Tests/TidyTests"

/// What is said in names and in text.
let wordingChecks: [TidyCheck] = [
    TidyCheck(
        "no file or folder has a name that says nothing",
        bad: [
            ["Sources/JSON/Utils/A.swift": ""], ["Sources/Web/DateHelpers.swift": ""],
            ["Sources/Web/session-manager.swift": ""], ["Tests/Common.swift": ""],
        ],
        good: [["Sources/Web/Commonwealth.swift": "", "Sources/Connectors/HTTP/RetryBudget.swift": ""]]
    ) { file in
        let word = file.path.split(separator: "/").flatMap { words(in: String($0)) }.first { emptyWords.contains($0) }
        guard let word else { return [] }
        return [(1, "has \"\(word)\" in its name; name it for the concept that it holds")]
    },
    TidyCheck(
        "no type has a name that says nothing",
        bad: [["Sources/Web/A.swift": "final class AccessManager {}\n"], ["Sources/Web/A.swift": "enum Utils {}\n"]],
        good: [["Sources/Web/A.swift": "struct Access {}\nprotocol Managed {}\n// struct AccessManager\n"]]
    ) { file in
        file.codeLines.enumerated().flatMap { index, line -> [(line: Int, message: String)] in
            let parts = line.split { !$0.isNamePart }
            return zip(parts, parts.dropFirst()).compactMap { keyword, name in
                guard ["struct", "class", "enum", "actor", "protocol", "typealias"].contains(keyword),
                    let word = words(in: String(name)).first(where: emptyWords.contains)
                else { return nil }
                return (index + 1, "\(name) has \"\(word)\" in its name; say what it is in the words of the field")
            }
        }
    },
    TidyCheck(
        "no work is left for later in the text",
        bad: [["Sources/Web/A.swift": "// TODO: finish\n"], ["docs/a.md": "FIXME\n"], ["scripts/a": "# XXX later\n"]],
        good: [["Sources/Web/A.swift": "let toDo = 1\n", "docs/a.md": "The method is called TODOs.\n"]]
    ) { file in
        tokens(["TODO", "FIXME", "XXX"], in: file) { "says \($0); do it now, or write down what is missing in docs" }
    },
    TidyCheck(
        "no path of one machine",
        bad: [
            ["docs/a.md": "see /home/someone/a\n"], ["scripts/a": "cd /Users/x\n"],
            ["Sources/Web/A.swift": "\"/home/someone/a\"\n"],
        ],
        good: [["docs/a.md": "telephone home/work/mobile; https://mig.example.org/root/a; Sources/work/a\n"]]
    ) { file in
        linesOutsideOwnFolder(file).filter { _, line in
            ["/work/", "/root/", "/home/", "/Users/"].contains { hasRootedPath($0, line) }
        }
        .map { ($0.number, "names a path of one machine; write it from the repository's root") }
    },
    TidyCheck(
        "the repository speaks of the product alone",
        bad: [
            ["docs/a.md": "As issue 2 asks.\n"], ["docs/a.md": "see Issue #14\n"],
            ["Sources/Web/A.swift": "// in this session\n"],
            ["CHANGELOG.md": "Written by an AI assistant.\n"], ["docs/a.md": "the worker's brief\n"],
        ],
        good: [["docs/a.md": "An OperationOutcome has one issue per source. The viewer's session lasts 15 minutes.\n"]]
    ) { file in
        let phrases = [
            "this session", "previous session", "next session", "an earlier session", "subagent", "ai assistant",
            "language model", "worktree", "worker's brief", "the lead",
        ]
        return linesOutsideOwnFolder(file).filter { _, line in
            let line = line.lowercased()
            return phrases.contains { line.hasToken($0) } || namesAnIssue(line)
        }
        .map { ($0.number, "speaks of how the product was made; say what the product does") }
    },
]

/// The words of a name in CamelCase, kebab-case or snake_case, in lower case.
private func words(in name: String) -> [String] {
    var found: [String] = []
    var word = ""
    for character in name {
        if !character.isLetter || (character.isUppercase && word.last?.isLowercase == true) {
            found.append(word)
            word = ""
        }
        if character.isLetter { word.append(character) }
    }
    return (found + [word]).filter { !$0.isEmpty }.map { $0.lowercased() }
}

private func linesOutsideOwnFolder(_ file: SourceFile) -> [(number: Int, line: String)] {
    guard !file.path.hasPrefix(ownFolder), file.name != "LICENSE" else { return [] }
    return file.lines.enumerated().map { ($0 + 1, $1) }
}

private func tokens(
    _ tokens: [String], in file: SourceFile, message: (String) -> String
) -> [(line: Int, message: String)] {
    linesOutsideOwnFolder(file).flatMap { number, line in
        tokens.filter(line.hasToken).map { (number, message($0)) }
    }
}

/// Whether the path stands here from the root on: not as the middle of a longer path or address.
private func hasRootedPath(_ path: String, _ line: String) -> Bool {
    var rest = line[...]
    while let range = rest.firstRange(of: path) {
        let before = range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : " "
        if !before.isNamePart, !"./-~}*".contains(before) { return true }
        rest = rest[range.upperBound...]
    }
    return false
}

/// Whether the line, in lower case, has "issue 2" or "issue #2".
private func namesAnIssue(_ line: String) -> Bool {
    var rest = line[...]
    while let range = rest.firstRange(of: "issue ") {
        rest = rest[range.upperBound...]
        let number = rest.first == "#" ? rest.dropFirst() : rest
        if number.first?.isNumber == true { return true }
    }
    return false
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Follows a test's name in a document where the test is not in the repository yet.
private let notYetMark = "†"

/// The documents that show by tests what they say quote tests that there are.
let quotedTestChecks: [TidyCheck] = [
    TidyCheck(
        "a test that a document quotes is in the repository",
        bad: [
            ["docs/a.md": "# A\n\n| test | in |\n|---|---|\n| `is gone` | b |\n"],
            ["docs/a.md": "# A\n\n| id | test |\n|---|---|\n| X1 | `is there`, `is gone` |\n", "Tests/A.swift": there],
            ["docs/a.md": "# A\n\n| test |\n|---|\n| `is there` † |\n", "Tests/A.swift": there],
            ["docs/a.md": "# A\n\n| test |\n|---|\n| `is there` |\n", "Sources/A.swift": there],
        ],
        good: [
            [
                "docs/a.md": "# A\n\n| id | test |\n|---|---|\n| `X` | `is there`; more: not yet |\n",
                "Tests/A.swift": there,
            ],
            ["docs/a.md": "# A\n\n| test |\n|---|\n| `is to come` † |\n", "Tests/A.swift": there],
            ["docs/a.md": "# A\n\n| test | in |\n|---|---|\n\n| name |\n|---|\n| `is gone` |\n\nSee `is gone`.\n"],
            ["README.md": "# A\n\n| test |\n|---|\n| `AllTests` |\n"],
        ],
        violations: brokenQuotes)
]

private let there = "@Test func `is there`() {}\n"

private struct QuotedTest {
    let line: Int
    let name: String
    let isMarked: Bool
}

private func brokenQuotes(_ tree: SourceTree) -> [Violation] {
    let names = testNames(in: tree)
    return tree.markdownFiles.filter { $0.isIn(["docs"]) }.flatMap { file in
        quotedTests(in: file).compactMap { quote -> Violation? in
            guard names.contains(quote.name) == quote.isMarked else { return nil }
            let message =
                quote.isMarked
                ? "marks as not there what is: take the mark away, and read what is said of \(quote.name)"
                : "quotes a test that is not there; name the one that shows it, or say that none does: \(quote.name)"
            return Violation(path: file.path, line: quote.line, message: message)
        }
    }
}

/// The names of all functions of the tests that are written between backticks.
private func testNames(in tree: SourceTree) -> Set<String> {
    Set(
        tree.swiftFiles.filter { $0.isIn(["Tests"]) && !$0.isIn(["Tests/TidyTests/Checks"]) }.flatMap { file in
            file.text.split(separator: "func `", omittingEmptySubsequences: false).dropFirst().map { rest in
                String(rest.prefix { $0 != "`" })
            }
        })
}

/// What stands between backticks in the columns of tables that are headed *test*.
private func quotedTests(in file: SourceFile) -> [QuotedTest] {
    var found: [QuotedTest] = []
    var column: Int?
    var isInTable = false
    for (index, line) in file.lines.enumerated() {
        guard line.hasPrefix("|") else {
            (isInTable, column) = (false, nil)
            continue
        }
        let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        if !isInTable {
            isInTable = true
            column = cells.firstIndex { words(of: $0) == "test" }
        } else if let column, cells.indices.contains(column) {
            found += quotedTests(inCell: cells[column], line: index + 1)
        }
    }
    return found
}

private func quotedTests(inCell cell: String, line: Int) -> [QuotedTest] {
    let pieces = cell.split(separator: "`", omittingEmptySubsequences: false)
    return pieces.indices.filter { !$0.isMultiple(of: 2) }.map { place in
        let after = pieces.indices.contains(place + 1) ? words(of: String(pieces[place + 1])) : ""
        return QuotedTest(line: line, name: String(pieces[place]), isMarked: after.hasPrefix(notYetMark))
    }
}

/// A cell's text without the blanks around it.
private func words(of cell: String) -> String {
    cell.split(separator: " ").joined(separator: " ")
}

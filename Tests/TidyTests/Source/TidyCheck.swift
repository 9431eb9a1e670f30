// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Testing

/// A place that breaks a rule of the house, and what to write instead.
struct Violation: Sendable, CustomStringConvertible {
    let path: String
    let line: Int
    let message: String

    var description: String { "\(path):\(line) \(message)" }
}

/// One rule over the text of the repository, with samples that show that it finds what it is for and nothing else.
struct TidyCheck: Sendable, CustomTestStringConvertible {
    let name: String
    /// Each must be found wrong.
    let bad: [SourceTree]
    /// Each must be found right.
    let good: [SourceTree]
    let violations: @Sendable (SourceTree) -> [Violation]

    /// A rule over many files together.
    init(
        _ name: String, bad: [SourceTree], good: [SourceTree],
        violations: @escaping @Sendable (SourceTree) -> [Violation]
    ) {
        self.name = name
        self.bad = bad
        self.good = good
        self.violations = violations
    }

    /// A rule over each file by itself: gives the numbers of lines, from 1, and what to write instead.
    init(
        _ name: String, bad: [SourceTree], good: [SourceTree],
        eachFile: @escaping @Sendable (SourceFile) -> [(line: Int, message: String)]
    ) {
        self.init(name, bad: bad, good: good) { tree in
            tree.files.flatMap { file in
                eachFile(file).map { Violation(path: file.path, line: $0.line, message: $0.message) }
            }
        }
    }

    var testDescription: String { name }
}

/// A token that must not stand in code, where it may stand all the same, and what to write instead.
struct BannedToken: Sendable {
    let token: String
    var allowed: [String] = []
    let instead: String
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Work belongs to a request or to a service; a promise that the compiler cannot check says why it holds.
let concurrencyChecks: [TidyCheck] = [
    TidyCheck(
        "no work outside a request or a service",
        bad: [
            ["Sources/Brokering/A.swift": "Task { await work() }\n"],
            ["Sources/Brokering/A.swift": "Task(priority: .high) { await work() }\n"],
            ["Sources/Brokering/A.swift": "Task<Void, Never> { await work() }\n"],
            ["Sources/Brokering/A.swift": "_ = Task.detached { await work() }\n"],
            ["Sources/Brokering/A.swift": "_ = Task.immediate { await work() }\n"],
        ],
        good: [
            [
                "Sources/Brokering/A.swift":
                    "try Task.checkCancellation()\nawait withTaskGroup { group in }\nstruct Task {}\n"
            ],
            ["Sources/Brokering/A.swift": "// Task { }\nlet words = \"Task {\"\n"],
            ["Sources/mig/A.swift": "Task { await work() }\n"],
        ]
    ) { file in
        guard file.isSource, !file.isIn(["Sources/mig"]) else { return [] }
        return file.codeLines.indices.filter { startsTask(file.codeLines[$0]) }
            .map { ($0 + 1, "starts a task of its own; use a task group, or the run() of a Service") }
    },
    TidyCheck(
        "@unchecked Sendable is proved by a comment right above",
        bad: [
            ["Sources/Web/A.swift": "final class Box: @unchecked Sendable {}\n"],
            ["Sources/Web/A.swift": "// Why.\n\nextension Box: @unchecked Sendable {}\n"],
        ],
        good: [
            ["Sources/Web/A.swift": "// The lock guards each field.\nfinal class Box: @unchecked Sendable {}\n"],
            [
                "Sources/Web/A.swift":
                    "/// The lock guards each field.\n@frozen\nfinal class Box: @unchecked Sendable {}\n"
            ],
        ]
    ) { file in
        file.lineNumbers(having: "@unchecked Sendable").filter { number in
            var above = number - 2
            while above >= 0, file.lines[above].hasPrefix("@") { above -= 1 }
            return above < 0 || !file.lines[above].drop(while: \.isWhitespace).hasPrefix("//")
        }
        .map { ($0, "is @unchecked Sendable; use a value or Mutex, or prove it in a comment on the line above") }
    },
    TidyCheck(
        "@preconcurrency is explained by a comment right above",
        bad: [["Sources/Web/A.swift": "@preconcurrency import Old\n"]],
        good: [
            [
                "Sources/Web/A.swift":
                    "// Old predates Sendable; its values stay in one actor.\n@preconcurrency import Old\n"
            ]
        ]
    ) { file in
        file.lineNumbers(having: "@preconcurrency")
            .filter { $0 < 2 || !file.lines[$0 - 2].drop(while: \.isWhitespace).hasPrefix("//") }
            .map { ($0, "hides a warning; say why it holds in a comment on the line above") }
    },
    TidyCheck(
        "no test waits for a time to pass",
        bad: [
            ["Tests/WebTests/A.swift": "try await Task.sleep(for: .seconds(1))\n"],
            ["Tests/WebTests/A.swift": "sleep(1)\n"],
        ],
        good: [
            [
                "Tests/WebTests/A.swift":
                    "await fake.sleepers(count: 1)\nfunc sleep(until: Int)\nawait clock.sleep(until: 2)\n"
            ],
            ["Sources/Web/A.swift": "try await Task.sleep(for: wait)\n"],
        ]
    ) { file in
        guard file.path.hasPrefix("Tests/"), !file.isIn(sleepingTests) else { return [] }
        return file.codeLines.indices.filter { sleeps(file.codeLines[$0]) }.map { $0 + 1 }
            .map { ($0, "sleeps; wait for the event itself, or drive a clock of the test's own") }
    },
]

/// Test code that may wait: for another process, or because being slow, or a clock by which a server waits, is what it plays.
private let sleepingTests = [
    "Tests/EndToEndTests", "Tests/ConnectorsTests/Support/ScriptedServer.swift",
    "Tests/WebTests/Support/FixedClock.swift",
]

/// Whether the line waits for real time; a clock of the test's own has a `sleep` too, which does not.
private func sleeps(_ line: String) -> Bool {
    if line.hasToken("Task.sleep(") || line.hasToken("usleep(") { return true }
    return line.hasToken("sleep(") && !line.contains(".sleep(") && !line.hasToken("func sleep(")
}

private func startsTask(_ line: String) -> Bool {
    if ["Task.detached", "Task.immediate", "Task.immediateDetached"].contains(where: line.hasToken) { return true }
    guard line.hasToken("Task"), let range = line.firstRange(of: "Task") else { return false }
    if ["struct Task", "enum Task", "extension Task", "class Task"].contains(where: line.hasToken) { return false }
    var rest = line[range.upperBound...].drop(while: \.isWhitespace)
    if rest.first == "<" { rest = rest.drop { $0 != ">" }.dropFirst().drop(while: \.isWhitespace) }
    if rest.first == "(" { rest = rest.drop { $0 != ")" }.dropFirst().drop(while: \.isWhitespace) }
    return rest.first == "{"
}

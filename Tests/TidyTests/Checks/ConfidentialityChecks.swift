// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Where a redacted value may be opened, and why there.
private let disclosing: [(folder: String, reason: String)] = [
    ("Sources/CareRecord", "defines the redacted types, and compares persons"),
    ("Sources/Mapping", "writes the record's resources"),
    ("Sources/Brokering", "checks that an answer is about the person asked for, and seals identifiers"),
    ("Sources/Connectors", "puts the NHS number into the request that a source gets"),
    ("Sources/Storage/Sharing", "keys permissions and preferences by person"),
    ("Sources/Audit", "keys the audit by person"),
    ("Sources/Identity", "sends the client secret to the provider that gave it"),
    ("Sources/Web", "shows the record to the person who asked"),
    ("Sources/Simulator", "answers about its own synthetic people"),
    ("Sources/mig", "prints a record to the person who asked for it"),
    ("Tests", "compares with what is expected"),
    ("Benchmarks", "measures with synthetic people"),
]

private let logLevels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

/// No clinical value is printed by accident, and no log line is put together from values.
let confidentialityChecks: [TidyCheck] = [
    TidyCheck(
        "a redacted value is opened only where it must be",
        bad: [
            ["Sources/Sharing/A.swift": "let digits = number.disclosed\n"], ["Sources/Storage/A.swift": "x.disclosed"],
        ],
        good: [
            ["Sources/Web/A.swift": "number.disclosed\n"],
            ["Sources/Sharing/A.swift": "// .disclosed\nlet disclosed = 1\n"],
        ]
    ) { file in
        guard file.isSwift, !file.isIn(disclosing.map(\.folder)) else { return [] }
        return file.lineNumbers(having: ".disclosed").map {
            ($0, "opens a redacted value; hand it on closed to the folder that shows or sends it")
        }
    },
    TidyCheck(
        "a log message is constant text",
        bad: [
            ["Sources/Web/A.swift": "logger.info(\"refused \\(reason)\")\n"],
            ["Sources/Web/A.swift": "context.logger.warning(\n    \"a\" + \"b \\(c)\", metadata: [:])\n"],
            ["Sources/Web/A.swift": "log.error(\"\\(error)\")\n"],
        ],
        good: [
            ["Sources/Web/A.swift": "logger.info(\"refused\", metadata: [\"mig.reason\": \"\\(reason)\"])\n"],
            ["Sources/Web/A.swift": "problem.error(\"\\(detail)\")\n"],
        ]
    ) { file in
        guard file.isSource else { return [] }
        return logCalls(in: file).filter(\.hasInterpolatedMessage).map {
            ($0.line, "interpolates into a log message; keep the text constant and put the fact into metadata")
        }
    },
    TidyCheck(
        "no redacted value is opened for a log",
        bad: [["Sources/Web/A.swift": "logger.info(\n \"asked\",\n metadata: [\"who\": \"\\(number.disclosed)\"])\n"]],
        good: [["Sources/Web/A.swift": "logger.info(\"asked\")\nlet digits = number.disclosed\n"]]
    ) { file in
        guard file.isSource else { return [] }
        return logCalls(in: file).filter(\.opensRedactedValue).map {
            ($0.line, "logs a person's value; log the trace id, by which the audit finds the person")
        }
    },
    TidyCheck(
        "no clinical value becomes a metric's label or a file's name",
        bad: [["Sources/Web/A.swift": "Counter(label: \"asked\", dimensions: [(\"n\", number.disclosed)])\n"]],
        good: [["Sources/Web/A.swift": "Counter(label: \"asked\", dimensions: [(\"outcome\", outcome.code)])\n"]]
    ) { file in
        guard file.isSource else { return [] }
        return file.lineNumbers(having: ".disclosed").filter { number in
            let line = file.codeLines[number - 1]
            return ["dimensions:", "appending(path:", "FilePath(", "URL(filePath:"].contains { line.contains($0) }
        }
        .map { ($0, "puts a person's value into a label or a path; use a value of a closed enumeration") }
    },
]

private struct LogCall {
    let line: Int
    var hasInterpolatedMessage = false
    var opensRedactedValue = false
}

/// The calls of a logger, each read to the parenthesis that closes it.
private func logCalls(in file: SourceFile) -> [LogCall] {
    let openings = ["logger", "log"].flatMap { name in logLevels.map { "\(name).\($0)(" } }
    return file.codeLines.indices.compactMap { index in
        guard let opening = openings.first(where: file.codeLines[index].hasToken),
            let range = file.codeLines[index].firstRange(of: opening)
        else { return nil }
        let column = file.codeLines[index].utf8.distance(from: file.codeLines[index].startIndex, to: range.upperBound)
        return readLogCall(file, line: index, column: column)
    }
}

private func readLogCall(_ file: SourceFile, line: Int, column: Int) -> LogCall {
    var call = LogCall(line: line + 1)
    var depth = 1
    var isMessage = true
    var index = line
    var from = column
    while index < file.codeLines.count {
        // The blanked line has as many bytes as the line, so a place in one is the same place in the other.
        let code = Array(file.codeLines[index].utf8)
        let source = Array(file.lines[index].utf8)
        if file.codeLines[index].contains(".disclosed") { call.opensRedactedValue = true }
        for place in code.indices.dropFirst(from) {
            switch code[place] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ",") where depth == 1: isMessage = false
            default: break
            }
            if depth == 0 { return call }
            let beginsInterpolation =
                source[place] == UInt8(ascii: "\\") && place + 1 < source.count
                && source[place + 1] == UInt8(ascii: "(")
            if isMessage, beginsInterpolation { call.hasInterpolatedMessage = true }
        }
        index += 1
        from = 0
    }
    return call
}

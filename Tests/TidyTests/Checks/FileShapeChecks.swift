// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

private let header = "// SPDX-License-Identifier: Apache-2.0\n// Medical Interoperability Gateway\n"

private func functionOf(lines: Int) -> String {
    header + "func long(\n    _ a: Int = { 1 }()\n) -> Int {\n" + String(repeating: "    _ = { 1 }\n", count: lines - 4)
        + "}\n"
}

/// How a Swift file looks from outside: its header, its length, the length of its functions, its name.
let fileShapeChecks: [TidyCheck] = [
    TidyCheck(
        "each Swift file begins with the two-line header",
        bad: [
            ["Sources/JSON/A.swift": "struct A {}\n"],
            ["Tests/JSONTests/A.swift": "// Medical Interoperability Gateway\n"],
        ],
        good: [
            ["Sources/JSON/A.swift": header + "\nstruct A {}\n"], ["Package.swift": "// swift-tools-version: 6.2\n"],
        ]
    ) { file in
        guard file.isSwift, file.name != "Package.swift", !file.text.hasPrefix(header) else { return [] }
        return [(1, "lacks the header; begin with the two lines of Sources/JSON/JSONDocument.swift")]
    },
    TidyCheck(
        "a source file has at most 400 lines, a test file 600",
        bad: [
            ["Sources/JSON/A.swift": String(repeating: "\n", count: 401)],
            ["Tests/JSONTests/A.swift": String(repeating: "\n", count: 601)],
        ],
        good: [
            ["Sources/JSON/A.swift": String(repeating: "\n", count: 400)],
            ["Tests/JSONTests/A.swift": String(repeating: "\n", count: 600)],
        ]
    ) { file in
        let limit = file.path.hasPrefix("Tests/") ? 600 : 400
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        guard file.isSwift, count > limit else { return [] }
        return [
            (limit + 1, "the file has \(count) lines; give a concept of it a file of its own, at most \(limit) lines")
        ]
    },
    TidyCheck(
        "a function has at most 60 lines",
        bad: [["Sources/JSON/A.swift": functionOf(lines: 61)]],
        good: [
            ["Sources/JSON/A.swift": functionOf(lines: 60)],
            ["Sources/JSON/A.swift": "protocol P {\n func a()\n}\n" + String(repeating: "let a = { 1 }\n", count: 80)],
        ]
    ) { file in
        functionLengths(file.codeLines).filter { $0.length > 60 }.map {
            ($0.line, "the function has \($0.length) lines; name its steps and make each a function, at most 60 lines")
        }
    },
    TidyCheck(
        "a source file is named for what it declares",
        bad: [
            ["Sources/JSON/Names.swift": "struct Name {}\n"],
            ["Sources/JSON/Name+writing.swift": "struct Other {}\n"],
        ],
        good: [
            ["Sources/JSON/Name.swift": "public struct Name {}\n"],
            ["Sources/JSON/Name+writing.swift": "extension Name {}\n"],
            ["Sources/FHIR/Name.swift": "extension FHIR.Name: Sendable {}\n"],
            ["Sources/mig/Main.swift": "@main struct Gateway {}\n"],
        ]
    ) { file in
        guard file.isSwift, file.isSource, file.codeLines.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else {
            return []
        }
        let stem = file.name.prefix { $0 != "+" && $0 != "." }
        guard !declaredNames(file.codeLines).contains(String(stem)), !file.text.contains("@main") else { return [] }
        return [(1, "declares no \(stem); name the file for its main type, an extension's file Type+thing.swift")]
    },
]

/// The names that a file's types, functions and extensions have.
private func declaredNames(_ lines: [String]) -> Set<String> {
    let keywords: Set<Substring> = ["struct", "class", "enum", "actor", "protocol", "typealias", "extension", "func"]
    var names: Set<String> = []
    for line in lines {
        let words = line.split { !($0.isNamePart || $0 == ".") }
        for (keyword, name) in zip(words, words.dropFirst()) where keywords.contains(keyword) {
            names.insert(String(name))
            if let last = name.split(separator: ".").last { names.insert(String(last)) }
        }
    }
    return names
}

/// Where each function with a body begins, and how many lines it takes, from its `func` or `init` to its closing brace.
private func functionLengths(_ lines: [String]) -> [(line: Int, length: Int)] {
    var found: [(line: Int, length: Int)] = []
    // For each open brace, the line on which its function began, where it is a function's.
    var open: [Int?] = []
    var parentheses = 0
    // A function whose body has not been reached yet: its line, and how deep in parentheses it stands.
    var pending: (line: Int, depth: Int)?
    for (index, line) in lines.enumerated() {
        var word = ""
        for character in line + "\n" {
            if character.isNamePart {
                word.append(character)
                continue
            }
            if word == "func" || (word == "init" && "(?<!".contains(character) && !line.contains(".init")) {
                pending = (index, parentheses)
            } else if ["var", "let", "case", "struct", "enum", "subscript"].contains(word),
                pending?.depth == parentheses
            {
                pending = nil
            }
            word = ""
            switch character {
            case "(", "[": parentheses += 1
            case ")", "]": parentheses -= 1
            case "{":
                let isBody = pending?.depth == parentheses
                open.append(isBody ? pending?.line : nil)
                if isBody { pending = nil }
            case "}":
                if let begin = open.popLast() ?? nil { found.append((begin + 1, index - begin + 1)) }
            default: break
            }
        }
    }
    return found
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Testing

private let mebibyte = 1_048_576

/// What holds for the files of the repository together.
let repositoryChecks: [TidyCheck] = [
    TidyCheck(
        "no file is larger than 1 MiB",
        bad: [SourceTree(files: [SourceFile(path: "docs/a.bin", size: mebibyte + 1, text: "")])],
        good: [SourceTree(files: [SourceFile(path: "docs/a.bin", size: mebibyte, text: "")])]
    ) { file in
        file.size > mebibyte
            ? [(1, "has \(file.size) bytes; make it when it is needed, at most \(mebibyte) are kept")] : []
    },
    TidyCheck(
        "every golden file is named by a test",
        bad: [
            ["Tests/WebTests/Golden/page.html": "", "Tests/WebTests/A.swift": "expectGolden(a, named: \"other.html\")"]
        ],
        good: [
            ["Tests/WebTests/Golden/page.html": "", "Tests/WebTests/A.swift": "expectGolden(a, named: \"page\")"],
            [
                "Tests/WebTests/Golden/pages/one.html": "",
                "Tests/WebTests/A.swift": "expectGolden(a, named: \"pages/\\(n)\")",
            ],
        ],
        violations: forgottenGoldens),
    TidyCheck(
        "no private key is kept",
        bad: [
            ["Examples/key.pem": "-----BEGIN " + "PRIVATE KEY-----\n"],
            ["Tests/A.swift": "\"-----BEGIN EC " + "PRIVATE KEY-----\"\n"],
        ],
        good: [["Examples/certificate.pem": "-----BEGIN CERTIFICATE-----\n"]]
    ) { file in
        guard !file.isIn(["Tests/TidyTests"]) else { return [] }
        return file.lines.enumerated().filter { $1.contains("-----BEGIN ") && $1.contains("PRIVATE KEY-----") }
            .map { ($0.offset + 1, "holds a private key; make one when the test or the demonstration begins") }
    },
]

private func forgottenGoldens(_ tree: SourceTree) -> [Violation] {
    tree.files.compactMap { file in
        guard let range = file.path.firstRange(of: "/Golden/"), file.path.hasPrefix("Tests/") else { return nil }
        let tests = file.path[..<range.lowerBound] + "/"
        let relative = file.path[range.upperBound...].split(separator: "/").map(String.init)
        let stem = file.name.prefix { $0 != "." }
        // Cases that are read from a folder are named by the folder.
        let names = [String(stem)] + relative.dropLast()
        let isNamed = tree.swiftFiles.contains { test in
            test.path.hasPrefix(tests) && names.contains { test.text.contains($0) }
        }
        return isNamed
            ? nil : Violation(path: file.path, line: 1, message: "is named by no test of \(tests); delete it")
    }
}

@Suite struct `Records of others` {
    /// Where the real test records are that the tests read in place; they are never copied.
    static let corpus =
        ProcessInfo.processInfo.environment["MIG_CORPUS"].map { URL(filePath: $0) }
        ?? SourceTree.root.deletingLastPathComponent().appending(path: "shared/data")

    /// The files under a folder that have one of these sizes.
    private func files(under folder: URL, sizes: Set<Int>) -> [(url: URL, size: Int)] {
        let keys: [URLResourceKey] = [.fileSizeKey, .isRegularFileKey]
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: keys)
        var found: [(url: URL, size: Int)] = []
        while let url = all?.nextObject() as? URL {
            let values = try? url.resourceValues(forKeys: Set(keys))
            if values?.isRegularFile == true, let size = values?.fileSize, sizes.contains(size) {
                found.append((url, size))
            }
        }
        return found
    }

    /// The files of a repository that are, byte for byte, files of the corpus. Short ones say nothing and are left out.
    private func copies(in tree: SourceTree, root: URL, from corpus: URL) throws -> [String] {
        let candidates = Dictionary(grouping: tree.files.filter { $0.size >= 200 }, by: \.size)
        return try files(under: corpus, sizes: Set(candidates.keys)).flatMap { foreign, size -> [String] in
            let bytes = try Data(contentsOf: foreign)
            return try candidates[size, default: []].map(\.path).filter {
                try Data(contentsOf: root.appending(path: $0)) == bytes
            }
        }
    }

    @Test func `are not copied into the repository`() throws {
        guard FileManager.default.fileExists(atPath: Self.corpus.path) else {
            print("skipped: no corpus")
            return
        }
        let found = try copies(in: .repository, root: SourceTree.root, from: Self.corpus)
        #expect(found.isEmpty, "copied from the corpus; read them in place: \(found.joined(separator: ", "))")
    }

    @Test func `are found where they were copied`() throws {
        let path = "Package.swift"
        let file = try #require(SourceTree.repository.file(at: path))
        let corpus = FileManager.default.temporaryDirectory.appending(path: "mig-tidy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: corpus, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: corpus) }
        try FileManager.default.copyItem(
            at: SourceTree.root.appending(path: path), to: corpus.appending(path: "foreign"))
        #expect(try copies(in: SourceTree(files: [file]), root: SourceTree.root, from: corpus) == [path])
    }
}

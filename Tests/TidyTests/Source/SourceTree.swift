// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// The files of the repository, or of a sample written in a test.
struct SourceTree: Sendable, ExpressibleByDictionaryLiteral {
    let files: [SourceFile]

    init(files: [SourceFile]) { self.files = files }

    /// A sample: text by path.
    init(dictionaryLiteral elements: (String, String)...) {
        files = elements.map { SourceFile(path: $0.0, text: $0.1) }
    }

    /// The folder that holds `Package.swift`, found from this file's own place.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The repository itself, read once.
    static let repository = SourceTree(files: read(root))

    /// What is made, not written: build products, caches and what the tools put out.
    private static let made: Set<String> = [".git", ".build", ".cache", ".swiftpm", "output", "__pycache__"]

    private static func read(_ root: URL) -> [SourceFile] {
        var found: [SourceFile] = []
        var pending = [""]
        while let folder = pending.popLast() {
            let url = folder.isEmpty ? root : root.appending(path: folder)
            let entries =
                (try? FileManager.default.contentsOfDirectory(
                    at: url, includingPropertiesForKeys: [.isDirectoryKey, .isSymbolicLinkKey])) ?? []
            for entry in entries where !made.contains(entry.lastPathComponent) {
                let path = folder.isEmpty ? entry.lastPathComponent : "\(folder)/\(entry.lastPathComponent)"
                let values = try? entry.resourceValues(forKeys: [.isDirectoryKey, .isSymbolicLinkKey])
                if values?.isDirectory == true, values?.isSymbolicLink != true {
                    pending.append(path)
                } else if path != ".git", path != "Package.resolved", let data = try? Data(contentsOf: entry) {
                    let text = String(bytes: data, encoding: .utf8) ?? ""
                    found.append(SourceFile(path: path, size: data.count, text: text))
                }
            }
        }
        return found.sorted { $0.path < $1.path }
    }

    /// The file at a path.
    func file(at path: String) -> SourceFile? { files.first { $0.path == path } }

    /// The Swift files.
    var swiftFiles: [SourceFile] { files.filter(\.isSwift) }

    /// The Markdown files.
    var markdownFiles: [SourceFile] { files.filter(\.isMarkdown) }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
public import Testing

/// Files that hold what a test's result must be, line by line, kept beside the tests for people to review.
public enum Golden {
    /// Compares a text with a golden file under `Tests/<target>/Golden/`. With `UPDATE_GOLDEN=1` the file is written anew and
    /// the test fails, so that no run that writes passes.
    public static func expect(
        _ text: String, equals name: String, in target: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let path = Corpus.packageFolder + "/Tests/" + target + "/Golden/" + name
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            let folder = path.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 }
            try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            _ = FileManager.default.createFile(atPath: path, contents: Data(text.utf8))
            Issue.record("wrote \(name); review it and run again without UPDATE_GOLDEN", sourceLocation: sourceLocation)
            return
        }
        guard let contents = FileManager.default.contents(atPath: path) else {
            Issue.record("there is no golden file \(name); UPDATE_GOLDEN=1 writes it", sourceLocation: sourceLocation)
            return
        }
        let differences = difference(from: String(decoding: contents, as: UTF8.self), to: text)
        if !differences.isEmpty {
            let shown = differences.prefix(40).joined(separator: "\n")
            Issue.record("\(name) differs in \(differences.count) lines:\n\(shown)", sourceLocation: sourceLocation)
        }
    }

    /// The lines that differ, each with its number: `-` as it was, `+` as it is.
    public static func difference(from old: String, to new: String) -> [String] {
        let before = old.split(separator: "\n", omittingEmptySubsequences: false)
        let after = new.split(separator: "\n", omittingEmptySubsequences: false)
        return after.difference(from: before).map { change in
            switch change {
            case .remove(let offset, let element, _): "-\(offset + 1): \(element)"
            case .insert(let offset, let element, _): "+\(offset + 1): \(element)"
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
public import JSON

/// The folder of real test records that tests read in place. It is no part of the repository: where it is not there, tests
/// of it say so and pass.
public enum Corpus {
    /// The folder: `MIG_CORPUS`, else `../shared/data` beside the package.
    public static let folder: String = {
        ProcessInfo.processInfo.environment["MIG_CORPUS"] ?? packageFolder + "/../shared/data"
    }()

    /// The folder of the package.
    public static let packageFolder: String = {
        #filePath.split(separator: "/").dropLast(3).reduce(into: "") { $0 += "/" + $1 }
    }()

    /// Whether the corpus is there.
    public static var isPresent: Bool { FileManager.default.fileExists(atPath: folder) }

    /// One file of the corpus.
    public struct File: Sendable {
        /// The path inside the corpus.
        public let path: String
        public let bytes: [UInt8]

        /// The file's own name.
        public var name: String { String(path.split(separator: "/").last ?? "") }
    }

    /// The files under the folders whose path begins with `prefix` and ends with `ending`, sorted by path. None, after a line
    /// that says so, where there is no corpus.
    public static func files(under prefix: String, ending: String) -> [File] {
        guard isPresent, let all = FileManager.default.enumerator(atPath: folder) else {
            print("skipped: no corpus")
            return []
        }
        let paths = all.compactMap { $0 as? String }.filter { $0.hasPrefix(prefix) && $0.hasSuffix(ending) }.sorted()
        return paths.compactMap { path in
            FileManager.default.contents(atPath: folder + "/" + path).map { File(path: path, bytes: Array($0)) }
        }
    }

    /// The GP Connect structured records, those that are JSON.
    public static func structuredRecords() -> [(file: File, document: JSONDocument)] {
        files(under: "gp2gp/structured-", ending: ".json").compactMap { file in
            (try? JSONDocument(parsing: file.bytes)).map { (file, $0) }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// The test records of others, which lie beside the repository and may be absent.
enum CorpusFiles {
    /// `MIG_CORPUS`, else `../shared/data` beside the package.
    static var folder: URL {
        if let path = ProcessInfo.processInfo.environment["MIG_CORPUS"] { return URL(fileURLWithPath: path) }
        return URL(fileURLWithPath: "../shared/data")
    }

    /// Every file with this extension, with its path inside the corpus, in order; none where there is no corpus.
    static func all(withExtension wanted: String) -> [(path: String, bytes: [UInt8])] {
        let root = folder
        guard let names = FileManager.default.enumerator(atPath: root.path) else { return [] }
        return names.compactMap { $0 as? String }.filter { $0.hasSuffix("." + wanted) }.sorted().compactMap { name in
            guard let data = try? Data(contentsOf: root.appendingPathComponent(name)) else { return nil }
            return (name, [UInt8](data))
        }
    }
}

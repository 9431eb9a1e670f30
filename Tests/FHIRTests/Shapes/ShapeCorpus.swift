// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import Foundation
import JSON

/// Real R4 resources of others, read where they are.
enum ShapeCorpus {
    private static let folder: URL = {
        if let named = ProcessInfo.processInfo.environment["MIG_CORPUS"] { return URL(fileURLWithPath: named) }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return package.appendingPathComponent("../shared/data").standardizedFileURL
    }()

    /// The JSON files of a folder of the corpus, by name; none, with a word about it, where there is no corpus.
    static func files(_ path: String) -> [(name: String, bytes: [UInt8])] {
        let place = folder.appendingPathComponent(path)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
        if names.isEmpty { print("skipped: no corpus") }
        return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
            guard let data = FileManager.default.contents(atPath: place.appendingPathComponent(name).path) else {
                return nil
            }
            return (name, [UInt8](data))
        }
    }

    /// The resources of a folder's files.
    static func resources(_ path: String) throws -> [(name: String, resource: Resource<R4>)] {
        try files(path).compactMap { file in
            Resource(try JSONDocument(parsing: file.bytes).root).map { (file.name, $0) }
        }
    }
}

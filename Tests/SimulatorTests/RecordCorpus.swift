// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import JSON

/// The real test records, read in place; none where they are not there.
enum RecordCorpus {
    static func files(under folder: String, ending: String = ".json") -> [(path: String, bytes: [UInt8])] {
        let package = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        let root = ProcessInfo.processInfo.environment["MIG_CORPUS"] ?? package + "/../shared/data"
        guard let all = FileManager.default.enumerator(atPath: "\(root)/\(folder)") else {
            print("skipped: no corpus")
            return []
        }
        let paths = all.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }.sorted()
        return paths.compactMap { path in
            FileManager.default.contents(atPath: "\(root)/\(folder)/\(path)").map { (path, Array($0)) }
        }
    }
}

extension JSONValue {
    /// The paths of all scalars under this value, without the places in arrays.
    func leafPaths(from path: String) -> Set<String> {
        switch kind {
        case .object: members.reduce(into: []) { $0.formUnion($1.value.leafPaths(from: "\(path).\($1.name)")) }
        case .array: elements.reduce(into: []) { $0.formUnion($1.leafPaths(from: path)) }
        default: [path]
        }
    }

    /// All texts of members named so, however deep.
    func texts(named name: String) -> [String] {
        let own = members.flatMap { member -> [String] in
            (member.name == name ? [member.value.string].compactMap { $0 } : []) + member.value.texts(named: name)
        }
        return own + elements.flatMap { $0.texts(named: name) }
    }
}

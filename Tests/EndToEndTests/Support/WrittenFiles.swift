// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import TestSupport

/// What this process has written, as far as it can be found out.
enum WrittenFiles {
    /// Ends a gateway's folder: it goes, or, where all that gateways wrote is to be searched after the tests (`MIG_KEEP_FILES`, a folder),
    /// it is kept there with the log beside it.
    static func end(_ folder: String, log: LogLines? = nil) {
        let files = FileManager.default
        guard let keep = ProcessInfo.processInfo.environment["MIG_KEEP_FILES"] else {
            try? files.removeItem(atPath: folder)
            return
        }
        let place = keep + "/" + (folder as NSString).lastPathComponent
        try? files.createDirectory(atPath: keep, withIntermediateDirectories: true)
        try? files.moveItem(atPath: folder, toPath: place)
        if let log { try? Data(log.text.utf8).write(to: URL(fileURLWithPath: place + "/log-of-the-gateway")) }
    }

    /// Keeps the words for which all files are searched after the tests, one a line; where nothing is kept, nowhere.
    static func keep(_ words: Set<String>) throws {
        guard let keep = ProcessInfo.processInfo.environment["MIG_KEEP_FILES"] else { return }
        let lines = words.filter { !$0.contains("\n") }.sorted().joined(separator: "\n")
        try Data(lines.utf8).write(to: URL(fileURLWithPath: keep + "-words"))
    }

    struct File {
        let name: String
        let bytes: Data
    }

    /// What was there before: other tests keep what programs printed to them.
    struct Before {
        let temporary = WrittenFiles.temporary()
        let open = Set(WrittenFiles.open().values)
    }

    /// The targets of this process's descriptors, by descriptor.
    fileprivate static func open() -> [String: String] {
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        let targets = descriptors.compactMap { descriptor in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + descriptor)).map {
                (descriptor, $0)
            }
        }
        return Dictionary(targets, uniquingKeysWith: { first, _ in first })
    }

    /// The files in the folder for temporary ones.
    fileprivate static func temporary() -> Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: NSTemporaryDirectory())) ?? [])
    }

    /// Everything in a folder, what is new among the temporary files, and every file that this process holds open, those included whose
    /// name has gone.
    static func all(of folder: String, notThere before: Before) throws -> [File] {
        var files = try FileManager.default.subpathsOfDirectory(atPath: folder).map { folder + "/" + $0 }
        files += temporary().subtracting(before.temporary).map { NSTemporaryDirectory() + "/" + $0 }
        var result = files.compactMap { path in
            FileManager.default.contents(atPath: path).map { File(name: path, bytes: $0) }
        }
        for (descriptor, target) in open() where !before.open.contains(target) {
            let path = "/proc/self/fd/" + descriptor
            guard target.hasPrefix("/"), !target.hasPrefix("/dev"), !target.hasPrefix("/proc"), !isTests(target),
                isWritten(descriptor), let bytes = FileManager.default.contents(atPath: path)
            else { continue }
            result.append(File(name: target, bytes: bytes))
        }
        return result
    }

    /// What the tests themselves are and print.
    private static func isTests(_ target: String) -> Bool { target.hasSuffix(".xctest") || target.hasSuffix(".log") }

    /// Whether a file is open for writing (the last digit of its flags, in octal).
    private static func isWritten(_ descriptor: String) -> Bool {
        let information = try? String(contentsOfFile: "/proc/self/fdinfo/" + descriptor, encoding: .utf8)
        let flags = information?.split(separator: "\n").first { $0.hasPrefix("flags:") }
        return flags?.last.map { $0 != "0" && $0 != "4" } ?? false
    }

    /// Which of these words, of eight bytes and more, stand in which file: each file is gone through once.
    static func find(_ words: Set<String>, in files: [File]) -> [String: Set<String>] {
        var beginnings: [UInt64: [String]] = [:]
        for word in words {
            beginnings[word.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }, default: []].append(word)
        }
        var found: [String: Set<String>] = [:]
        for file in files {
            let bytes = [UInt8](file.bytes)
            var window: UInt64 = 0
            for place in bytes.indices {
                window = window << 8 | UInt64(bytes[place])
                guard place >= 7, let candidates = beginnings[window] else { continue }
                for word in candidates where bytes[(place - 7)...].starts(with: word.utf8) {
                    found[file.name, default: []].insert(word)
                }
            }
        }
        return found
    }
}

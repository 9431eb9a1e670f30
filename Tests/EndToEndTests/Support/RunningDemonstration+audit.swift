// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Audit
import Foundation

@testable import mig

extension RunningDemonstration {
    /// Every entry of the audit as one line of text, oldest first.
    func auditLines() async throws -> [String] { try await SQLiteAuditJournal(path: folder.auditFile).lines() }

    /// The bytes of every file in the data folder, by name.
    func filesAtRest() throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        let pairs = names.map { ($0, FileManager.default.contents(atPath: folder.path + "/" + $0) ?? Data()) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Foundation

/// Secrets stand in files of their own, never in the configuration.
enum Secrets {
    /// The secret of resource ids, at least 32 bytes.
    static func secret(_ reader: ConfigurationReader, folder: URL) -> Confidential<[UInt8]> {
        let allowed = "the path of a file of at least 32 random bytes (head -c 32 /dev/urandom > file)"
        guard let path = reader.file("identifierSecret", relativeTo: folder) else {
            if reader.optionalText("identifierSecret") == nil {
                reader.fault("identifierSecret", found: "nothing", allowed: allowed)
            }
            return Confidential([])
        }
        let bytes = FileManager.default.contents(atPath: path).map { Array($0) } ?? []
        if bytes.count < 32 {
            reader.fault("identifierSecret", found: "a file of \(bytes.count) bytes", allowed: allowed)
        }
        return Confidential(bytes)
    }

    /// A bearer token.
    static func token(_ reader: ConfigurationReader, folder: URL) -> Confidential<String>? {
        guard let path = reader.file("tokenFile", relativeTo: folder),
            let data = FileManager.default.contents(atPath: path), let text = String(bytes: data, encoding: .utf8)
        else { return nil }
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return token.isEmpty ? nil : Confidential(token)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Terminology

/// The sensitive reference sets stand in files of a folder, one for each set, named by its SNOMED CT identifier (`999004371000000100.tsv` or
/// `.txt`). All four have to be there and be readable: a gateway that lacks one does not start, as it would show what must not be seen.
enum SensitiveSetFiles {
    static func codes(_ reader: ConfigurationReader, folder: URL) -> SensitiveCodes? {
        guard let path = reader.optionalText("sensitiveSets") else { return nil }
        let directory = URL(fileURLWithPath: path, relativeTo: folder)
        var sets: [SensitiveCodes.ReferenceSet: SensitiveCodes.Members] = [:]
        for set in SensitiveCodes.ReferenceSet.allCases {
            guard let file = file(of: set, in: directory) else {
                reader.fault(
                    "sensitiveSets", found: "no file '\(set.rawValue).tsv' or '\(set.rawValue).txt' that can be read",
                    allowed: "a folder with a file of at most 64 MiB for each of the four reference sets")
                continue
            }
            do throws(CodeTableFault) {
                sets[set] = try SensitiveSetReader.members(of: set, in: file)
            } catch {
                reader.fault("sensitiveSets", found: "\(set.rawValue): \(error.found)", allowed: error.allowed)
            }
        }
        return SensitiveCodes(sets)
    }

    private static func file(of set: SensitiveCodes.ReferenceSet, in directory: URL) -> String? {
        for suffix in ["tsv", "txt"] {
            let path = directory.appendingPathComponent("\(set.rawValue).\(suffix)").path
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
                let size = attributes[.size] as? Int, size <= SensitiveSetReader.largestFile,
                let data = FileManager.default.contents(atPath: path)
            else { continue }
            return String(bytes: data, encoding: .utf8)
        }
        return nil
    }
}

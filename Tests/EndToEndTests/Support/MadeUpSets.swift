// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Terminology

/// Files of made-up sensitive reference sets.
enum MadeUpSets {
    static let members: [SensitiveCodes.ReferenceSet: String] = [
        .assistedFertilisation: "7777019999999105", .sexuallyTransmittedDisease: "7777029999999103",
        .terminationOfPregnancy: "7777049999999106", .genderReassignment: "7777059999999109",
    ]

    static func file(of set: SensitiveCodes.ReferenceSet, in folder: URL) -> URL {
        folder.appendingPathComponent("\(set.rawValue).tsv")
    }

    static func write(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (set, member) in members {
            try Data("\(member)\tMade up\n".utf8).write(to: file(of: set, in: folder))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Structured records that real systems made of test patients, where they are at hand.
enum RealRecords {
    /// Where the test records of others lie, if they do.
    static var corpus: String { ProcessInfo.processInfo.environment["MIG_CORPUS"] ?? "../shared/data" }

    static func structured() throws -> [JSONValue] {
        let folder = corpus + "/gp2gp"
        let folders = [
            "structured-emis", "structured-tpp", "structured-uat-TC4", "structured-uat-TC7", "structured-large",
        ]
        var records: [JSONValue] = []
        for name in folders {
            let path = folder + "/" + name
            for file in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
                guard file.hasSuffix(".json"), let data = FileManager.default.contents(atPath: path + "/" + file),
                    // Some are templates of a mock server and no JSON.
                    let document = try? JSONDocument(parsing: Array(data))
                else { continue }
                records.append(document.root)
            }
        }
        if records.isEmpty { print("skipped: no corpus") }
        return records
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import Foundation
import JSON
import Testing

@Suite struct `The official R4 examples` {
    private static var files: [(name: String, bytes: [UInt8])] {
        let corpus = ProcessInfo.processInfo.environment["MIG_CORPUS"] ?? "../shared/data"
        let folder = URL(fileURLWithPath: corpus).appendingPathComponent("hl7-r4-examples")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
            (try? Data(contentsOf: folder.appendingPathComponent(name))).map { (name, [UInt8]($0)) }
        }
    }

    @Test func `can all be read`() throws {
        let files = Self.files
        guard !files.isEmpty else {
            print("skipped: no corpus")
            return
        }
        #expect(files.count == 416)
        var references = 0
        for (name, bytes) in files {
            let document = try JSONDocument(parsing: bytes)
            let resource = try #require(Resource<R4>(document.root), "\(name)")
            #expect(resource.id?.isEmpty == false, "\(name) has no id")
            for reference in resource.references {
                references += 1
                let isReadable = reference.target != .unreadable
                #expect(isReadable, "\(name) has a reference that cannot be read")
            }
            for person in resource.names { #expect(person.words != nil, "\(name) has a name that cannot be written") }
            for address in resource.addresses {
                #expect(address.words != nil || address.use != nil, "\(name) has an address that cannot be written")
            }
            guard resource.type == "Bundle" else { continue }
            let bundle = try #require(Bundle<R4>(document.root), "\(name)")
            #expect(bundle.entries.count == document.root["entry"]?.count ?? 0, "\(name)")
        }
        #expect(references == 1462)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Testing

@Suite struct `The JSON sources` {
    private static var folder: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Sources/JSON")
    }

    @Test func `use nothing unsafe and nothing of Foundation`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
            $0.hasSuffix(".swift")
        }
        #expect(names.count > 5)
        for name in names {
            let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8).lowercased()
            for word in ["unsafe", "unchecked", "import foundation", "fatalerror", "try!"] {
                #expect(!text.contains(word), "\(name) contains \(word)")
            }
        }
    }
}

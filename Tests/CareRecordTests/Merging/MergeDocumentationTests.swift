// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Foundation
import TestSupport
import Testing

@Suite struct `The documentation of merging` {
    private static let path = Corpus.packageFolder + "/docs/merging.md"
    private static let marks = ("<!-- rules -->\n", "<!-- end of rules -->")

    @Test func `has the table that the rules make`() throws {
        let page = String(decoding: try #require(FileManager.default.contents(atPath: Self.path)), as: UTF8.self)
        let begin = try #require(page.range(of: Self.marks.0)?.upperBound)
        let end = try #require(page.range(of: Self.marks.1)?.lowerBound)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            let text = page[..<begin] + MergeRule.table + page[end...]
            try #require(FileManager.default.createFile(atPath: Self.path, contents: Data(text.utf8)))
            Issue.record("wrote the table; review it and run again without UPDATE_GOLDEN")
            return
        }
        #expect(String(page[begin..<end]) == MergeRule.table)
    }

    @Test func `names every rule once, with what it never makes one`() {
        #expect(Set(MergeRule.all.map(\.name)).count == MergeRule.all.count)
        #expect(MergeRule.all.allSatisfy { !$0.neverCollapsed.isEmpty })
    }
}

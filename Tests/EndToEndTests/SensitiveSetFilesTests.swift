// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Terminology
import Testing
import Yams

@testable import mig

@Suite struct `The files of sensitive reference sets` {
    private static let set = SensitiveCodes.ReferenceSet.terminationOfPregnancy

    /// What is read of a folder in which something was changed.
    private static func read(_ change: (URL) throws -> Void) throws -> (codes: SensitiveCodes?, faults: [String]) {
        let folder = URL(
            fileURLWithPath: NSTemporaryDirectory() + "/mig-sets-" + UUID().uuidString, isDirectory: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let sets = folder.appendingPathComponent("sets")
        try MadeUpSets.write(to: sets)
        try change(sets)
        let list = ConfigurationReader.FaultList()
        let reader = ConfigurationReader(
            node: try Yams.compose(yaml: "sensitiveSets: sets"), path: "terminology", faults: list)
        let codes = SensitiveSetFiles.codes(reader, folder: folder)
        return (codes, list.faults.map { $0.key + ": " + $0.found })
    }

    private static func faults(_ text: String) throws -> [String] {
        try read { try Data(text.utf8).write(to: MadeUpSets.file(of: set, in: $0)) }.faults
    }

    @Test func `are read, each in either of two forms`() throws {
        let good = try Self.read { _ in }
        #expect(good.faults == [] && good.codes?.count == 4)
        let header = "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId"
        let row = { (active: Int) in
            "a\t20200101\t\(active)\t999000011000000103\t\(Self.set.rawValue)\t7777049999999106"
        }
        #expect(try Self.faults(header + "\r\n" + row(1) + "\r\n") == [])
        // A set whose every member was taken out withholds nothing: it is not the set.
        #expect(try Self.faults(header + "\n" + row(0) + "\n").count == 1)
    }

    @Test func `are refused where one is missing`() throws {
        let missing = try Self.read { try FileManager.default.removeItem(at: MadeUpSets.file(of: Self.set, in: $0)) }
        #expect(missing.faults.count == 1)
        #expect(missing.faults.first?.contains("no file '\(Self.set.rawValue).tsv'") == true)
        #expect(try Self.read { try FileManager.default.removeItem(at: $0) }.faults.count == 4)
    }

    @Test(
        arguments: [
            "", "\n\n", "# nothing but words\n", "7777049999999106\n", "7777049999999106\ta\tb1234\tc1234\td\n",
            "7777049999999107\tA wrong check digit\n", "seven\tNo identifier\n", "7777049999999106\tTerm\tzZ9\n",
            "7777049999999106\tTerm\nhalf",
        ])
    func `are refused where anything in one cannot be read`(text: String) throws {
        #expect(try Self.faults(text).count == 1)
    }

    @Test func `are refused where one is too large, or not in UTF-8`() throws {
        let large = try Self.read { folder in
            let handle = try FileHandle(forWritingTo: MadeUpSets.file(of: Self.set, in: folder))
            try handle.truncate(atOffset: UInt64(SensitiveSetReader.largestFile + 1))
            try handle.close()
        }
        #expect(large.faults.count == 1)
        let bytes = try Self.read { try Data([0xFF, 0xFE, 0x00]).write(to: MadeUpSets.file(of: Self.set, in: $0)) }
        #expect(bytes.faults.count == 1)
    }
}

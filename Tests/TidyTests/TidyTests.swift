// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Testing

@Suite struct `The house rules` {
    static let checks =
        fileShapeChecks + bannedTokenChecks + concurrencyChecks + layerChecks + confidentialityChecks + wordingChecks
        + documentChecks + quotedTestChecks + repositoryChecks

    @Test(arguments: checks)
    func `hold in the repository`(check: TidyCheck) {
        let violations = check.violations(.repository)
        #expect(violations.isEmpty, "\(check.name)\n\(violations.map(\.description).joined(separator: "\n"))")
    }

    @Test(arguments: checks)
    func `find each bad sample`(check: TidyCheck) {
        #expect(!check.bad.isEmpty, "\(check.name) has no bad sample, so nothing shows that it can fail")
        for (number, sample) in check.bad.enumerated() {
            #expect(!check.violations(sample).isEmpty, "\(check.name) passes its bad sample \(number + 1)")
        }
    }

    @Test(arguments: checks)
    func `leave each good sample alone`(check: TidyCheck) {
        #expect(!check.good.isEmpty, "\(check.name) has no good sample")
        for sample in check.good {
            let violations = check.violations(sample)
            #expect(violations.isEmpty, "\(check.name)\n\(violations.map(\.description).joined(separator: "\n"))")
        }
    }

    @Test func `are read over the whole repository`() {
        let tree = SourceTree.repository
        #expect(tree.file(at: "Package.swift") != nil, "the package's root was not found from this file's place")
        #expect(tree.file(at: "Sources/JSON/JSONDocument.swift") != nil)
        #expect(tree.files.contains { $0.path.hasPrefix("scripts/") })
        #expect(tree.swiftFiles.count > 50)
    }
}

@Suite struct `Blanking what is not code` {
    @Test(arguments: [
        ("a // print(", "a          "),
        ("a /* b /* c */ d */ e", "a                   e"),
        (#"x("print(\n")"#, #"x("        ")"#),
        (##"x(#"a"b"#) y"##, ##"x(#"   "#) y"##),
        (#""a \(b("c")) d""#, #""    b(" ")   ""#),
        ("`does not print(`()", "`               `()"),
        ("\"\"\"\na \" b\n\"\"\" c", "\"\"\"\n     \n\"\"\" c"),
    ])
    func `keeps code and line breaks alone`(source: String, code: String) {
        #expect(SwiftCode(source).text == code)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Which targets may import a module from outside the package.
private struct ExternalModule {
    let name: String
    let importers: Set<String>
    let instead: String
}

private let externalModules: [ExternalModule] = [
    .init(name: "GRDB", importers: ["Storage", "Audit"], instead: "ask Storage, which alone knows the database"),
    .init(
        name: "AsyncHTTPClient", importers: ["Connectors", "Identity", "mig"],
        instead: "reach other systems through a port of Brokering; Connectors implements it"),
    .init(
        name: "NIOSSL", importers: ["Connectors", "Identity", "Web", "mig"],
        instead: "leave TLS to Connectors, to the certificates of Identity and to the server's channel in Web"
    ),
    .init(
        name: "Hummingbird", importers: ["Web", "Simulator", "mig"],
        instead: "answer through Web; nothing else knows of HTTP requests"),
    .init(
        name: "Yams", importers: ["Sharing", "Simulator", "mig"],
        instead: "take the setting as a value; mig reads the files"),
    .init(name: "ArgumentParser", importers: ["mig"], instead: "take a parameter; mig reads the command line"),
    .init(name: "FoundationXML", importers: [], instead: "Foundation's XML readers drop text and open local files"),
    .init(name: "FoundationNetworking", importers: [], instead: "use AsyncHTTPClient in Connectors"),
]

/// Edges that the order of the targets would allow and the design forbids.
private let forbiddenEdges: [(importer: String, imported: String, reason: String)] = [
    ("Simulator", "Mapping", "neither may copy the other's mistake"),
    ("Simulator", "Connectors", "the other end of a connector is written from the standard"),
    ("Simulator", "Brokering", "a source knows nothing of the gateway"),
    ("Web", "Connectors", "Web reaches sources through Brokering alone"),
    ("Web", "Storage", "Web asks through a port"),
    ("Connectors", "Storage", "a connector keeps nothing"),
    ("Sharing", "Connectors", "a decision touches nothing"),
]

private let samplePackage =
    "layer(\"JSON\"),\nlayer(\n    \"FHIR\", [\"JSON\"]),\nlayer(\"Mapping\"),\n.executableTarget(\n name: \"mig\","

/// A target imports only what stands above it, and each module from outside has its importers.
let layerChecks: [TidyCheck] =
    [
        TidyCheck(
            "a target imports only what stands above it in Package.swift",
            bad: [["Package.swift": samplePackage, "Sources/JSON/A.swift": "public import FHIR\n"]],
            good: [
                [
                    "Package.swift": samplePackage, "Sources/FHIR/A.swift": "public import JSON\nimport Foundation\n",
                    "Sources/mig/A.swift": "@testable import struct Mapping.Rule\n",
                ]
            ],
            violations: upwardImports),
        TidyCheck(
            "every target is in the order of Package.swift",
            bad: [["Package.swift": samplePackage, "Sources/Extra/A.swift": ""]],
            good: [["Package.swift": samplePackage, "Sources/JSON/A.swift": ""]]
        ) { tree in
            let known = Set(targetOrder(tree))
            return tree.swiftFiles.filter { $0.isSource && !known.contains($0.target ?? "") }.map {
                Violation(path: $0.path, line: 1, message: "is of no target that Package.swift lists; add its layer")
            }
        },
    ]
    + externalModules.map { module in
        TidyCheck(
            "\(module.name) is imported only by \(module.importers.sorted().joined(separator: ", "))",
            bad: [["Sources/CareRecord/A.swift": "internal import \(module.name)\n"]],
            good: [
                [
                    "Sources/CareRecord/A.swift": "import \(module.name)Like\n",
                    "Tests/WebTests/A.swift": "import \(module.name)\n",
                ]
            ]
                + module.importers.map { ["Sources/\($0)/A.swift": "import \(module.name)\n"] }
        ) { file in
            guard file.isSource, !module.importers.contains(file.target ?? "") else { return [] }
            return imports(of: file).filter { $0.module == module.name }
                .map { ($0.line, "imports \(module.name); \(module.instead)") }
        }
    }
    + forbiddenEdges.map { edge in
        TidyCheck(
            "\(edge.importer) never imports \(edge.imported)",
            bad: [["Sources/\(edge.importer)/A.swift": "import \(edge.imported)\n"]],
            good: [["Sources/mig/A.swift": "import \(edge.imported)\n"]]
        ) { file in
            guard file.isSource, file.target == edge.importer else { return [] }
            return imports(of: file).filter { $0.module == edge.imported }
                .map { ($0.line, "imports \(edge.imported): \(edge.reason); put the shared thing above both") }
        }
    }

/// The targets in the order in which Package.swift lists them.
private func targetOrder(_ tree: SourceTree) -> [String] {
    guard let manifest = tree.file(at: "Package.swift")?.text else { return [] }
    let layers = manifest.split(separator: "layer(", omittingEmptySubsequences: false).dropFirst()
    let names = layers.compactMap { rest -> String? in
        let name = rest.drop(while: \.isWhitespace)
        return name.first == "\"" ? String(name.dropFirst().prefix { $0 != "\"" }) : nil
    }
    return names + ["mig"]
}

private func upwardImports(_ tree: SourceTree) -> [Violation] {
    let order = targetOrder(tree)
    return tree.swiftFiles.filter(\.isSource).flatMap { file -> [Violation] in
        guard let own = order.firstIndex(of: file.target ?? "") else { return [] }
        return imports(of: file).compactMap { line, module in
            guard let other = order.firstIndex(of: module), other >= own else { return nil }
            return Violation(
                path: file.path, line: line,
                message: "imports \(module), which stands below \(order[own]); move what it needs up, or hand it in")
        }
    }
}

/// The modules that a file imports, each with its line.
private func imports(of file: SourceFile) -> [(line: Int, module: String)] {
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "typealias", "let", "var"]
    return file.codeLines.enumerated().compactMap { index, line in
        let words = line.split { $0 == " " || $0 == "." }
        guard let keyword = words.firstIndex(of: "import"), words.prefix(keyword).allSatisfy({ isImportModifier($0) })
        else {
            return nil
        }
        guard let module = words.dropFirst(keyword + 1).first(where: { !kinds.contains($0) }) else { return nil }
        return (index + 1, String(module))
    }
}

private func isImportModifier(_ word: Substring) -> Bool {
    word.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(word)
}

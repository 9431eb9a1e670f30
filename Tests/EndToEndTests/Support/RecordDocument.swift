// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import JSON
import Simulator

/// A Detailed Care Record in FHIR, read by other code than that which wrote it.
struct RecordDocument: Sendable {
    let reply: Reply
    let root: JSONValue

    var resources: [JSONValue] { root["entry"]?.elements.compactMap { $0["resource"] } ?? [] }

    func resources(of type: String) -> [JSONValue] { resources.filter { $0["resourceType"]?.string == type } }

    /// What a source contributed: every resource that names it.
    func resources(from source: String) -> [JSONValue] {
        resources.filter { $0["meta"]?["source"]?.string == "https://mig.example.org/fhir/source/\(source)" }
    }

    /// What a source contributed, by type and id, byte for byte.
    func contribution(of source: String) -> [String: String] {
        let pairs = resources(from: source).map { resource in
            (
                "\(resource["resourceType"]?.string ?? "?")/\(resource["id"]?.string ?? "?")",
                String(decoding: resource.bytes, as: UTF8.self)
            )
        }
        return Dictionary(pairs) { first, second in first + second }
    }

    /// The section of a dataset or of a part of one.
    func section(_ code: String) -> JSONValue? {
        let sections = resources(of: "Composition").first?["section"]?.elements.map(\.self) ?? []
        let parts = sections.flatMap { $0["section"]?.elements.map(\.self) ?? [] }
        return (sections + parts).first { $0["code"]?["coding"]?[0]?["code"]?.string == code }
    }

    /// The resources that a section and its parts point at.
    func entries(of section: String) -> [JSONValue] {
        guard let section = self.section(section) else { return [] }
        let parts = section["section"]?.elements.map(\.self) ?? []
        // A section and its parts may name an entry both; it is one entry.
        var references: [String] = []
        for reference in ([section] + parts).flatMap({
            $0["entry"]?.elements.compactMap { $0["reference"]?.string } ?? []
        }) where !references.contains(reference) {
            references.append(reference)
        }
        let byReference = Dictionary(
            resources.map { ("\($0["resourceType"]?.string ?? "?")/\($0["id"]?.string ?? "?")", $0) }
        ) { first, _ in first }
        return references.compactMap { byReference[$0] }
    }

    /// The narrative of a section, as it is written.
    func words(of section: String) -> String { self.section(section)?["text"]?["div"]?.string ?? "" }

    // MARK: The ledger

    /// One line of the ledger: a source and a dataset.
    struct Outcome: Hashable, Sendable {
        let source: String
        let dataset: String
        let code: String
        let reason: String?
        let count: Int?
    }

    var ledgerIssues: [JSONValue] {
        let ledger = resources(of: "OperationOutcome").first { $0["id"]?.string == "ledger" }
        return ledger?["issue"]?.elements.map(\.self) ?? []
    }

    /// Every outcome, in order.
    var outcomes: [Outcome] {
        ledgerIssues.compactMap { issue in
            let coding = issue["details"]?["coding"]?[0]
            guard coding?["system"]?.string?.hasSuffix("/source-outcome") == true, let code = coding?["code"]?.string,
                let source = Self.value("source", of: issue), let dataset = Self.value("dataset", of: issue)
            else { return nil }
            return Outcome(
                source: source, dataset: dataset, code: code, reason: Self.value("reason", of: issue),
                count: Self.value("count", of: issue).flatMap { Int($0) })
        }
    }

    func outcomes(of source: DemonstrationSource) -> [Outcome] { outcomes.filter { $0.source == source.rawValue } }

    /// What is said about a source besides its outcomes.
    func remarks(about source: String) -> [String] {
        ledgerIssues.filter { issue in
            issue["details"]?["coding"]?[0]?["system"]?.string?.hasSuffix("/source-outcome") != true
                && Self.value("source", of: issue) == source
        }.compactMap { $0["diagnostics"]?.string }
    }

    private static func value(_ name: String, of issue: JSONValue) -> String? {
        let found = issue["extension"]?.elements.first {
            $0["url"]?.string?.hasSuffix("/StructureDefinition/" + name) == true
        }
        return found?.members.first { $0.name.hasPrefix("value") }?.value.scalarText
    }
}

extension RecordDocument {
    /// Writes the document where `MIG_OUTPUT` says, for validators that others wrote.
    func keep(as name: String) throws {
        guard let output = ProcessInfo.processInfo.environment["MIG_OUTPUT"] else { return }
        let folder = output + "/records"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(reply.bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
}

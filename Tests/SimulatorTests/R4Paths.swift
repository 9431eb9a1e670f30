// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// The paths of the elements that public FHIR R4 records use, by which the simulated ones are judged.
struct R4Paths {
    private var paths: Set<String> = []
    private var meta: Set<String> = []
    var isEmpty: Bool { paths.isEmpty }

    /// The paths of all public records at hand.
    init() {
        for folder in ["synthea-r4-smart", "hl7-r4-examples", "fhir-test-cases/r4", "scr-api"] {
            for file in RecordCorpus.files(under: folder) {
                guard let document = try? JSONDocument(parsing: file.bytes) else { continue }
                add(document.root)
            }
        }
        for file in RecordCorpus.files(under: "uk-core-r4/examples", ending: ".xml") {
            add(xml: String(decoding: file.bytes, as: UTF8.self))
        }
        meta = Set(paths.compactMap { path in path.firstRange(of: ".meta.").map { String(path[$0.upperBound...]) } })
    }

    private mutating func add(_ resource: JSONValue) {
        guard let type = resource["resourceType"]?.string else { return }
        guard type == "Bundle" else { return paths.formUnion(resource.leafPaths(from: type)) }
        for entry in resource["entry"].map({ Array($0.elements) }) ?? [] {
            if let inner = entry["resource"] { add(inner) }
        }
    }

    /// UK Core's examples are XML, in which an element's value is an attribute and a resource inside another a capitalised element.
    private mutating func add(xml: String) {
        var open: [String] = []
        for tag in xml.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
            guard let end = tag.firstIndex(of: ">"), let first = tag.first, first != "?", first != "!" else { continue }
            let inside = tag[..<end]
            if first == "/" {
                _ = open.popLast()
                continue
            }
            let name = String(inside.prefix { !$0.isWhitespace && $0 != "/" })
            if name.first?.isUppercase == true, !open.isEmpty {
                open.append("^" + name)
            } else {
                open.append(name)
            }
            let start = open.lastIndex { $0.hasPrefix("^") } ?? 0
            let path = open[start...].joined(separator: ".").drop { $0 == "^" }
            if inside.contains(" value=") { paths.insert(String(path)) }
            if inside.contains(" url=") { paths.insert(path + ".url") }
            if inside.hasSuffix("/") { _ = open.popLast() }
        }
    }

    /// The members of FHIR's data types: a record that has one of them has the element, and others of the type may stand in it.
    private static let dataTypes: [[String]] = [
        ["coding.system", "coding.code", "coding.display", "text"], ["reference", "display"], ["start", "end"],
        ["system", "value", "use"], ["value", "unit", "system", "code", "comparator"],
        ["use", "text", "family", "given", "prefix"],
    ]

    /// Whether the path occurs, or another member of the same data type at the same place.
    func contains(_ path: String) -> Bool {
        if paths.contains(path) || path.hasSuffix(".resourceType") { return true }
        if let range = path.firstRange(of: ".meta.") { return meta.contains(String(path[range.upperBound...])) }
        return Self.dataTypes.contains { members in
            members.contains { member in
                guard path.hasSuffix("." + member) else { return false }
                let element = path.dropLast(member.count)
                return members.contains { paths.contains(element + $0) }
            }
        }
    }
}

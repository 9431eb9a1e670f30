// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Yams

/// Reads one mapping of an agreement's document key by key, and remembers what was asked for, so that what nobody asked for is a
/// fault. It collects faults instead of stopping at the first; its answers count only where there are none.
final class AgreementReader {
    /// Where all readers of one document put what is wrong.
    final class FaultList {
        /// How many are told at most.
        static let most = 100
        private(set) var faults: [AgreementFault] = []
        func append(_ fault: AgreementFault) { if faults.count < Self.most { faults.append(fault) } }
    }

    private let node: Node
    private let path: String
    private let faults: FaultList
    private var known: [String] = []

    init(_ node: Node, path: String, faults: FaultList) {
        self.node = node
        self.path = path
        self.faults = faults
        if node.mapping == nil {
            report(node, path.isEmpty ? "the document" : path, found: Self.kind(node), allowed: "keys with values")
        }
    }

    /// Whether a key is there; it is then known.
    func has(_ name: String) -> Bool { value(name) != nil }

    private func key(_ name: String) -> String { path.isEmpty ? name : path + "." + name }

    private func value(_ name: String) -> Node? {
        known.append(name)
        return node.mapping?[name]
    }

    private func report(_ node: Node?, _ key: String, found: String, allowed: String) {
        let line = (node ?? self.node).mark?.line ?? 0
        faults.append(AgreementFault(line: line, key: key, found: found, allowed: allowed))
    }

    /// Notes a fault that shows only when several values are held against each other.
    func fault(_ name: String, at place: Node? = nil, found: String, allowed: String) {
        report(place ?? node.mapping?[name], key(name), found: found, allowed: allowed)
    }

    static func kind(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "'\(shown(scalar.string))'"
        case .mapping: "keys with values"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    /// A text from the document as a fault may show it: short, and without letters that could do something to a terminal.
    static func shown(_ text: String) -> String {
        let letters = text.unicodeScalars.prefix(60).map { $0.isPrintedInAgreements ? Character($0) : "?" }
        return String(letters) + (text.unicodeScalars.count > 60 ? "…" : "")
    }

    // MARK: Values

    /// A value that is required and has a form.
    func read<Value>(_ name: String, allowed: String, _ parse: (String) -> Value?) -> Value? {
        guard let value = value(name) else {
            report(node, key(name), found: "nothing", allowed: allowed)
            return nil
        }
        return parsed(value, name, allowed, parse)
    }

    /// The same, where it may be left out.
    func readIfThere<Value>(_ name: String, allowed: String, _ parse: (String) -> Value?) -> Value? {
        value(name).flatMap { parsed($0, name, allowed, parse) }
    }

    private func parsed<Value>(_ value: Node, _ name: String, _ allowed: String, _ parse: (String) -> Value?) -> Value?
    {
        if let text = value.scalar?.string, let parsed = parse(text) { return parsed }
        report(value, key(name), found: Self.kind(value), allowed: allowed)
        return nil
    }

    /// Several different values, at least one; `nil` where the key is not there.
    func set<Value: Hashable>(_ name: String, allowed: String, _ parse: (Node) -> Value?) -> Set<Value>? {
        guard let value = value(name) else { return nil }
        guard let sequence = value.sequence, !sequence.isEmpty else {
            report(
                value, key(name), found: value.sequence == nil ? Self.kind(value) : "an empty list",
                allowed: "a list of " + allowed)
            return nil
        }
        var values: Set<Value> = []
        for element in sequence {
            guard let parsed = parse(element) else {
                report(element, key(name), found: Self.kind(element), allowed: allowed)
                continue
            }
            if !values.insert(parsed).inserted {
                report(element, key(name), found: Self.kind(element) + " twice", allowed: "each once")
            }
        }
        return values
    }

    /// The pairs of a mapping of words to words; empty where the key is not there.
    func pairs(_ name: String, allowed: String) -> [(key: Node, value: Node)] {
        guard let value = value(name) else { return [] }
        guard let mapping = value.mapping, !mapping.isEmpty else {
            report(value, key(name), found: Self.kind(value), allowed: allowed)
            return []
        }
        return mapping.map { ($0.key, $0.value) }
    }

    /// A reader for each element of a list that is required.
    func readers(_ name: String, atMost most: Int, allowed: String) -> [AgreementReader] {
        guard let value = value(name) else {
            report(node, key(name), found: "nothing", allowed: allowed)
            return []
        }
        guard let sequence = value.sequence, !sequence.isEmpty, sequence.count <= most else {
            report(
                value, key(name), found: value.sequence.map { "a list of \($0.count)" } ?? Self.kind(value),
                allowed: allowed)
            return []
        }
        return sequence.enumerated().map {
            AgreementReader($1, path: "\(key(name))[\($0)]", faults: faults)
        }
    }

    /// To be called when everything has been read: names every key that nobody asked for, and every key that stands twice.
    func refuseUnknownKeys() {
        var seen: Set<String> = []
        for (name, _) in node.mapping ?? [:] {
            let text = name.scalar?.string ?? Self.kind(name)
            if !known.contains(text) {
                let allowed = Set(known).sorted().joined(separator: ", ")
                report(name, key(Self.shown(text)), found: "an unknown key", allowed: allowed)
            } else if !seen.insert(text).inserted {
                report(name, key(text), found: "the key twice", allowed: "each key once")
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether it is a letter, a sign or a blank that an agreement may hold: nothing that breaks lines, changes the direction of
    /// writing, or cannot be seen.
    var isPrintedInAgreements: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}

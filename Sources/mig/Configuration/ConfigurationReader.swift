// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Yams

/// Reads one YAML mapping key by key and remembers what was asked for, so that what nobody asked for is a fault. It collects
/// faults instead of stopping at the first.
final class ConfigurationReader {
    private let node: Node?
    private let path: String
    private let faults: FaultList
    private var known: [String] = []

    /// A reader of nothing, for what is missing and has been reported.
    static var empty: ConfigurationReader { ConfigurationReader(node: nil, path: "", faults: FaultList()) }

    /// Where all readers of one file put what is wrong.
    final class FaultList {
        var faults: [ConfigurationFault] = []
    }

    init(node: Node?, path: String, faults: FaultList) {
        self.node = node
        self.path = path
        self.faults = faults
        if let node, node.mapping == nil {
            report(
                node, path.isEmpty ? "the file" : path, found: Self.kind(node), allowed: "a mapping of keys to values")
        }
    }

    /// The line of the mapping, counted from 1.
    var line: Int { node?.mark?.line ?? 0 }

    private func key(_ name: String) -> String { path.isEmpty ? name : path + "." + name }

    private func report(_ node: Node?, _ key: String, found: String, allowed: String) {
        faults.faults.append(
            ConfigurationFault(line: node?.mark?.line ?? line, key: key, found: found, allowed: allowed))
    }

    private func value(_ name: String) -> Node? {
        known.append(name)
        return node?.mapping?[name]
    }

    private static func kind(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): "'\(scalar.string)'"
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    /// A text, or `fallback`; without one the key is required.
    func text(_ name: String, default fallback: String? = nil, allowed: String = "a text") -> String {
        guard let value = value(name) else {
            if fallback == nil { report(node, key(name), found: "nothing", allowed: allowed) }
            return fallback ?? ""
        }
        guard let text = value.scalar?.string, !text.isEmpty else {
            report(value, key(name), found: Self.kind(value), allowed: allowed)
            return fallback ?? ""
        }
        return text
    }

    /// Whether a key stands there, whatever it holds.
    func holds(_ name: String) -> Bool { value(name) != nil }

    func optionalText(_ name: String) -> String? {
        guard node?.mapping?[name] != nil else {
            known.append(name)
            return nil
        }
        return text(name, default: "")
    }

    func flag(_ name: String, default fallback: Bool) -> Bool {
        guard let value = value(name) else { return fallback }
        switch value.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            report(value, key(name), found: Self.kind(value), allowed: "true or false")
            return fallback
        }
    }

    func number(_ name: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
        guard let value = value(name) else { return fallback }
        guard let number = value.scalar.flatMap({ Int($0.string) }), range.contains(number) else {
            report(
                value, key(name), found: Self.kind(value),
                allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
            return fallback
        }
        return number
    }

    /// A length of time with its unit: `250ms`, `3s`, `1min`.
    func duration(_ name: String, default fallback: Duration, in range: ClosedRange<Duration>) -> Duration {
        guard let value = value(name) else { return fallback }
        guard let duration = value.scalar.flatMap({ Self.duration($0.string) }), range.contains(duration) else {
            report(
                value, key(name), found: Self.kind(value),
                allowed: "a time with its unit (ms, s or min) from \(range.lowerBound) to \(range.upperBound)")
            return fallback
        }
        return duration
    }

    static func duration(_ text: String) -> Duration? {
        for (unit, milliseconds) in [("ms", 1), ("min", 60_000), ("s", 1000)] where text.hasSuffix(unit) {
            let digits = text.dropLast(unit.count)
            guard !digits.isEmpty, digits.allSatisfy(\.isNumber), let count = Int(digits) else { return nil }
            let (total, overflows) = count.multipliedReportingOverflow(by: milliseconds)
            return overflows ? nil : .milliseconds(total)
        }
        return nil
    }

    /// An amount of memory with its unit: `512KiB`, `64MiB`.
    func byteCount(_ name: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
        guard let value = value(name) else { return fallback }
        guard let count = value.scalar.flatMap({ Self.byteCount($0.string) }), range.contains(count) else {
            report(
                value, key(name), found: Self.kind(value),
                allowed:
                    "an amount with its unit (KiB or MiB) from \(range.lowerBound >> 10)KiB to \(range.upperBound >> 20)MiB"
            )
            return fallback
        }
        return count
    }

    static func byteCount(_ text: String) -> Int? {
        for (unit, size) in [("KiB", 1 << 10), ("MiB", 1 << 20)] where text.hasSuffix(unit) {
            guard let count = Int(text.dropLast(unit.count)) else { return nil }
            let (total, overflows) = count.multipliedReportingOverflow(by: size)
            return overflows ? nil : total
        }
        return nil
    }

    /// One of a list of words.
    func choice<Value>(_ name: String, _ choices: [(String, Value)], default fallback: Value? = nil) -> Value? {
        guard let value = value(name) else {
            if fallback == nil {
                report(node, key(name), found: "nothing", allowed: choices.map(\.0).joined(separator: ", "))
            }
            return fallback
        }
        guard let choice = choices.first(where: { $0.0 == value.scalar?.string }) else {
            report(value, key(name), found: Self.kind(value), allowed: choices.map(\.0).joined(separator: ", "))
            return fallback
        }
        return choice.1
    }

    /// Several of a list of words; `nil` where the key is not there.
    func choices<Value>(_ name: String, _ choices: [(String, Value)]) -> [Value]? {
        guard let value = value(name) else { return nil }
        guard let sequence = value.sequence else {
            report(
                value, key(name), found: Self.kind(value),
                allowed: "a list of " + choices.map(\.0).joined(separator: ", "))
            return nil
        }
        return sequence.compactMap { element in
            if let choice = choices.first(where: { $0.0 == element.scalar?.string }) { return choice.1 }
            report(element, key(name), found: Self.kind(element), allowed: choices.map(\.0).joined(separator: ", "))
            return nil
        }
    }

    /// A file that exists, relative to the configuration's folder.
    func file(_ name: String, relativeTo folder: URL) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.scalar?.string, !text.isEmpty else {
            report(value, key(name), found: Self.kind(value), allowed: "the path of a file that exists")
            return nil
        }
        let path = URL(fileURLWithPath: text, relativeTo: folder).path
        guard FileManager.default.isReadableFile(atPath: path) else {
            report(
                value, key(name), found: "'\(text)', which is not there or cannot be read",
                allowed: "the path of a file that exists")
            return nil
        }
        return path
    }

    /// A list of texts; empty where the key is not there.
    func texts(_ name: String, allowed: String) -> [String] {
        guard let value = value(name) else { return [] }
        guard let sequence = value.sequence else {
            report(value, key(name), found: Self.kind(value), allowed: "a list of " + allowed)
            return []
        }
        return sequence.compactMap { element in
            if let text = element.scalar?.string, !text.isEmpty { return text }
            report(element, key(name), found: Self.kind(element), allowed: allowed)
            return nil
        }
    }

    /// Files that exist, relative to the configuration's folder.
    func files(_ name: String, relativeTo folder: URL) -> [String] {
        texts(name, allowed: "paths of files that exist").compactMap { text in
            let path = URL(fileURLWithPath: text, relativeTo: folder).path
            if FileManager.default.isReadableFile(atPath: path) { return path }
            fault(name, found: "'\(text)', which is not there or cannot be read", allowed: "paths of files that exist")
            return nil
        }
    }

    /// An address with scheme and host.
    func address(_ name: String) -> String {
        let text = text(name, allowed: "an address such as https://host/path")
        guard !text.isEmpty else { return text }
        guard let url = URL(string: text), let host = url.host, !host.isEmpty,
            url.scheme == "https" || url.scheme == "http"
        else {
            report(node?.mapping?[name], key(name), found: "'\(text)'", allowed: "an address such as https://host/path")
            return ""
        }
        return text
    }

    func section(_ name: String, isRequired: Bool = true) -> ConfigurationReader? {
        guard let value = value(name) else {
            if isRequired { report(node, key(name), found: "nothing", allowed: "a mapping of keys to values") }
            return nil
        }
        return ConfigurationReader(node: value, path: key(name), faults: faults)
    }

    /// A mapping of texts of somebody else's to one of a list of words; `nil` where the key is not there.
    func meanings<Value>(_ name: String, _ choices: [(String, Value)]) -> [String: Value]? {
        guard let section = section(name, isRequired: false) else { return nil }
        var meanings: [String: Value] = [:]
        for (text, _) in section.node?.mapping ?? [:] {
            guard let text = text.scalar?.string, let choice = section.choice(text, choices) else { continue }
            meanings[text] = choice
        }
        return meanings
    }

    func sections(_ name: String) -> [ConfigurationReader] {
        guard let value = value(name), let sequence = value.sequence else {
            report(
                self.node?.mapping?[name], key(name), found: self.node?.mapping?[name].map(Self.kind) ?? "nothing",
                allowed: "a list")
            return []
        }
        return sequence.enumerated().map {
            ConfigurationReader(node: $1, path: "\(key(name))[\($0)]", faults: faults)
        }
    }

    func fault(_ name: String, found: String, allowed: String) {
        report(node?.mapping?[name], key(name), found: found, allowed: allowed)
    }

    /// To be called when everything has been read: names every key that nobody asked for.
    func refuseUnknownKeys() {
        guard let mapping = node?.mapping else { return }
        for (name, _) in mapping {
            let text = name.scalar?.string ?? "?"
            guard !known.contains(text) else { continue }
            report(name, key(text), found: "an unknown key", allowed: Set(known).sorted().joined(separator: ", "))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Yams

/// The YAML beneath an agreement's document: bounded before it is parsed, and without the parts of YAML that no agreement needs.
enum AgreementYAML {
    /// The size of a document at most, in bytes.
    static let largestText = 64 * 1024
    /// How many lists and mappings may lie in each other.
    static let deepest = 6

    static func compose(_ text: String) throws(AgreementFaults) -> Node {
        guard text.utf8.count <= largestText else {
            throw fault(found: "\(text.utf8.count) bytes", allowed: "a document of at most \(largestText) bytes")
        }
        if let line = lineOfAlias(in: text) {
            throw fault(
                line, found: "an anchor or an alias (a word that begins with & or *)",
                allowed: "every value written where it belongs, and a blank after & and *")
        }
        let node: Node?
        do {
            node = try Parser(yaml: text).singleRoot()
        } catch let error as YamlError {
            throw lexical(error)
        } catch {
            throw fault(found: "something that is no YAML", allowed: "YAML")
        }
        guard let node else { throw fault(found: "nothing", allowed: "an agreement") }
        if let line = lineTooDeep(node, depth: 1) {
            throw fault(line, found: "more than \(deepest) lists and mappings in each other", allowed: "fewer")
        }
        return node
    }

    /// The line of the first anchor or alias, which must not reach the parser: comparing keys made of aliases takes for ever. It is
    /// looked for by its letters, so a quoted text that looks like one is refused too.
    private static func lineOfAlias(in text: String) -> Int? {
        var (line, isComment, isBlankSoFar) = (1, false, true)
        var before: UInt8 = UInt8(ascii: "\n")
        var sign = false
        for letter in text.utf8 {
            let isBreak = letter == UInt8(ascii: "\n") || letter == UInt8(ascii: "\r")
            let isBlank = isBreak || letter == UInt8(ascii: " ") || letter == UInt8(ascii: "\t")
            if sign, !isBlank { return line }
            sign = false
            if isBreak {
                if letter == UInt8(ascii: "\n") { line += 1 }
                (isComment, isBlankSoFar) = (false, true)
            } else if !isBlank {
                // No token can begin in a line whose first letter is that of a comment.
                if isBlankSoFar, letter == UInt8(ascii: "#") { isComment = true }
                isBlankSoFar = false
                let isSign = letter == UInt8(ascii: "&") || letter == UInt8(ascii: "*")
                sign = isSign && !isComment && !isLetterOrDigit(before)
            }
            before = letter
        }
        return nil
    }

    private static func isLetterOrDigit(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }

    private static func lineTooDeep(_ node: Node, depth: Int) -> Int? {
        let children: [Node]
        switch node {
        case .scalar: return nil
        case .alias: return node.mark?.line ?? 0
        case .sequence(let sequence): children = Array(sequence)
        case .mapping(let mapping): children = mapping.flatMap { [$0.key, $0.value] }
        }
        guard depth <= deepest else { return node.mark?.line ?? 0 }
        for child in children {
            if let line = lineTooDeep(child, depth: depth + 1) { return line }
        }
        return nil
    }

    private static func lexical(_ error: YamlError) -> AgreementFaults {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            fault(mark.line, found: problem, allowed: "YAML: one document of keys, values and lists")
        case .duplicatedKeysInMapping(let duplicates, let context):
            fault(
                context.mark.line, key: AgreementReader.shown(duplicates.first ?? "?"), found: "the key twice",
                allowed: "each key once")
        default:
            fault(found: "something that is no YAML", allowed: "YAML: one document of keys, values and lists")
        }
    }

    private static func fault(
        _ line: Int = 0, key: String = "the document", found: String, allowed: String
    ) -> AgreementFaults {
        AgreementFaults([AgreementFault(line: line, key: key, found: found, allowed: allowed)])
    }
}

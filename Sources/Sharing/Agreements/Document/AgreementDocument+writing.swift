// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

extension AgreementDocument {
    /// The document of an agreement, as ``read(_:)`` reads it: the same text for the same agreement.
    public static func write(_ agreement: SharingAgreement) -> String {
        var lines = [
            "agreement: \(agreement.id)", "version: \(agreement.version)", "title: \(quoted(agreement.title))",
            "controller: \(quoted(agreement.controller))",
        ]
        lines += validity(agreement.validFrom, agreement.validUntil)
        lines.append("signatories:")
        for signatory in agreement.signatories {
            lines += [
                "  - name: \(quoted(signatory.name))", "    capacity: \(quoted(signatory.capacity))",
                "    organisation: \(quoted(signatory.organisation))", "    signedOn: \(signatory.signedOn.text)",
            ]
        }
        return (lines + ["clauses:"] + agreement.clauses.flatMap(Self.lines)).joined(separator: "\n") + "\n"
    }

    /// The document of a template, as ``readTemplate(_:)`` reads it.
    public static func write(_ template: AgreementTemplate) -> String {
        var lines = [
            "template: \(template.id)", "version: \(template.version)", "title: \(quoted(template.title))",
        ]
        lines += validity(template.validFrom, template.validUntil)
        return (lines + ["clauses:"] + template.clauses.flatMap(Self.lines)).joined(separator: "\n") + "\n"
    }

    private static func validity(_ from: FHIRDateTime, _ until: FHIRDateTime?) -> [String] {
        ["validFrom: \(from.text)"] + (until.map { ["validUntil: \($0.text)"] } ?? [])
    }

    private static func lines(of clause: SharingClause) -> [String] {
        var lines = ["  - clause: \(clause.id)", "    effect: \(clause.effect.rawValue)"]
        if !clause.consumers.isEmpty {
            lines.append("    consumers:")
            lines += clause.consumers.map(consumer).sorted().map { "      - " + $0 }
        }
        let lists = [
            ("roles", clause.roles.map(\.rawValue).sorted()),
            ("purposes", PurposeOfUse.supported.filter(clause.purposes.contains).map(\.code)),
            ("datasets", clause.datasets.sorted().map(\.rawValue)),
        ]
        for (name, words) in lists where !words.isEmpty {
            lines.append("    \(name): [\(words.joined(separator: ", "))]")
        }
        guard clause.effect == .permit else { return lines }
        if !clause.windows.isEmpty {
            lines.append("    windows:")
            lines += clause.windows.sorted { $0.key < $1.key }.map {
                "      \($0.key.rawValue): \($0.value) \($0.value == 1 ? "month" : "months")"
            }
        }
        return lines + [
            "    permission: \(clause.permission.rawValue)",
            "    relationship: \(clause.needsRelationship ? "required" : "not-required")",
            "    strength: \(clause.leastStrength.word)", "    journal: \(clause.includesJournal)",
            "    restricted: \(clause.includesRestricted)",
        ]
    }

    private static func consumer(_ consumer: SharingClause.Consumer) -> String {
        switch consumer {
        case .organisation(let code): "organisation: \(quoted(code))"
        case .group(let name): "group: \(quoted(name))"
        case .network(let name): "network: \(quoted(name))"
        }
    }

    /// In double quotes, with the signs escaped that the reader would take for an anchor or an alias.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for letter in text.unicodeScalars {
            switch letter {
            case "\"", "\\": result += "\\" + String(letter)
            case "&": result += "\\x26"
            case "*": result += "\\x2A"
            default: result.unicodeScalars.append(letter)
            }
        }
        return result + "\""
    }
}

extension AuthenticationStrength {
    /// The word for it in agreements and for people.
    public var word: String {
        switch self {
        case .none: "none"
        case .low: "low"
        case .substantial: "substantial"
        case .high: "high"
        }
    }
}

extension SharingClause.Consumer: CustomStringConvertible {
    /// `organisation RX1`, `group acute-trusts`, `network anytown`.
    public var description: String {
        switch self {
        case .organisation(let code): "organisation \(code)"
        case .group(let name): "group \(name)"
        case .network(let name): "network \(name)"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// How to speak with a person: the name that they prefer, their languages, and what they need to understand and be understood,
/// each with the sources that say so.
struct Addressing {
    /// One thing to know.
    struct Line {
        let label: String
        let text: String
    }

    let lines: [Line]

    init(_ contents: RecordContents) {
        let persons = contents.facts(of: .person).flatMap(\.originals)
        var preferred = Statements()
        var languages = Statements()
        for entry in persons {
            for name in PersonDemographics(entry.resource).names where name.use == "usual" || name.use == "nickname" {
                preferred.add(name.text ?? (name.given + [name.family].compactMap { $0 }).joined(separator: " "), entry)
            }
            for detail in entry.details where detail.label == "Language" { languages.add(detail.text, entry) }
        }
        var needs = Statements()
        for entry in persons {
            for text in Self.communicationNeeds(entry.resource) { needs.add(text, entry) }
        }
        lines = [
            Line(label: "Preferred name", text: preferred.words ?? Self.none(contents)),
            Line(label: "Language", text: languages.words ?? Self.none(contents)),
            Line(label: "How to communicate", text: needs.words ?? Self.none(contents)),
        ]
    }

    private static func none(_ contents: RecordContents) -> String {
        contents.record.ledger.missing(for: .demographics).isEmpty
            ? "not recorded by any source" : "not known: not every source has answered"
    }

    /// What the extensions for communication (`NHSCommunication`, `interpreterRequired`) say.
    private static func communicationNeeds(_ patient: Resource<R4>) -> [String] {
        var texts: [String] = []
        let holders = [patient.value] + (patient["communication"]?.elements.map { $0 } ?? [])
        for holder in holders {
            for found in Extension.all(in: holder["extension"]) {
                for part in [found] + found.extensions where isAboutCommunication(part.url) {
                    guard let value = part.value else { continue }
                    let words =
                        value.boolean.map { $0 ? "yes" : "no" }
                        ?? CodeableConcept(value)?.words ?? value.string
                    if let words { texts.append("\(label(of: part.url)): \(words)") }
                }
            }
        }
        return texts
    }

    private static func isAboutCommunication(_ url: String) -> Bool {
        let words = url.lowercased()
        return words.contains("interpreter") || words.contains("communication")
    }

    /// `interpreterRequired` as `Interpreter required`.
    private static func label(of url: String) -> String {
        let name = url.split(separator: "/").last.map(String.init) ?? url
        var words = ""
        for character in name.split(separator: "-").last.map(String.init) ?? name {
            if character.isUppercase, !words.isEmpty {
                words += " " + character.lowercased()
            } else {
                words.append(character)
            }
        }
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// Texts, each once, with the sources that say it.
    private struct Statements {
        private var texts: [(text: String, sources: [String])] = []

        mutating func add(_ text: String, _ entry: RecordEntry) {
            let name = entry.source.name
            if let place = texts.firstIndex(where: { $0.text == text }) {
                if !texts[place].sources.contains(name) { texts[place].sources.append(name) }
            } else {
                texts.append((text, [name]))
            }
        }

        var words: String? {
            texts.isEmpty ? nil : texts.map { "\($0.text) (\(Self.names($0.sources)))" }.joined(separator: "; ")
        }

        /// Each of many sources stands with its own words under *Demographics*; here what is said has to be seen.
        private static func names(_ sources: [String]) -> String {
            sources.count > 2 ? "\(sources.count) sources" : sources.joined(separator: ", ")
        }
    }
}

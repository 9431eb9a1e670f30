// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// Puts a statement together from the elements of a resource. Each type of resource has its own extension.
struct StatementReader {
    let resource: Resource<R4>
    private let resolve: (Reference) -> Resource<R4>?
    var title: String?
    private(set) var details: [RecordEntry.Detail] = []
    private(set) var warnings: [String] = []
    private(set) var authors: [String] = []

    init(_ resource: Resource<R4>, resolve: @escaping (Reference) -> Resource<R4>?) {
        self.resource = resource
        self.resolve = resolve
    }

    /// What has been read; a statement without words of its own is called by its type.
    var statement: Statement {
        var reader = self
        reader.warnOfWhatChangesTheMeaning()
        return Statement(
            date: Statement.date(of: resource), title: title.flatMap(Self.visible) ?? typeName, details: details,
            warnings: reader.warnings,
            authors: authors)
    }

    /// The type in words: `Service request`.
    var typeName: String { Self.spaced(resource.type) }

    /// The element by its path (`dispenseRequest.quantity`).
    func value(_ path: String) -> JSONValue? {
        guard path.utf8.contains(UInt8(ascii: ".")) else { return resource.value[path] }
        return path.split(separator: ".").reduce(resource.value as JSONValue?) { $0?[String($1)] }
    }

    /// The words of an element; `nil` where it is absent or says nothing.
    func words(_ path: String) -> String? { value(path).flatMap { words(of: $0) } }

    /// The element of a choice (`onset[x]`), whatever its type.
    func choice(_ name: String) -> JSONValue? { Self.choice(name, in: resource.value) }

    /// The same in an element that holds others.
    static func choice(_ name: String, in holder: JSONValue) -> JSONValue? {
        holder.members.first { $0.mayBegin(with: name) && isChoice($0.name, of: name) }?.value
    }

    private static func isChoice(_ member: String, of name: String) -> Bool {
        guard member.hasPrefix(name), let next = member.dropFirst(name.count).first else { return member == name }
        return next.isUppercase
    }

    /// The codes of an element that is a code, a concept, or an array of them.
    func codes(_ path: String) -> [String] {
        guard let value = value(path) else { return [] }
        if let code = value.string { return [code] }
        return CodeableConcept.all(in: value).flatMap { $0.codings.compactMap(\.code) }
    }

    /// The extension of the resource whose address contains these words.
    func named(_ words: String) -> Extension? {
        resource["extension"]?.elements.lazy.compactMap { Extension($0) }.first { $0.url.mentions(words) }
    }

    /// The resource that a Reference element means.
    func target(_ element: JSONValue?) -> Resource<R4>? {
        guard let reference = element.flatMap({ Reference($0) }) else { return nil }
        if case .contained(let id) = reference.target { return resource.contained.first { $0.id == id } }
        return resolve(reference)
    }

    mutating func detail(_ label: String, _ text: String?) {
        guard let text = text.flatMap(Self.visible) else { return }
        details.append(RecordEntry.Detail(label, text))
    }

    /// Adds the words of an element, if it has any.
    mutating func detail(_ label: String, at path: String) { detail(label, words(path)) }

    mutating func setWarnings(_ texts: [String]) { warnings = texts }

    mutating func warn(_ text: String) {
        if !warnings.contains(text) { warnings.append(text) }
    }

    /// Names the people and organisations of these elements.
    mutating func readAuthors(_ paths: String...) {
        for path in paths {
            guard let value = value(path) else { continue }
            let references = value.kind == .array ? Array(value.elements) : [value]
            for element in references {
                guard let name = name(of: element["actor"] ?? element["individual"] ?? element) else { continue }
                if !authors.contains(name) { authors.append(name) }
            }
        }
    }

    /// The title from a concept, with every other way in which the source wrote it as a detail.
    mutating func readTitle(_ concept: CodeableConcept?, prefix: String = "") {
        guard let concept else { return }
        let words = Self.titleWords(of: concept)
        title = words.map { prefix + $0 }
        var others: [String] = []
        for display in concept.codings.compactMap(\.display) {
            if display != words, Self.visible(display) != nil, !others.contains(display) {
                others.append(display)
            }
        }
        detail("Coded as", others.joined(separator: "; "))
    }

    /// The words by which a concept is called, which are those that it had before its code lost its meaning.
    static func titleWords(of concept: CodeableConcept) -> String? {
        DegradedCode.originalWords(of: concept) ?? concept.words
    }

    /// The concept that is the whole title, for the types that are read most.
    var titleConcept: CodeableConcept? {
        switch resource.type {
        case "Observation", "DiagnosticReport": resource.code
        case "MedicationStatement", "MedicationRequest", "MedicationDispense", "MedicationAdministration":
            productConcept(target(value("medicationReference")))
        default: nil
        }
    }

    /// Every note, in full.
    mutating func readNotes(_ paths: String...) {
        for path in paths.isEmpty ? ["note"] : paths {
            guard let value = value(path) else { continue }
            for note in value.kind == .array ? Array(value.elements) : [value] {
                let text = note.kind == .object ? note["text"]?.string : note.scalarText
                let by = note["authorString"]?.string ?? name(of: note["authorReference"])
                let time = note["time"].flatMap { words(of: $0) }
                let origin = [by, time].compactMap { $0 }.joined(separator: ", ")
                detail("Note", text.map { origin.isEmpty ? $0 : "\($0) (\(origin))" })
            }
        }
    }

    /// The status in the source's word.
    mutating func readStatus(_ path: String = "status") { detail("Status", words(path)) }

    /// The text unless there is nothing to be seen in it.
    static func visible(_ text: String) -> String? {
        // Most texts begin with a letter or a digit, for which no table of characters is needed.
        if let first = text.utf8.first, first > 0x20, first < 0x7F { return text }
        return text.allSatisfy(\.isWhitespace) ? nil : text
    }

    /// `dispenseRequest` as `Dispense request`.
    static func spaced(_ name: String) -> String {
        var result = ""
        for character in name {
            if character.isUppercase, !result.isEmpty {
                result += " " + character.lowercased()
            } else {
                result += result.isEmpty ? character.uppercased() : String(character)
            }
        }
        return result
    }
}

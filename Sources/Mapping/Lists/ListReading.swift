// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// What the lists of a GP Connect record say of its resources: the clinical areas they stand in, and the topics and headings
/// of the consultations they belong to.
struct ListReading {
    private(set) var areas: [Set<ClinicalArea>]
    private(set) var headings: [[String]]

    private let resources: [SourceResource]
    private var places: [String: [Int]] = [:]
    private var contained: [Int: [String: Int]] = [:]
    /// For a topic or heading, the list that names it.
    private var parents: [Int: Int] = [:]

    init(_ resources: [SourceResource]) {
        self.resources = resources
        areas = Array(repeating: [], count: resources.count)
        headings = Array(repeating: [], count: resources.count)
        for (place, resource) in resources.enumerated() {
            if let holder = resource.holder {
                if let id = resource.id { contained[holder, default: [:]]["#" + id] = place }
            } else {
                if let id = resource.id { note(resource.type + "/" + id, at: place) }
                if let url = resource.fullURL { note(url, at: place) }
            }
        }
        readAreas()
        readHeadings()
    }

    /// A record may hold a resource twice; many times over is no record, and would make every list long.
    private mutating func note(_ reference: String, at place: Int) {
        if places[reference, default: []].count < 8 { places[reference, default: []].append(place) }
    }

    /// The clinical area of a list, by its code.
    static func area(of list: JSONValue) -> ClinicalArea? {
        for coding in CodeableConcept.all(in: list["code"]).flatMap(\.codings) {
            guard let code = coding.code else { continue }
            let area =
                coding.system == ClinicalArea.secondaryListSystem
                ? ClinicalArea(secondary: code) : ClinicalArea(snomed: code)
            if let area { return area }
        }
        return nil
    }

    private func lists() -> some Sequence<(offset: Int, element: SourceResource)> {
        resources.enumerated().lazy.filter { $0.element.type == "List" }
    }

    private func entries(of list: Int) -> [Int] {
        guard let entry = resources[list].value["entry"] else { return [] }
        return entry.elements.flatMap { element -> [Int] in
            guard let text = element["item"]?["reference"]?.string else { return [] }
            if text.hasPrefix("#") { return contained[list]?[text].map { [$0] } ?? [] }
            if let found = places[text] { return found }
            guard case .absolute(_, let type, let id, _) = Reference.target(of: text) else { return [] }
            return places[type + "/" + id] ?? []
        }
    }

    private mutating func readAreas() {
        var areasOfLists: [Int: ClinicalArea] = [:]
        for (place, list) in lists() {
            guard let area = Self.area(of: list.value) else { continue }
            areasOfLists[place] = area
            for entry in entries(of: place) { areas[entry].insert(area) }
        }
        for (place, resource) in resources.enumerated() {
            if let area = resource.holder.flatMap({ areasOfLists[$0] }) { areas[place].insert(area) }
        }
    }

    private enum Structure { case consultation, topic, heading }

    private static func structure(of list: JSONValue) -> Structure? {
        for code in CodeableConcept.all(in: list["code"]).flatMap(\.snomedCodes) {
            switch code {
            case "325851000000107": return .consultation
            case "25851000000105": return .topic
            case "24781000000107": return .heading
            default: continue
            }
        }
        return nil
    }

    private mutating func readHeadings() {
        var structures: [Int: Structure] = [:]
        for (place, list) in lists() { structures[place] = Self.structure(of: list.value) }
        for list in structures.keys.sorted() {
            for entry in entries(of: list) where structures[entry] != nil && parents[entry] == nil && entry != list {
                parents[entry] = list
            }
        }
        for list in structures.keys.sorted() {
            let titles = titles(above: list, structures)
            for entry in entries(of: list) where structures[entry] == nil {
                for title in titles where !headings[entry].contains(title) { headings[entry].append(title) }
            }
        }
    }

    private func titles(above list: Int, _ structures: [Int: Structure]) -> [String] {
        var result: [String] = []
        var place: Int? = list
        // A consultation, a topic, a heading: what is deeper than this refers to itself.
        for _ in 0..<8 {
            guard let current = place else { break }
            if structures[current] != .consultation, let title = resources[current].value["title"]?.string,
                !title.isEmpty
            {
                result.insert(title, at: 0)
            }
            place = parents[current]
        }
        return result
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// Which of a source's resources refer to which, by their places.
struct ReferenceGraph: Sendable {
    private var placesByLocal: [String: [Int]] = [:]
    private var placesByID: [String: [Int]] = [:]
    private var targetsByPlace: [[Int]] = []
    private var wholesByPlace: [[Int]] = []
    private var membersByPlace: [Int: [Int]] = [:]
    private var holdersByPlace: [Int: [Int]] = [:]
    private var arrangedByPlace: [Int: [Int]] = [:]
    private var commentsByPlace: [Int: [Int]] = [:]

    init(_ resources: [Resource<R4>], _ sourceReferences: [String]) {
        for (place, resource) in resources.enumerated() {
            for local in Set([resource.localReference, sourceReferences[place]].compactMap { $0 }) {
                placesByLocal[local, default: []].append(place)
            }
            if let id = resource.id { placesByID[id, default: []].append(place) }
        }
        for (place, resource) in resources.enumerated() {
            var found: Set<Int> = []
            collect(resource.value, into: &found)
            found.remove(place)
            targetsByPlace.append(found.sorted())
            var wholes: Set<Int> = []
            for member in resource.value.members where Self.belonging.contains(member.name) {
                collect(member.value, into: &wholes)
            }
            wholesByPlace.append(wholes.union(found.filter { resources[$0].type == "Composition" }).sorted())
        }
        for (place, resource) in resources.enumerated() { note(resource, place) }
    }

    /// Elements that say to which contact an entry belongs, or of which product it is.
    private static let belonging: Set<String> = [
        "encounter", "context", "partOf", "episodeOfCare", "medicationReference",
    ]

    /// What the resource is a part of: its contact, its composition, its product.
    func wholes(of place: Int) -> [Int] { wholesByPlace[place] }
    /// The results of a report, the tests of a group.
    func members(of place: Int) -> [Int] { membersByPlace[place] ?? [] }
    func holders(of place: Int) -> [Int] { holdersByPlace[place] ?? [] }
    /// What a list or a provenance is about.
    func arranged(by place: Int) -> [Int] { arrangedByPlace[place] ?? [] }
    /// Comment notes that belong to an entry.
    func comments(on place: Int) -> [Int] { commentsByPlace[place] ?? [] }

    /// Whether the resource belongs to a report, a group or another entry.
    func isHeld(_ place: Int) -> Bool {
        holdersByPlace[place] != nil || commentsByPlace.values.contains { $0.contains(place) }
    }

    /// Those that can be reached, each step on the way being one that may be gone through.
    func reachable(from starts: [Int], through mayPass: (Int) -> Bool) -> Set<Int> {
        var found: Set<Int> = []
        var open = starts
        while let place = open.popLast() {
            for target in targetsByPlace[place] where mayPass(target) && found.insert(target).inserted {
                open.append(target)
            }
        }
        return found
    }

    private mutating func note(_ resource: Resource<R4>, _ place: Int) {
        switch resource.type {
        case "DiagnosticReport": hold(resource["result"], by: place)
        case "List":
            arrangedByPlace[place] = (resource["entry"].map { Array($0.elements) } ?? []).flatMap { places($0["item"]) }
        case "Provenance": arrangedByPlace[place] = all(resource["target"])
        case "Linkage":
            arrangedByPlace[place] = (resource["item"].map { Array($0.elements) } ?? []).flatMap {
                places($0["resource"])
            }
        case "Observation":
            hold(resource["hasMember"], by: place)
            guard JournalText.isComment(resource) else { return }
            for about in all(resource["derivedFrom"]) + all(resource["partOf"]) {
                commentsByPlace[about, default: []].append(place)
            }
        default: break
        }
    }

    private mutating func hold(_ members: JSONValue?, by holder: Int) {
        let places = all(members).filter { $0 != holder }
        membersByPlace[holder, default: []] += places
        for place in places { holdersByPlace[place, default: []].append(holder) }
    }

    private func all(_ value: JSONValue?) -> [Int] { (value.map { Array($0.elements) } ?? []).flatMap { places($0) } }

    private func places(_ reference: JSONValue?) -> [Int] {
        reference?["reference"]?.string.map { places(named: $0) } ?? []
    }

    private func places(named text: String) -> [Int] {
        if let places = placesByLocal[text] { return places }
        switch Reference.target(of: text) {
        case .relative(let type, let id, _), .absolute(_, let type, let id, _):
            return placesByLocal["\(type)/\(id)"] ?? []
        case .uniform(let name): return placesByID[String(name.split(separator: ":").last ?? "")] ?? []
        case .contained, .unreadable: return []
        }
    }

    /// Attachments name what they mean by `url`.
    private func collect(_ value: JSONValue, into found: inout Set<Int>) {
        switch value.kind {
        case .object:
            for member in value.members {
                if member.value.kind == .string {
                    guard member.isNamed("reference") || member.isNamed("url"), let text = member.value.string else {
                        continue
                    }
                    found.formUnion(places(named: text))
                } else {
                    collect(member.value, into: &found)
                }
            }
        case .array: for element in value.elements { collect(element, into: &found) }
        default: break
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Leaves out of a record what was not asked for: resources of other clinical areas and their lists. What stays, stays byte for
/// byte, save a list of which entries were left out.
struct StructuredRecordFilter: Sendable {
    private let bundle: JSONValue
    private let resources: [JSONValue]
    private let places: [String: Int]
    private let request: StructuredRecordRequest
    private let results: Set<Int>
    private let orders: Set<Int>

    init(_ bundle: JSONValue, _ request: StructuredRecordRequest) {
        self.bundle = bundle
        self.request = request
        resources = bundle["entry"].map { $0.elements.compactMap { $0["resource"] } } ?? []
        var places: [String: Int] = [:]
        for (place, resource) in resources.enumerated() {
            guard let type = resource["resourceType"]?.string, let id = resource["id"]?.string else { continue }
            places["\(type)/\(id)"] = place
        }
        self.places = places
        let reports = resources.filter { $0["resourceType"]?.string == "DiagnosticReport" }
        let named = { (member: String) in
            reports.flatMap { report in Self.references(report[member]).compactMap { places[$0] } }
        }
        results = Self.closure(Set(named("result")), resources, places)
        orders = Set(named("basedOn"))
    }

    /// The bundle with what was asked for.
    func apply() -> JSONTree {
        var kept = Set(resources.indices.filter { isAsked(resources[$0]) || isAdministrative($0) })
        keepWhatListsName(&kept)
        let excluded = Set(resources.indices.filter { isExcluded(resources[$0]) })
        kept.subtract(excluded)
        keepWhatIsNeeded(&kept, excluded)
        let entries = (bundle["entry"].map { Array($0.elements) } ?? []).filter { $0["resource"] != nil }
        var object = JSONObject(bundle)
        object["entry"] = .array(
            entries.indices.filter { kept.contains($0) }.map { entry(entries[$0], resources[$0], excluded) })
        return .object(object)
    }

    private func isAdministrative(_ place: Int) -> Bool { type(place) == "Patient" }

    private func type(_ place: Int) -> String { resources[place]["resourceType"]?.string ?? "" }

    private func isAsked(_ resource: JSONValue) -> Bool {
        guard let area = area(of: resource) else { return false }
        return request.areas.contains(area)
    }

    /// The area that a resource belongs to by its type; `nil` for those that come only because others need them.
    private func area(of resource: JSONValue) -> ClinicalArea? {
        let place = resource["id"]?.string.flatMap { places["\(resource["resourceType"]?.string ?? "")/\($0)"] }
        switch resource["resourceType"]?.string {
        case "AllergyIntolerance": return .allergies
        case "MedicationStatement", "MedicationRequest": return .medication
        case "Condition": return .problems
        case "Encounter", "DocumentReference": return .consultations
        case "Immunization": return .immunisations
        case "DiagnosticReport": return .investigations
        case "ReferralRequest": return .referrals
        case "ProcedureRequest": return place.map(orders.contains) == true ? .investigations : .diary
        case "Observation": return place.map(results.contains) == true ? .investigations : .uncategorised
        case "QuestionnaireResponse": return .uncategorised
        case "List": return Self.area(ofList: resource)
        default: return nil
        }
    }

    private static func area(ofList list: JSONValue) -> ClinicalArea? {
        let code = list["code"]?["coding"]?[0]?["code"]?.string ?? ""
        if code.hasPrefix("consultations-") { return .consultations }
        if code.hasPrefix("problems-") { return .problems }
        if code == endedAllergies { return .allergies }
        if consultationStructure.contains(code) { return .consultations }
        return ClinicalArea.allCases.first { PrimaryList($0).code == code }
    }

    private static let endedAllergies = "1103671000000101"
    private static let consultationStructure = ["325851000000107", "25851000000105", "24781000000107"]

    private func isExcluded(_ resource: JSONValue) -> Bool {
        switch resource["resourceType"]?.string {
        case "MedicationRequest": !request.includesIssues && resource["intent"]?.string == "order"
        case "AllergyIntolerance":
            !request.includesResolvedAllergies && resource["clinicalStatus"]?.string == "resolved"
        case "List":
            !request.includesResolvedAllergies
                && resource["code"]?["coding"]?[0]?["code"]?.string == Self.endedAllergies
        case "Immunization": !request.includesNotGiven && resource["notGiven"]?.boolean == true
        default: false
        }
    }

    /// Consultations and problems bring what their lists name, from whatever area.
    private func keepWhatListsName(_ kept: inout Set<Int>) {
        for place in kept where type(place) == "List" {
            for reference in Self.references(resources[place]["entry"]) {
                if let named = places[reference] { kept.insert(named) }
            }
        }
    }

    /// What a resource cannot be understood without.
    private func keepWhatIsNeeded(_ kept: inout Set<Int>, _ excluded: Set<Int>) {
        let supporting: Set = [
            "Patient", "Organization", "Practitioner", "Location", "HealthcareService", "Medication", "Specimen",
        ]
        var waiting = Array(kept)
        while let place = waiting.popLast() {
            let resource = resources[place]
            var needed = Self.references(resource).filter { supporting.contains(GPConnectRenderer.kind(of: $0)) }
            switch type(place) {
            case "MedicationStatement", "DiagnosticReport": needed += Self.references(resource["basedOn"])
            case "Observation": needed += Self.references(resource["related"])
            default: break
            }
            if type(place) == "DiagnosticReport" { needed += Self.references(resource["result"]) }
            for found in needed.compactMap({ places[$0] }) where !excluded.contains(found) {
                if kept.insert(found).inserted { waiting.append(found) }
            }
        }
        for place in resources.indices where type(place) == "PractitionerRole" {
            let practitioner = Self.references(resources[place]["practitioner"]).compactMap { places[$0] }
            if practitioner.contains(where: { kept.contains($0) }) { kept.insert(place) }
        }
    }

    /// An entry; a list without what was left out.
    private func entry(_ entry: JSONValue, _ resource: JSONValue, _ excluded: Set<Int>) -> JSONTree {
        guard resource["resourceType"]?.string == "List", let items = resource["entry"] else { return entry.tree }
        let left = items.elements.filter { item in
            !Self.references(item).contains { places[$0].map { excluded.contains($0) } ?? false }
        }
        guard left.count < items.count else { return entry.tree }
        var list = JSONObject(resource)
        list["entry"] = .list(left.map { $0.tree })
        if left.isEmpty {
            list["emptyReason"] = .concept(
                GPConnectSystem.codes + "CareConnect-ListEmptyReasonCode-1", "no-content-recorded",
                "No Content Recorded")
        }
        var object = JSONObject(entry)
        object["resource"] = .object(list)
        return .object(object)
    }

    /// All texts of members named `reference`, however deep.
    private static func references(_ value: JSONValue?) -> [String] {
        guard let value else { return [] }
        var result: [String] = []
        for member in value.members {
            if member.name == "reference", let text = member.value.string { result.append(text) }
            result += references(member.value)
        }
        for element in value.elements { result += references(element) }
        return result
    }

    /// The results, and the results that they relate to.
    private static func closure(_ start: Set<Int>, _ resources: [JSONValue], _ places: [String: Int]) -> Set<Int> {
        var found = start
        var waiting = Array(start)
        while let place = waiting.popLast() {
            for next in references(resources[place]["related"]).compactMap({ places[$0] })
            where found.insert(next).inserted { waiting.append(next) }
        }
        return found
    }
}

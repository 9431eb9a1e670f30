// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// The lists by which a consumer knows what it got, and what was left out.
extension GPConnectRenderer {
    /// One list for each area, also the empty ones: an empty list says that nothing is recorded.
    func primaryLists() -> [JSONTree] {
        var result: [JSONTree] = []
        for area in ClinicalArea.allCases {
            let list = PrimaryList(area)
            result.append(self.list(list.title(manner), list.code, list.display, area, listed[area] ?? []))
            if area == .allergies { result.append(endedAllergiesList()) }
        }
        return result
    }

    /// The lists of what was sent because consultations or problems hold it.
    func secondaryLists() -> [JSONTree] {
        let kinds = [
            ("AllergyIntolerance", "allergies"), ("MedicationStatement", "medications"),
            ("Observation", "uncategorised-data"), ("Immunization", "immunisations"),
            ("DiagnosticReport", "investigations"), ("ReferralRequest", "outbound-referrals"),
            ("DocumentReference", "documents"), ("Encounter", "consultations"),
        ]
        var result: [JSONTree] = []
        let ofProblems = related.values.flatMap { $0 }
        for (type, words) in kinds {
            if let items = consulted[type], !items.isEmpty {
                result.append(
                    secondary(
                        "consultations-\(words)-contained-in-consultations",
                        "Consultations - \(words.spaced) contained in consultations", items))
            }
            let items = record.problems.flatMap { related[$0.key] ?? [] }.filter { Self.kind(of: $0) == type }
            if !items.isEmpty, !ofProblems.isEmpty {
                result.append(
                    secondary(
                        "problems-\(words)-related-to-problems", "Problems - \(words.spaced) related to problems", items
                    ))
            }
        }
        return result
    }

    private func secondary(_ code: String, _ title: String, _ items: [String]) -> JSONTree {
        var seen: Set<String> = []
        let unique = items.filter { seen.insert($0).inserted }
        let concept = JSONTree.concept(GPConnectSystem.ukCodes + "GPConnect-SecondaryListValues-1", code, title)
        return list(title, concept, extensions: setting, notes: [], entries: unique)
    }

    private func list(
        _ title: String, _ code: String, _ display: String, _ area: ClinicalArea, _ entries: [String]
    ) -> JSONTree {
        list(
            title, .concept(FHIRSystem.snomed, code, display), extensions: setting + warnings(area),
            notes: notes(area, isEmpty: entries.isEmpty), entries: entries)
    }

    private func endedAllergiesList() -> JSONTree {
        let items = record.allergies.filter { $0.ended != nil }.map { "#\(id($0.key))" }
        return list(
            "Ended allergies", .concept(FHIRSystem.snomed, "1103671000000101", "Ended allergies"),
            contained: endedAllergies, extensions: setting + warnings(.allergies),
            notes: notes(.allergies, isEmpty: items.isEmpty), entries: items)
    }

    private func list(
        _ title: String, _ code: JSONTree, contained: [JSONTree] = [], extensions: [JSONTree], notes: [String],
        entries: [String]
    ) -> JSONTree {
        let empty = JSONTree.concept(
            GPConnectSystem.codes + "CareConnect-ListEmptyReasonCode-1", "no-content-recorded", "No Content Recorded")
        return .element([
            "resourceType": "List", "meta": GPConnectSystem.meta("List"), "contained": .list(contained),
            "extension": .list(extensions), "status": "current", "mode": "snapshot", "title": .string(title),
            "code": code, "subject": listSubject, "date": .string(today.at("08:00:00")),
            "orderedBy": .concept("http://hl7.org/fhir/list-order", "event-date", "Sorted by Event Date"),
            "note": .list(notes.isEmpty ? [] : [.element(["text": .string(notes.joined(separator: " "))])]),
            "entry": .list(entries.map { .element(["item": .reference($0)]) }),
            "emptyReason": entries.isEmpty ? empty : nil,
        ])
    }

    /// One supplier refers to the Patient, the other names the number as well.
    private var listSubject: JSONTree {
        guard manner == .systmOneLike else { return patientReference }
        return .element([
            "reference": .string("Patient/\(id("patient"))"),
            "identifier": .element([
                "system": .string(FHIRSystem.nhsNumber), "value": .string(person.number(at: source)),
            ]),
        ])
    }

    private var setting: [JSONTree] {
        guard manner == .emisLike else { return [] }
        return [
            .element([
                "url": .string(GPConnectSystem.extensions + "ClinicalSetting-1"),
                "valueCodeableConcept": .concept(
                    FHIRSystem.snomed, "1060971000000108", "General practice service"),
            ])
        ]
    }

    private func warnings(_ area: ClinicalArea) -> [JSONTree] {
        var codes: [String] = []
        if record.confidentialAreas.contains(area) { codes.append("confidential-items") }
        if record.inTransitBefore != nil { codes.append("data-in-transit") }
        return codes.map { code in
            .element([
                "url": .string(GPConnectSystem.extensions + "ListWarningCode-1"), "valueCode": .string(code),
            ])
        }
    }

    /// The notes in the exact words that the standard lays down.
    private func notes(_ area: ClinicalArea, isEmpty: Bool) -> [String] {
        var result: [String] = []
        if record.confidentialAreas.contains(area) {
            result.append("Items excluded due to confidentiality and/or patient preferences.")
        }
        if let day = record.inTransitBefore {
            result.append(
                "Patient record transfer from previous GP practice not yet complete; information recorded before \(day.words) may be missing."
            )
        }
        if isEmpty { result.append("Information not available") }
        return result
    }
}

/// The list of an area: its code, and what suppliers call it.
struct PrimaryList: Sendable {
    let code: String
    let display: String
    private let otherTitle: String?

    init(_ area: ClinicalArea) {
        switch area {
        case .allergies: self.init("886921000000105", "Allergies and adverse reactions")
        case .medication: self.init("933361000000108", "Medications and medical devices")
        case .consultations: self.init("1149501000000101", "List of consultations")
        case .problems: self.init("717711000000103", "Problems")
        case .immunisations: self.init("1102181000000102", "Immunisations")
        case .uncategorised: self.init("826501000000100", "Miscellaneous record", "Uncategorised data")
        case .investigations: self.init("887191000000108", "Investigations and results")
        case .referrals: self.init("792931000000107", "Outbound referral")
        case .diary: self.init("714311000000108", "Patient recall administration")
        }
    }

    private init(_ code: String, _ display: String, _ otherTitle: String? = nil) {
        self.code = code
        self.display = display
        self.otherTitle = otherTitle
    }

    func title(_ manner: GPConnectManner) -> String { manner == .emisLike ? otherTitle ?? display : display }
}

extension String {
    fileprivate var spaced: String { split(separator: "-").joined(separator: " ") }
}

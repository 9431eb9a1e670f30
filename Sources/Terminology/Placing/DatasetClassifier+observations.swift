// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

extension DatasetClassifier {
    func observation(_ item: ClassifiableResource, links: RecordLinks) -> Placement {
        let resource = item.resource
        let own = resource.localReference ?? ""
        if resource.isCommentNote {
            return links.holders[own].map { .partOf(reference: $0) } ?? .entry(.other, .journal)
        }
        let concept = resource.placedConcept
        if let place = codes.place(of: concept) {
            return place.section == .recordedDiagnoses
                ? disorder(resource, concept, status: links.problemStatus[own]) : Placement(place)
        }
        if let place = TellingWords.place(of: concept) { return Placement(place) }
        if let place = category(resource) { return place }
        if let place = inherited(from: links.holders[own], links: links) { return place }
        if item.areas.contains(.investigations) || resource.hasMeasuredRange {
            return .entry(.investigations, .results)
        }
        return heading(item.headings) ?? .entry(.other, .otherCodedEntries)
    }

    /// A disorder recorded as an observation. It is a diagnosis of this person only where nothing says otherwise.
    private func disorder(_ resource: Resource<R4>, _ concept: CodeableConcept, status: String?) -> Placement {
        if let place = TellingWords.diversion(of: concept) { return Placement(place) }
        if !resource.isAboutAnother, resource["valueBoolean"]?.boolean == false {
            return .entry(.diagnoses, .suspectedOrExcluded)
        }
        return .entry(.diagnoses, Self.diagnosisSection(status: status))
    }

    static func diagnosisSection(status: String?) -> DatasetSection {
        switch status {
        case "active", "recurrence", "relapse": .currentDiagnoses
        case "inactive", "remission", "resolved": .pastDiagnoses
        default: .recordedDiagnoses
        }
    }

    /// The place by FHIR's own categories of observations (FHIR R4 `valueset-observation-category.html`).
    private func category(_ resource: Resource<R4>) -> Placement? {
        for code in resource.codes(of: "category") {
            switch code {
            case "vital-signs": return .entry(.examinations, .vitalSigns)
            // 394595002 is the specialty pathology, which GP systems write as the category of a test.
            case "laboratory", "LAB", "394595002": return .entry(.investigations, .results)
            case "imaging": return .entry(.investigations, .reports)
            case "social-history": return .entry(.examinations, .lifestyle)
            case "survey", "activity": return .entry(.examinations, .function)
            case "exam": return .entry(.examinations, .findings)
            case "procedure", "therapy": return .entry(.procedures, .operations)
            default: continue
            }
        }
        return nil
    }

    /// The place of a member by that of its holder, however many groups stand between: a test of a report, a reading of a group of
    /// readings.
    private func inherited(from holder: String?, links: RecordLinks) -> Placement? {
        var seen: Set<String> = []
        var next = holder
        while let holder = next, seen.insert(holder).inserted, let resource = links.resources[holder] {
            if resource.type == "DiagnosticReport" { return .entry(.investigations, .results) }
            if let place = resource.code.flatMap({ codes.place(of: $0) }),
                place.dataset == .investigations || place.dataset == .examinations
            {
                return Placement(place)
            }
            next = links.holders[holder]
        }
        return nil
    }

    /// The place by the heading of the consultation under which the source keeps an entry. A heading never makes a diagnosis.
    private func heading(_ headings: [String]) -> Placement? {
        for heading in headings.reversed() {
            switch heading.lowercased() {
            case "family history": return .entry(.diagnoses, .familyHistory)
            case "examination", "examinations": return .entry(.examinations, .findings)
            case "investigation", "investigations", "test request", "result", "results":
                return .entry(.investigations, .results)
            case "social", "social history": return .entry(.examinations, .function)
            case "procedure", "procedures", "intervention": return .entry(.procedures, .operations)
            case "allergy", "allergies": return .entry(.risks, .allergies)
            case "referral", "referrals": return .entry(.events, .referrals)
            default: continue
            }
        }
        return nil
    }
}

extension Resource<R4> {
    /// A measured value beside a range to judge it by: a result, whatever its code.
    var hasMeasuredRange: Bool { self["valueQuantity"] != nil && (self["referenceRange"]?.count ?? 0) > 0 }
}

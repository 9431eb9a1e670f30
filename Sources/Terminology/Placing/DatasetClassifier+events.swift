// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

extension DatasetClassifier {
    func encounter(_ resource: Resource<R4>) -> Placement {
        let codes = resource["class"].flatMap { Coding($0)?.code }.map { [$0] } ?? []
        let isAdmission = ["IMP", "ACUTE", "NONAC", "SS"].contains(where: codes.contains)
        return .entry(.events, isAdmission ? .admissions : .encounters)
    }

    func appointment(_ resource: Resource<R4>, today: FHIRDateTime?) -> Placement {
        let open = ["proposed", "pending", "booked", "arrived", "checked-in", "waitlist"]
        let isOpen = resource.codes(of: "status").first.map(open.contains) ?? true
        let start = resource["start"]?.string.flatMap { FHIRDateTime($0) }
        if let today, let start, start.earliestSecond < today.earliestSecond / 86_400 * 86_400 {
            return .entry(.events, .encounters)
        }
        return .entry(.events, isOpen ? .appointments : .encounters)
    }

    func serviceRequest(_ item: ClassifiableResource) -> Placement {
        let resource = item.resource
        if item.areas.contains(.outboundReferrals) { return .entry(.events, .referrals) }
        let category = resource.codes(of: "category")
        if category.contains("3457005") { return .entry(.events, .referrals) }
        if item.areas.contains(.diary) || ["plan", "proposal"].contains(resource.codes(of: "intent").first) {
            return .entry(.other, .diary)
        }
        let tests = ["108252007", "363679005", "laboratory", "imaging"]
        if tests.contains(where: category.contains) { return .entry(.investigations, .reports) }
        if let place = resource.code.flatMap({ codes.place(of: $0) }), place.dataset == .investigations {
            return .entry(.investigations, .reports)
        }
        return .entry(.events, .referrals)
    }

    func document(_ resource: Resource<R4>) -> Placement {
        let concepts = ["type", "category"].flatMap { CodeableConcept.all(in: resource[$0]) }
        let texts = concepts.flatMap { [$0.text] + $0.codings.map(\.display) } + [resource["description"]?.string]
        let places = concepts.compactMap { codes.place(of: $0) }
        if let place = places.first(where: { $0.dataset == .risks }) { return Placement(place) }
        let isDischarge =
            places.contains { $0.section == .eventDocuments }
            || texts.contains { $0?.lowercased().contains("discharge") == true }
        return isDischarge ? .entry(.events, .eventDocuments) : .entry(.other, .documents)
    }

    /// Plans that others must know of in an emergency are warnings; the rest are plans.
    func carePlan(_ resource: Resource<R4>) -> Placement {
        let concepts = CodeableConcept.all(in: resource["category"])
        let isListed = concepts.contains { codes.place(of: $0)?.dataset == .risks }
        let texts = concepts.flatMap { [$0.text] + $0.codings.map(\.display) } + [resource["title"]?.string]
        let telling = [
            "crisis", "respect", "resuscitation", "dnacpr", "advance", "end of life", "escalation", "contingency",
            "emergency", "palliative",
        ]
        let isWarning = texts.compactMap { $0?.lowercased() }.contains { text in telling.contains(where: text.contains) }
        return .entry(isListed || isWarning ? .risks : .other, .plans)
    }
}

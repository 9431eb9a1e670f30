// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

extension DatasetClassifier {
    func condition(_ item: ClassifiableResource) -> Placement {
        let resource = item.resource
        let status = resource.codes(of: "clinicalStatus").first
        let verification = resource.codes(of: "verificationStatus")
        if verification.contains("refuted") { return .entry(.diagnoses, .suspectedOrExcluded) }
        if isProblem(item) {
            let isPast = ["inactive", "remission", "resolved"].contains(status) || resource.isEnteredInError
            return .entry(.problems, isPast ? .pastProblems : .activeProblems)
        }
        let concept = resource.code ?? CodeableConcept(codings: [])
        if let place = codes.place(of: concept), place.section != .recordedDiagnoses, place.dataset != .examinations {
            return Placement(place)
        }
        if let place = TellingWords.place(of: concept) { return Placement(place) }
        let isInDoubt = ["unconfirmed", "provisional", "differential"].contains(where: verification.contains)
        if isInDoubt || resource.isEnteredInError { return .entry(.diagnoses, .suspectedOrExcluded) }
        if status == nil, resource.value.members.contains(where: { $0.name.hasPrefix("abatement") }) {
            return .entry(.diagnoses, .pastDiagnoses)
        }
        return .entry(.diagnoses, Self.diagnosisSection(status: status))
    }

    private func isProblem(_ item: ClassifiableResource) -> Bool {
        item.resource.codes(of: "category").contains("problem-list-item") || item.areas.contains(.problems)
            || item.resource.profiles.contains { $0.contains("ProblemHeader") }
    }

    func allergy(_ item: ClassifiableResource) -> Placement {
        let verification = item.resource.codes(of: "verificationStatus")
        if verification.contains("refuted") || item.resource.isEnteredInError { return .entry(.risks, .refutedAllergies) }
        let status = item.resource.codes(of: "clinicalStatus").first
        let isEnded = status == "inactive" || status == "resolved" || item.areas.contains(.endedAllergies)
        return .entry(.risks, isEnded ? .endedAllergies : .allergies)
    }

    func procedure(_ resource: Resource<R4>) -> Placement {
        let movable: Set<Dataset> = [.risks, .procedures, .investigations]
        guard let place = resource.code.flatMap({ codes.place(of: $0) }), movable.contains(place.dataset) else {
            return .entry(.procedures, .operations)
        }
        return Placement(place)
    }

    func immunisation(_ resource: Resource<R4>) -> Placement {
        let concepts =
            CodeableConcept.all(in: resource["vaccineCode"])
            + resource.extensions.filter { $0.url.contains("VaccinationProcedure") }
            .compactMap { $0.value.flatMap { CodeableConcept($0) } }
        let isDeclined = concepts.contains {
            (codes.place(of: $0) ?? TellingWords.place(of: $0))?.section == .immunisationsNotGiven
        }
        let wasGiven = resource.codes(of: "status").first == "completed" && !isDeclined
        return .entry(.procedures, wasGiven ? .immunisations : .immunisationsNotGiven)
    }

    func warning(_ resource: Resource<R4>) -> Placement {
        if resource.codes(of: "scope").contains("adr") { return .entry(.risks, .resuscitation) }
        let concepts = ["code", "category"].flatMap { CodeableConcept.all(in: resource[$0]) }
        let places = concepts.compactMap { codes.place(of: $0) ?? TellingWords.place(of: $0) }
        if let place = places.first(where: { $0.dataset == .risks }) { return Placement(place) }
        return .entry(.risks, resource.type == "Consent" ? .attorneyAndConsent : .otherRisks)
    }
}

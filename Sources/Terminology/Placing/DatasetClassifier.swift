// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR

/// Puts the resources of one source's record into datasets, by their meaning: by the code list, else by what FHIR's own elements
/// say, else by the section in which the source keeps them, else under *Other coded entries*.
public struct DatasetClassifier: Sendable {
    let codes: CodeTable

    /// The classifier with the code list that the gateway brings along.
    public static let builtIn: DatasetClassifier = {
        do throws(CodeTableFault) {
            return try DatasetClassifier(codeTable: String(decoding: PackageResources.dataset_codes_tsv, as: UTF8.self))
        } catch {
            preconditionFailure("the built-in code list: \(error)")
        }
    }()

    /// A classifier with a code list of one's own, in the form of the built-in one.
    public init(codeTable: String) throws(CodeTableFault) { codes = try CodeTable(codeTable) }

    /// Where each item belongs: one placement for each, in the same order.
    /// - Parameters:
    ///   - items: all resources of one record, as what one is depends on what refers to it.
    ///   - today: the day on which the record is read; appointments before it are past. `nil` goes by their status alone.
    public func place(_ items: [ClassifiableResource], today: FHIRDateTime? = nil) -> [Placement] {
        let links = RecordLinks(items)
        return items.map { place($0, links: links, today: today) }
    }

    /// The datasets of which nothing is to be seen although it may be among the source's other coded entries.
    /// - Parameter datasets: those that the source holds.
    public func notSeparated(_ placements: [Placement], among datasets: Set<Dataset>) -> Set<Dataset> {
        guard placements.contains(.entry(.other, .otherCodedEntries)) else { return [] }
        let separable: Set<Dataset> = [.diagnoses, .risks, .procedures, .investigations, .examinations, .events]
        let seen = placements.compactMap { placement -> Dataset? in
            if case .entry(let dataset, _) = placement { dataset } else { nil }
        }
        return separable.intersection(datasets).subtracting(seen)
    }

    private func place(_ item: ClassifiableResource, links: RecordLinks, today: FHIRDateTime?) -> Placement {
        meaning(item, links: links, today: today).standing(item.resource)
    }

    private func meaning(_ item: ClassifiableResource, links: RecordLinks, today: FHIRDateTime?) -> Placement {
        let resource = item.resource
        switch resource.type {
        case "Observation": return observation(item, links: links)
        case "Condition": return condition(item)
        case "AllergyIntolerance": return allergy(item)
        case "MedicationStatement": return statement(resource)
        case "MedicationRequest": return request(item, links: links)
        case "Procedure": return procedure(resource)
        case "Immunization": return immunisation(resource)
        case "Flag", "Consent": return warning(resource)
        case "CarePlan": return carePlan(resource)
        case "Encounter": return encounter(resource)
        case "Appointment": return appointment(resource, today: today)
        case "ServiceRequest": return serviceRequest(item)
        case "DocumentReference", "Composition", "Media": return document(resource)
        default: return Self.byType[resource.type] ?? .entry(.other, .journal)
        }
    }

    /// The types whose meaning does not depend on anything inside them.
    private static let byType: [String: Placement] = {
        var places: [String: Placement] = [
            "Patient": .entry(.demographics, .person), "Person": .entry(.demographics, .person),
            "RelatedPerson": .entry(.demographics, .relatedPerson),
            "MedicationAdministration": .entry(.medication, .administered),
            "MedicationDispense": .entry(.medication, .issues),
            "FamilyMemberHistory": .entry(.diagnoses, .familyHistory),
            "DiagnosticReport": .entry(.investigations, .reports), "ImagingStudy": .entry(.investigations, .reports),
            "MolecularSequence": .entry(.investigations, .results), "Specimen": .entry(.investigations, .specimens),
            "RiskAssessment": .entry(.risks, .otherRisks), "DetectedIssue": .entry(.risks, .otherRisks),
            "AdverseEvent": .entry(.risks, .otherRisks), "DeviceUseStatement": .entry(.risks, .otherRisks),
            "EpisodeOfCare": .entry(.events, .encounters), "Goal": .entry(.other, .plans),
            "NutritionOrder": .entry(.other, .plans), "DeviceRequest": .entry(.other, .plans),
            "QuestionnaireResponse": .entry(.other, .questionnaires),
            "ImmunizationRecommendation": .entry(.other, .diary),
        ]
        let supporting = [
            "Practitioner", "PractitionerRole", "Organization", "OrganizationAffiliation", "Location",
            "HealthcareService", "Medication", "MedicationKnowledge", "Device", "DeviceDefinition", "Substance",
            "CareTeam", "Schedule", "Slot", "Questionnaire", "Binary", "Provenance", "BodyStructure", "Endpoint",
            "Group",
        ]
        for type in supporting { places[type] = .supporting }
        for type in ["List", "Bundle", "OperationOutcome", "Linkage"] { places[type] = .structure }
        return places
    }()
}

extension Placement {
    init(_ place: CodeTable.Place) { self = .entry(place.dataset, place.section) }
}

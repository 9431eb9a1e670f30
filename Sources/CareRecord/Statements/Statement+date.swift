// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR
import JSON

extension Statement {
    /// The moment that a resource is about: onset, start, performed, effective; else recorded; `nil` where none was given. It is
    /// read without any of the words, as entries are put in order before anybody reads them.
    public static func date(of resource: Resource<R4>) -> FHIRDateTime? {
        switch resource.type {
        case "Patient", "RelatedPerson", "Person", "Practitioner": return nil
        case "Specimen":
            let taken = resource["collection"].flatMap { StatementReader.choice("collected", in: $0) }
            return taken.flatMap { $0.string ?? $0["start"]?.string }.flatMap { FHIRDateTime($0) }
                ?? firstDate(of: ["receivedTime"], in: resource)
        case "DocumentReference":
            return firstDate(of: ["date"], in: resource)
                ?? resource["context"]?["period"]?["start"]?.string.flatMap { FHIRDateTime($0) }
        default: return firstDate(of: elements[resource.type] ?? anyElements, in: resource)
        }
    }

    /// The elements in which a type of resource says when, the one that counts first.
    private static let elements: [String: [String]] = [
        "Observation": ["effective", "issued"],
        "DiagnosticReport": ["effective", "issued"],
        "Condition": ["onset", "recordedDate"],
        "FamilyMemberHistory": ["date"],
        "AllergyIntolerance": ["onset", "recordedDate"],
        "MedicationStatement": medicineElements,
        "MedicationRequest": medicineElements,
        "MedicationDispense": medicineElements,
        "MedicationAdministration": medicineElements,
        "Immunization": ["occurrence", "recorded"],
        "Procedure": ["performed"],
        "Encounter": ["period"],
        "Appointment": ["start", "requestedPeriod", "created"],
        "ServiceRequest": ["occurrence", "authoredOn"],
        "QuestionnaireResponse": ["authored"],
        "Flag": ["period"],
        "Consent": ["dateTime"],
        "CarePlan": ["period", "created"],
        "EpisodeOfCare": ["period"],
        "DeviceUseStatement": ["timing", "recordedOn"],
    ]

    private static let medicineElements = ["effective", "whenHandedOver", "whenPrepared", "authoredOn", "dateAsserted"]

    /// The same for types that have no list of their own.
    private static let anyElements = [
        "effective", "performed", "occurrence", "onset", "authoredOn", "created", "start", "period", "identified",
        "date", "recorded", "issued", "sent", "timestamp",
    ]

    /// The first of these elements that holds a date, or a period that begins or ends with one.
    private static func firstDate(of names: [String], in resource: Resource<R4>) -> FHIRDateTime? {
        for name in names {
            guard let value = StatementReader.choice(name, in: resource.value) else { continue }
            if let text = value.string {
                if let date = FHIRDateTime(text) { return date }
                continue
            }
            for end in ["start", "end"] {
                if let date = value[end]?.string.flatMap({ FHIRDateTime($0) }) { return date }
            }
        }
        return nil
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension StatementReader {
    /// Reads the resource by its type.
    mutating func readType() {
        switch resource.type {
        case "Observation": readObservation()
        case "DiagnosticReport": readReport()
        case "Specimen": readSpecimen()
        case "Condition": readCondition()
        case "FamilyMemberHistory": readFamilyHistory()
        case "AllergyIntolerance": readAllergy()
        case "MedicationStatement", "MedicationRequest", "MedicationDispense", "MedicationAdministration":
            readMedicine()
        case "Immunization": readImmunisation()
        case "Procedure": readProcedure()
        case "Encounter": readEncounter()
        case "Appointment": readAppointment()
        case "ServiceRequest": readServiceRequest()
        case "DocumentReference": readDocument()
        case "QuestionnaireResponse": readQuestionnaire()
        case "Flag": readFlag()
        case "Consent": readConsent()
        case "CarePlan": readCarePlan()
        case "EpisodeOfCare": readEpisode()
        case "DeviceUseStatement": readDeviceUse()
        case "Patient", "RelatedPerson", "Person", "Practitioner": readPerson()
        default: readAnything()
        }
    }

    /// A type without words of its own: every element, in its order, so that nothing is lost.
    mutating func readAnything() {
        let concepts = ["code", "type", "category", "vaccineCode"].flatMap { CodeableConcept.all(in: value($0)) }
        let names = ["title", "name", "description"].compactMap { value($0)?.string.flatMap(Self.visible) }
        title = names.first ?? concepts.compactMap(\.words).first
        readAuthors("author", "performer", "recorder", "asserter", "sender", "requester", "enterer")
        let known: Set<String> = [
            "resourceType", "id", "meta", "text", "contained", "extension", "modifierExtension", "implicitRules",
            "language", "identifier", "subject", "patient", "note", "title",
        ]
        for member in resource.value.members where !known.contains(member.name) && !member.name.hasPrefix("_") {
            detail(Self.spaced(member.name), words(of: member.value))
        }
        readNotes()
    }
}

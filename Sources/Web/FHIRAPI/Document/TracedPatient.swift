// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// The person as the demographic service tells it, as a FHIR Patient under its NHS number.
struct TracedPatient {
    private let record: DetailedCareRecord
    /// `nil` outside a document, where nothing can be referred to.
    private let practiceReference: String?

    init(_ record: DetailedCareRecord, contents: DocumentContents?) {
        self.record = record
        practiceReference = record.registeredPractice.flatMap { contents?.reference(to: $0) }
    }

    var resource: JSONTree {
        let person = record.person
        var object = JSONObject(["resourceType": "Patient", "id": .string(record.nhsNumber.disclosed)])
        var sourceValues: [JSONTree] = []
        var identifiers: [JSONTree] = [identifier(record.nhsNumber, use: "official")]
        identifiers += record.supersededNumbers.map { identifier($0, use: "old") }
        object["identifier"] = .array(identifiers)
        let names = person.names.compactMap(Self.name)
        if !names.isEmpty { object["name"] = .array(names) }
        if let telephone = person.telephone, !telephone.isEmpty {
            object["telecom"] = [["system": "phone", "value": .string(telephone)]]
        }
        if let gender = person.gender {
            if ["male", "female", "other", "unknown"].contains(gender) {
                object["gender"] = .string(gender)
            } else {
                sourceValues.append(SourceValue.extensionTree(path: "gender", text: gender))
            }
        }
        if let birthDate = person.birthDate {
            if birthDate.precision <= .day {
                object["birthDate"] = .string(birthDate.text)
            } else {
                sourceValues.append(SourceValue.extensionTree(path: "birthDate", text: birthDate.text))
            }
        }
        if let deceased = person.deceased {
            if let moment = FHIRDateTime(deceased), moment.isLegalInR4 {
                object["deceasedDateTime"] = .string(deceased)
            } else {
                object["deceasedBoolean"] = true
                if !deceased.isEmpty {
                    sourceValues.append(SourceValue.extensionTree(path: "deceasedDateTime", text: deceased))
                }
            }
        }
        let lines = person.addressLines.filter { !$0.isEmpty }
        if !lines.isEmpty {
            object["address"] = [
                ["text": .string(lines.joined(separator: ", ")), "line": .array(lines.map { .string($0) })]
            ]
        }
        object["generalPractitioner"] = practice
        if !sourceValues.isEmpty { object["extension"] = .array(sourceValues) }
        return .object(object)
    }

    private var practice: JSONTree? {
        guard let practice = record.registeredPractice else { return nil }
        var object = JSONObject()
        object["reference"] = practiceReference.map { .string($0) }
        object["identifier"] = ["system": .string(CodeSystem.odsOrganisation), "value": .string(practice.odsCode)]
        if !practice.name.isEmpty { object["display"] = .string(practice.name) }
        return [.object(object)]
    }

    private func identifier(_ number: NHSNumber, use: String) -> JSONTree {
        ["use": .string(use), "system": .string(CodeSystem.nhsNumber), "value": .string(number.disclosed)]
    }

    private static func name(_ name: PersonDemographics.Name) -> JSONTree? {
        var object = JSONObject()
        let uses = ["usual", "official", "temp", "nickname", "anonymous", "old", "maiden"]
        if let use = name.use, uses.contains(use) { object["use"] = .string(use) }
        if let text = name.text, !text.isEmpty { object["text"] = .string(text) }
        if let family = name.family, !family.isEmpty { object["family"] = .string(family) }
        let given = name.given.filter { !$0.isEmpty }
        if !given.isEmpty { object["given"] = .array(given.map { .string($0) }) }
        let prefix = name.prefix.filter { !$0.isEmpty }
        if !prefix.isEmpty { object["prefix"] = .array(prefix.map { .string($0) }) }
        return object.isEmpty ? nil : .object(object)
    }
}

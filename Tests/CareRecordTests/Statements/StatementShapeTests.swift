// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import TestSupport
import Testing

@Suite struct `Reading odd shapes` {
    private static let shapes = [
        "null", "true", "0", "\"\"", "\"x\"", "[]", "{}", "[null]", "[[]]", "[{}]", #"{"coding":5}"#,
        #"{"coding":[5]}"#,
        #"{"value":{}}"#, ##"{"reference":"#nobody"}"##, #"{"start":[]}"#, #"{"text":{}}"#, #"[{"text":5}]"#,
    ]

    @Test func `never fails, whatever stands in an element`() throws {
        let types = [
            "Observation", "DiagnosticReport", "Specimen", "Condition", "FamilyMemberHistory", "AllergyIntolerance",
            "MedicationStatement", "MedicationRequest", "Immunization", "Procedure", "Encounter", "Appointment",
            "ServiceRequest", "DocumentReference", "QuestionnaireResponse", "Flag", "Consent", "CarePlan", "Patient",
            "Odd",
        ]
        let elements = [
            "code", "status", "valueQuantity", "component", "note", "performer", "participant", "reaction", "dosage",
            "dosageInstruction", "effectivePeriod", "content", "item", "name", "contact", "referenceRange", "extension",
            "modifierExtension", "clinicalStatus", "activity", "location", "context", "collection", "focus", "subject",
            "medicationReference", "protocolApplied", "provision", "telecom", "address", "condition",
        ]
        for type in types {
            for element in elements {
                for shape in Self.shapes {
                    let statement = try reading(#"{"resourceType":"\#(type)","\#(element)":\#(shape)}"#)
                    #expect(!statement.title.isEmpty, "\(type).\(element) = \(shape)")
                }
            }
        }
    }

    @Test func `gives words to every resource of other people's records`() {
        let files =
            Corpus.files(under: "hl7-r4-examples/", ending: ".json")
            + Corpus.files(under: "synthea-r4-smart/R4/", ending: ".json")
        for file in files {
            guard let document = try? JSONDocument(parsing: file.bytes) else { continue }
            let resources = Bundle<R4>(document.root)?.resources ?? [Resource<R4>(document.root)].compactMap { $0 }
            let index = ReferenceIndex(resources)
            for resource in resources {
                let statement = Statement.reading(resource) { index.resource(for: $0) }
                let texts = [statement.title] + statement.details.flatMap { [$0.label, $0.text] }
                let blanks = texts.count { $0.allSatisfy(\.isWhitespace) }
                #expect(blanks == 0, "\(file.name) \(resource.type)")
            }
        }
    }

    @Test func `drops no note`() {
        for file in Corpus.files(under: "hl7-r4-examples/", ending: ".json") {
            guard let document = try? JSONDocument(parsing: file.bytes), let resource = Resource<R4>(document.root)
            else {
                continue
            }
            let statement = Statement.reading(resource)
            for note in resource["note"]?.elements.compactMap({ $0["text"]?.string }) ?? [] {
                #expect(statement.details.contains { $0.text.contains(note) }, "\(file.name)")
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension StatementReader {
    mutating func readObservation() {
        readTitle(resource.code)
        readAuthors("performer")
        detail("Value", choice("value").flatMap { words(of: $0) })
        detail("No value", at: "dataAbsentReason")
        readComponents()
        detail("Interpretation", at: "interpretation")
        readRanges()
        detail("Body site", at: "bodySite")
        detail("Method", at: "method")
        detail("Specimen", value("specimen").flatMap { name(of: $0) })
        detail("Device", value("device").flatMap { name(of: $0) })
        if let members = value("hasMember")?.count, members > 0 { detail("Consists of", "\(members) readings") }
        readNotes()
        if value("status")?.string != "final" { readStatus() }
    }

    private static let systolicCodes: Set<String> = ["271649006", "72313002", "163030003", "8480-6"]
    private static let diastolicCodes: Set<String> = ["271650006", "1091811000000102", "163031004", "8462-4"]

    /// A blood pressure is written as one only where its two parts are surely systolic and diastolic, in one unit.
    private mutating func readComponents() {
        let components = value("component").map { Array($0.elements) } ?? []
        if let pressure = bloodPressure(components) {
            detail("Value", pressure)
            return
        }
        for component in components {
            let label = component["code"].flatMap { CodeableConcept($0) }?.words ?? "Component"
            let measured = Self.choice("value", in: component).flatMap { words(of: $0) }
            let absent = component["dataAbsentReason"].flatMap { words(of: $0) }.map { "no value: \($0)" }
            let interpretation = component["interpretation"].flatMap { words(of: $0) }
            let range = component["referenceRange"].flatMap { rangeTexts($0) }.map { "range \($0)" }
            let parts = [measured, absent, interpretation, range].compactMap { $0 }
            detail(label, parts.isEmpty ? "not given" : parts.joined(separator: "; "))
        }
    }

    private func bloodPressure(_ components: [JSONValue]) -> String? {
        guard components.count == 2 else { return nil }
        func quantity(_ codes: Set<String>) -> Quantity? {
            let matching = components.filter { component in
                component["code"].flatMap { CodeableConcept($0) }?.codings.contains { codes.contains($0.code ?? "") }
                    == true
                    && component["interpretation"] == nil && component["referenceRange"] == nil
                    && component["dataAbsentReason"] == nil
            }
            return matching.count == 1 ? matching[0]["valueQuantity"].flatMap { Quantity($0) } : nil
        }
        guard let systolic = quantity(Self.systolicCodes), let diastolic = quantity(Self.diastolicCodes),
            let upper = systolic.lexeme, let lower = diastolic.lexeme, systolic.comparator == nil,
            diastolic.comparator == nil, systolic.unit == diastolic.unit, systolic.code == diastolic.code,
            let unit = systolic.unit ?? systolic.code
        else { return nil }
        return "\(upper)/\(lower) \(unit)"
    }

    private mutating func readRanges() {
        detail("Reference range", value("referenceRange").flatMap { rangeTexts($0) })
    }

    private func rangeTexts(_ ranges: JSONValue) -> String? {
        let texts = ranges.elements.compactMap { range -> String? in
            let meaning = range["type"].flatMap { words(of: $0) }
            let applies = range["appliesTo"].flatMap { words(of: $0) }
            let age = range["age"].flatMap { words(of: $0) }.map { "age \($0)" }
            let parts = [rangeWords(range), range["text"]?.string, meaning, applies, age].compactMap { $0 }
            return parts.isEmpty ? nil : parts.joined(separator: ", ")
        }
        return texts.isEmpty ? nil : texts.joined(separator: "; ")
    }

    mutating func readReport() {
        readTitle(resource.code)
        readAuthors("performer", "resultsInterpreter")
        detail("Conclusion", at: "conclusion")
        detail("Conclusion code", at: "conclusionCode")
        if let count = value("result")?.count, count > 0 { detail("Results", "\(count)") }
        detail("Category", at: "category")
        detail("Specimen", value("specimen").flatMap { words(of: $0) })
        detail("Issued", at: "issued")
        if let count = value("presentedForm")?.count, count > 0 { detail("Attachments", words("presentedForm")) }
        readNotes()
        readStatus()
    }

    mutating func readSpecimen() {
        readTitle(value("type").flatMap { CodeableConcept($0) })
        readAuthors("collection.collector")
        detail("Received", at: "receivedTime")
        detail("Quantity", at: "collection.quantity")
        detail("Body site", at: "collection.bodySite")
        detail("Condition", at: "condition")
        readNotes()
        readStatus()
        if codes("status").contains("unsatisfactory") { warn("Specimen unsatisfactory") }
    }
}

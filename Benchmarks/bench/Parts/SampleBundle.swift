// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A FHIR searchset bundle of invented observations, the same for the same size every time.
enum SampleBundle {
    private static let tests: [(snomed: String, display: String, unit: String)] = [
        ("1022431000000105", "Haemoglobin A1c level - International Federation of Clinical Chemistry", "mmol/mol"),
        ("1000731000000107", "Serum creatinine level", "µmol/L"),
        ("1000651000000109", "Serum potassium level", "mmol/L"),
        ("1022451000000103", "Blood glucose level (β-cell study)", "mmol/L"),
        ("1026841000000101", "Sjögren's antibody titre", "[iU]/mL"),
    ]

    /// A bundle of at least `size` bytes.
    static func bytes(of size: Int) -> [UInt8] {
        var text = #"{"resourceType":"Bundle","id":"sample","type":"searchset","entry":["#
        var number = 0
        while text.utf8.count < size {
            if number > 0 { text += "," }
            text += entry(number)
            number += 1
        }
        return Array((text + "]}").utf8)
    }

    private static func entry(_ number: Int) -> String {
        let test = tests[number % tests.count]
        let day = "20\(10 + number % 14)-0\(1 + number % 9)-\(10 + number % 18)"
        return """
            {"fullUrl":"https://source.example.org/fhir/Observation/\(number)","resource":{"resourceType":"Observation",\
            "id":"observation-\(number)","meta":{"versionId":"1","lastUpdated":"\(day)T09:30:00.000+00:00","profile":\
            ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Observation"]},"identifier":[{"system":\
            "https://source.example.org/results","value":"R-\(number)"}],"status":"final","category":[{"coding":[{\
            "system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory","display":\
            "Laboratory"}]}],"code":{"coding":[{"system":"http://snomed.info/sct","code":"\(test.snomed)","display":\
            "\(test.display)","userSelected":true},{"system":"http://loinc.org","code":"\(number % 9999)-4"}],"text":\
            "\(test.display)"},"subject":{"reference":"Patient/17"},"effectiveDateTime":"\(day)T08:05:00+01:00",\
            "issued":"\(day)T17:41:12.250+01:00","performer":[{"reference":"Organization/3","display":\
            "Pathology, St Étienne's \\"East\\" wing"}],"valueQuantity":{"value":\(number % 300).\(number % 10)0,\
            "unit":"\(test.unit)","system":"http://unitsofmeasure.org","code":"\(test.unit)"},"referenceRange":[{"low":\
            {"value":4.10,"unit":"\(test.unit)"},"high":{"value":11.0,"unit":"\(test.unit)"},"text":"4.10–11.0"}],\
            "note":[{"text":"Filed by the practice.\\nNo action needed; repeat in twelve months' time."}]},"search":{\
            "mode":"match"}}
            """
    }
}

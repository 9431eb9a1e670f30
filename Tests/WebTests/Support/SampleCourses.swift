// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// Entries over time, and entries of several sources, as the page shows them.
enum SampleCourses {
    /// Potassium results of one source, newest first, each with its value as written.
    static func potassium(_ values: [(value: String, date: String)], unit: String = "mmol/L") -> [RecordEntry] {
        values.enumerated().map { place, result in
            let isBelow = result.value.hasPrefix("<")
            let number = isBelow ? String(result.value.dropFirst()) : result.value
            return SampleRecord.entry(
                .investigations, .results,
                #"{"resourceType":"Observation","id":"k-\#(place)","status":"final","code":{"text":"Serum potassium level"},"effectiveDateTime":"\#(result.date)","valueQuantity":{"value":\#(number),\#(isBelow ? #""comparator":"<","# : "")"unit":"\#(unit)"},"referenceRange":[{"low":{"value":3.5,"unit":"mmol/L"},"high":{"value":5.3,"unit":"mmol/L"}}]}"#,
                date: result.date, title: "Serum potassium level", details: [("Value", "\(result.value) \(unit)")])
        }
    }

    static func bloodPressures(_ values: [(value: String, date: String)]) -> [RecordEntry] {
        values.enumerated().map { place, reading in
            SampleRecord.entry(
                .examinations, .bloodPressure,
                #"{"resourceType":"Observation","id":"bp-\#(place)","status":"final","code":{"text":"Blood pressure"},"effectiveDateTime":"\#(reading.date)"}"#,
                date: reading.date, title: "Blood pressure", details: [("Value", reading.value)])
        }
    }

    /// One result as two sources hold it: a copy by its specimen, code, time, value, unit and status.
    static let copies: [RecordEntry] = [SampleRecord.anytown, SampleRecord.hospital].enumerated().map { place, source in
        SampleRecord.entry(
            .investigations, .results,
            #"{"resourceType":"Observation","id":"copy-\#(place)","status":"final","code":{"coding":[{"system":"http://snomed.info/sct","code":"1000651000000109"}]},"effectiveDateTime":"2026-01-09T08:15:00Z","valueQuantity":{"value":5.40,"unit":"mmol/L"},"specimen":{"identifier":{"system":"https://lab.example","value":"S1"}}}"#,
            date: "2026-01-09T08:15:00Z", title: "Serum sodium level", details: [("Value", "5.40 mmol/L")],
            source: source)
    }

    static func allergies(_ count: Int) -> [RecordEntry] {
        (0..<count).map { place in
            SampleRecord.entry(
                .risks, .allergies,
                #"{"resourceType":"AllergyIntolerance","id":"many-\#(place)","code":{"text":"Substance \#(place)"}}"#,
                date: "2020-01-01", title: "Substance number \(place) of a long list",
                details: [("Reaction", String(repeating: "Generalised urticaria with swelling. ", count: 8))])
        }
    }

    static func medicines(_ count: Int) -> [RecordEntry] {
        (0..<count).map { place in
            SampleRecord.entry(
                .medication, .currentMedication,
                #"{"resourceType":"MedicationStatement","id":"med-many-\#(place)","status":"active","medicationCodeableConcept":{"text":"x"}}"#,
                date: "2025-01-01", title: "Medicine number \(place)",
                details: [("Dose", "One to be taken each day")])
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

/// A statement of each kind with every part that a copy must share, so that a test can take parts away.
struct CompleteStatement: Sendable, CustomTestStringConvertible {
    let rule: String
    let section: DatasetSection
    let text: String
    /// What stands beside it: the report that names it, or its product.
    var companions: [String] = []
    /// Each part that copies share, as it stands in the text, and something else in its place. An empty text takes it away.
    let parts: [(name: String, text: String, other: String)]
    var testDescription: String { rule }

    static let all: [CompleteStatement] = [
        result, vitalSigns, medicine, allergy, condition, immunisation, procedure,
    ]

    static let result = CompleteStatement(
        rule: "result", section: .results,
        text:
            #"{"resourceType":"Observation","id":"1","status":"final","code":{"coding":[{"system":"http://snomed.info/sct","code":"1000381000000105"}]},"effectiveDateTime":"2024-02-03T09:15:00Z","valueQuantity":{"value":5.40,"unit":"mmol/L"},"specimen":{"identifier":{"system":"https://lab.example","value":"S1"}}}"#,
        parts: [
            (
                "identifier", #","specimen":{"identifier":{"system":"https://lab.example","value":"S1"}}"#,
                #","specimen":{"identifier":{"system":"https://lab.example","value":"S2"}}"#
            ),
            ("code", #""code":"1000381000000105""#, #""code":"1000651000000109""#),
            ("time", #","effectiveDateTime":"2024-02-03T09:15:00Z""#, #","effectiveDateTime":"2024-02-03T09:15:01Z""#),
            ("precision", #"2024-02-03T09:15:00Z"#, "2024-02-03"),
            ("lexeme", #""value":5.40,"#, #""value":5.4,"#),
            ("comparator", #""value":5.40"#, #""value":5.40,"comparator":"<""#),
            ("unit", #","unit":"mmol/L""#, #","unit":"mg/dL""#),
            ("status", #""status":"final","#, #""status":"preliminary","#),
        ])

    static let vitalSigns = CompleteStatement(
        rule: "vital-signs", section: .bloodPressure,
        text:
            #"{"resourceType":"Observation","id":"1","status":"final","code":{"coding":[{"system":"http://snomed.info/sct","code":"75367002"}]},"effectiveDateTime":"2024-02-03T09:15:00Z","component":[{"code":{"coding":[{"system":"http://snomed.info/sct","code":"271649006"}]},"valueQuantity":{"value":140,"unit":"mmHg"}},{"code":{"coding":[{"system":"http://snomed.info/sct","code":"271650006"}]},"valueQuantity":{"value":90,"unit":"mmHg"}}],"performer":[{"reference":"Practitioner/dr"}]}"#,
        parts: [
            ("code", #""code":"75367002""#, #""code":"413606001""#),
            (
                "instant", #","effectiveDateTime":"2024-02-03T09:15:00Z""#,
                #","effectiveDateTime":"2024-02-03T09:16:00Z""#
            ),
            ("second", #""2024-02-03T09:15:00Z""#, #""2024-02-03""#),
            ("a component", #""value":90,"#, #""value":91,"#),
            (
                "performer", #","performer":[{"reference":"Practitioner/dr"}]"#,
                #","performer":[{"reference":"Practitioner/other"}]"#
            ),
            ("performer's number", "Practitioner/dr", "Practitioner/unnumbered"),
        ])

    static let medicine = CompleteStatement(
        rule: "medicine", section: .currentMedication,
        text:
            #"{"resourceType":"MedicationRequest","id":"1","identifier":[{"system":"https://orders.example","value":"O1"}],"status":"active","intent":"order","medicationReference":{"reference":"Medication/m"},"authoredOn":"2024-02-03","dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},"route":{"coding":[{"system":"http://snomed.info/sct","code":"26643006"}]},"doseAndRate":[{"doseQuantity":{"value":10,"unit":"mg"}}]}]}"#,
        companions: [
            #"{"resourceType":"Medication","id":"m","code":{"coding":[{"system":"http://snomed.info/sct","code":"319775004"}]},"form":{"coding":[{"system":"http://snomed.info/sct","code":"385055001"}]}}"#,
            #"{"resourceType":"Medication","id":"slow","code":{"coding":[{"system":"http://snomed.info/sct","code":"319775999"}]},"form":{"coding":[{"system":"http://snomed.info/sct","code":"385055001"}]}}"#,
            #"{"resourceType":"Medication","id":"liquid","code":{"coding":[{"system":"http://snomed.info/sct","code":"319775004"}]},"form":{"coding":[{"system":"http://snomed.info/sct","code":"385023001"}]}}"#,
            #"{"resourceType":"Medication","id":"formless","code":{"coding":[{"system":"http://snomed.info/sct","code":"319775004"}]}}"#,
        ],
        parts: [
            ("kind", #","intent":"order""#, #","intent":"plan""#),
            ("product", "Medication/m", "Medication/slow"), ("form", "Medication/m", "Medication/liquid"),
            ("known form", "Medication/m", "Medication/formless"),
            (
                "order identifier", #""identifier":[{"system":"https://orders.example","value":"O1"}],"#,
                #""identifier":[{"system":"https://orders.example","value":"O2"}],"#
            ),
            (
                "route", #","route":{"coding":[{"system":"http://snomed.info/sct","code":"26643006"}]}"#,
                #","route":{"coding":[{"system":"http://snomed.info/sct","code":"78421000"}]}"#
            ),
            ("dose", #""value":10,"#, #""value":10.0,"#), ("dose unit", #","unit":"mg""#, #","unit":"ml""#),
            (
                "timing", #""timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},"#,
                #""timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"wk"}},"#
            ),
            ("start", #","authoredOn":"2024-02-03""#, #","authoredOn":"2024-02""#),
            ("status", #""status":"active","#, #""status":"on-hold","#),
        ])

    static let allergy = CompleteStatement(
        rule: "allergy", section: .allergies,
        text:
            #"{"resourceType":"AllergyIntolerance","id":"1","clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},"type":"allergy","code":{"coding":[{"system":"http://snomed.info/sct","code":"91936005"}]},"onsetDateTime":"2009-06-14","recorder":{"reference":"Practitioner/dr"},"reaction":[{"manifestation":[{"coding":[{"system":"http://snomed.info/sct","code":"39579001"}]}],"severity":"severe"}]}"#,
        parts: [
            ("code", #""code":"91936005""#, #""code":"294499007""#),
            ("kind", #""type":"allergy","#, #""type":"intolerance","#),
            (
                "clinical status", #""clinicalStatus":{"coding":[{"code":"active"}]},"#,
                #""clinicalStatus":{"coding":[{"code":"inactive"}]},"#
            ),
            (
                "verification", #""verificationStatus":{"coding":[{"code":"confirmed"}]},"#,
                #""verificationStatus":{"coding":[{"code":"refuted"}]},"#
            ),
            ("severity", #","severity":"severe""#, #","severity":"mild""#),
            (
                "reactions",
                #""reaction":[{"manifestation":[{"coding":[{"system":"http://snomed.info/sct","code":"39579001"}]}],"severity":"severe"}]"#,
                #""reaction":[{"manifestation":[{"coding":[{"system":"http://snomed.info/sct","code":"247472004"}]}],"severity":"severe"}]"#
            ),
            ("onset", #""onsetDateTime":"2009-06-14","#, #""onsetDateTime":"2009-06","#),
            (
                "recorder", #""recorder":{"reference":"Practitioner/dr"},"#,
                #""recorder":{"reference":"Practitioner/other"},"#
            ),
        ])

    static let condition = CompleteStatement(
        rule: "condition", section: .activeProblems,
        text:
            #"{"resourceType":"Condition","id":"1","clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"239873007"}]},"bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"82169009"}]}],"onsetDateTime":"2015-03","recorder":{"reference":"Practitioner/dr"}}"#,
        parts: [
            ("code", #""code":"239873007""#, #""code":"239872002""#),
            ("onset", #""onsetDateTime":"2015-03","#, #""onsetDateTime":"2015","#),
            (
                "clinical status", #""clinicalStatus":{"coding":[{"code":"active"}]},"#,
                #""clinicalStatus":{"coding":[{"code":"resolved"}]},"#
            ),
            (
                "verification", #""verificationStatus":{"coding":[{"code":"confirmed"}]},"#,
                #""verificationStatus":{"coding":[{"code":"provisional"}]},"#
            ),
            (
                "laterality", #""bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"82169009"}]}],"#,
                #""bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"6757004"}]}],"#
            ),
            (
                "recorder", #","recorder":{"reference":"Practitioner/dr"}"#,
                #","recorder":{"reference":"Practitioner/other"}"#
            ),
        ])

    static let immunisation = CompleteStatement(
        rule: "immunisation", section: .immunisations,
        text:
            #"{"resourceType":"Immunization","id":"1","status":"completed","vaccineCode":{"coding":[{"system":"http://snomed.info/sct","code":"39116211000001106"}]},"occurrenceDateTime":"2021-03-04","lotNumber":"AB1","protocolApplied":[{"doseNumberPositiveInt":1}]}"#,
        parts: [
            ("product", #""code":"39116211000001106""#, #""code":"39114911000001105""#),
            ("date", #""occurrenceDateTime":"2021-03-04","#, #""occurrenceDateTime":"2021-03-05","#),
            (
                "dose number", #","protocolApplied":[{"doseNumberPositiveInt":1}]"#,
                #","protocolApplied":[{"doseNumberPositiveInt":2}]"#
            ),
            ("batch", #""lotNumber":"AB1","#, #""lotNumber":"AB2","#),
            ("status", #""status":"completed","#, #""status":"not-done","#),
        ])

    static let procedure = CompleteStatement(
        rule: "procedure", section: .operations,
        text:
            #"{"resourceType":"Procedure","id":"1","status":"completed","code":{"coding":[{"system":"http://snomed.info/sct","code":"609588000"}]},"performedDateTime":"2019-05-06","bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"6757004"}]}],"performer":[{"actor":{"reference":"Practitioner/dr"},"onBehalfOf":{"reference":"Organization/trust"}}]}"#,
        parts: [
            ("code", #""code":"609588000""#, #""code":"52734007""#),
            ("time", #""performedDateTime":"2019-05-06","#, #""performedDateTime":"2019-05","#),
            (
                "site", #""bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"6757004"}]}],"#,
                #""bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"82169009"}]}],"#
            ),
            (
                "organisation", #","onBehalfOf":{"reference":"Organization/trust"}"#,
                #","onBehalfOf":{"reference":"Practitioner/other"}"#
            ),
            ("status", #""status":"completed","#, #""status":"preparation","#),
        ])
}

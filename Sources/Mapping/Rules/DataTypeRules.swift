// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The data types whose elements changed.
enum DataTypeRules {
    static let table: [String: [String: ElementRule]] = [
        "Dosage": [
            "doseQuantity": .part(outer: "doseAndRate", inner: "doseQuantity"),
            "doseRange": .part(outer: "doseAndRate", inner: "doseRange"),
            "rateQuantity": .part(outer: "doseAndRate", inner: "rateQuantity"),
            "rateRange": .part(outer: "doseAndRate", inner: "rateRange"),
            "rateRatio": .part(outer: "doseAndRate", inner: "rateRatio"),
        ],
        "Signature": [
            "whoReference": .element("who"),
            "whoUri": .named(.type("uri")),
            "onBehalfOfReference": .element("onBehalfOf"),
            "onBehalfOfUri": .named(.type("uri")),
            "contentType": .element("sigFormat"),
            "blob": .element("data"),
        ],
        "Money": [
            "code": .element("currency"),
            "unit": .named(.type("string")),
            "system": .named(.type("uri")),
            "comparator": .named(.type("code")),
        ],
    ]
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// How confidential something is, and whether it may be told to the patient, as its labels say.
public struct SecurityLabel: Hashable, Sendable {
    /// FHIR's confidentiality (v3-Confidentiality), as far as it makes a difference here; ordered, the most restrictive last.
    public enum Confidentiality: Int, Hashable, Sendable, Comparable {
        /// Unrestricted, low, moderate, normal, or not said.
        case normal
        case restricted, veryRestricted

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    public var confidentiality: Confidentiality
    /// Whether it must not be disclosed to the patient or carers (`NOPAT`).
    public var isNotForPatient: Bool

    public static let none = SecurityLabel(confidentiality: .normal, isNotForPatient: false)

    /// Both labels together: the most restrictive wins.
    public func joined(with other: SecurityLabel) -> SecurityLabel {
        SecurityLabel(
            confidentiality: max(confidentiality, other.confidentiality),
            isNotForPatient: isNotForPatient || other.isNotForPatient)
    }

    /// The names of the elements in which labels stand.
    static let words = ["security", "securityLabel", "confidentiality"]

    /// The labels of a resource, those of what it contains included.
    public init(of resource: JSONValue) {
        self = .none
        for coding in Self.elements(resource["meta"]?["security"]) { take(coding) }
        for concept in Self.elements(resource["securityLabel"]) {
            for coding in Self.elements(concept["coding"]) { take(coding) }
        }
        if let code = resource["confidentiality"]?.string { takeConfidentiality(code) }
        for contained in Self.elements(resource["contained"]) { self = joined(with: SecurityLabel(of: contained)) }
    }

    private init(confidentiality: Confidentiality, isNotForPatient: Bool) {
        self.confidentiality = confidentiality
        self.isNotForPatient = isNotForPatient
    }

    /// A label may be written alone where FHIR wants an array.
    private static func elements(_ value: JSONValue?) -> [JSONValue] {
        guard let value else { return [] }
        return value.kind == .array ? Array(value.elements) : [value]
    }

    private static let confidentialitySystems: Set<String> = [
        "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "http://hl7.org/fhir/v3/Confidentiality",
        "urn:oid:2.16.840.1.113883.5.25",
    ]

    private mutating func take(_ coding: JSONValue) {
        let code = coding["code"]?.scalarText
        let system = coding["system"]?.string
        if let system, Self.confidentialitySystems.contains(system) { return takeConfidentiality(code ?? "") }
        // A code without a system is taken for the gravest that it can mean.
        switch code?.uppercased() {
        case "NOPAT": isNotForPatient = true
        case "R" where system == nil, "V" where system == nil: takeConfidentiality(code ?? "")
        default: break
        }
    }

    /// A code that is not known is taken for *restricted*.
    private mutating func takeConfidentiality(_ code: String) {
        switch code.uppercased() {
        case "U", "L", "M", "N": break
        case "V": confidentiality = .veryRestricted
        default: confidentiality = max(confidentiality, .restricted)
        }
    }
}

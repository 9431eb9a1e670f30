// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Why a record is asked for (HL7 v3 PurposeOfUse). Only individual care and the person's own request are named here: the gateway
/// answers for nothing else, and no configuration changes that.
public enum PurposeOfUse: Hashable, Sendable {
    /// Individual care.
    case treatment
    /// Individual care in an emergency.
    case emergencyTreatment
    /// Individual care for which a permission is overridden, for a stated reason.
    case breakGlass
    /// The person's own request, or that of somebody who may act for them.
    case patientRequest
    /// Anything else, such as research or payment; it is always denied.
    case unsupported

    /// The purposes for which a record may be given.
    public static let supported: [PurposeOfUse] = [.treatment, .emergencyTreatment, .breakGlass, .patientRequest]

    /// A purpose by its code; a code that is not known is unsupported.
    public init(code: String) { self = Self.supported.first { $0.code == code } ?? .unsupported }

    /// The code of `http://terminology.hl7.org/CodeSystem/v3-ActReason`; `unsupported` where it is none that is answered for.
    public var code: String {
        switch self {
        case .treatment: "TREAT"
        case .emergencyTreatment: "ETREAT"
        case .breakGlass: "BTG"
        case .patientRequest: "PATRQT"
        case .unsupported: "unsupported"
        }
    }

    /// The words for people.
    public var words: String {
        switch self {
        case .treatment: "individual care"
        case .emergencyTreatment: "individual care in an emergency"
        case .breakGlass: "emergency access"
        case .patientRequest: "the person's own request"
        case .unsupported: "another purpose"
        }
    }
}

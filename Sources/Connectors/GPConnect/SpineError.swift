// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// What a code of the Spine and GP Connect (`Spine-ErrorOrWarningCode-1`) means for whoever asked.
enum SpineError {
    /// The practice has no such patient, or says so because it may not say more.
    case personNotKnown
    case fault(SourceFault)

    /// The meaning of a code; `nil` for one that is not known.
    init?(code: String) {
        switch code.uppercased().replacing(" ", with: "_") {
        // A sensitive patient must look like an unknown one.
        case "PATIENT_NOT_FOUND", "NO_RECORD_FOUND", "PATIENT_SENSITIVE": self = .personNotKnown
        case let code:
            guard let fault = Self.refusal(code) ?? Self.failure(code) else { return nil }
            self = .fault(fault)
        }
    }

    private static func refusal(_ code: String) -> SourceFault? {
        switch code {
        case "NO_PATIENT_CONSENT":
            .refused(.noPatientConsent, "The patient has not consented to sharing at this source.")
        case "NO_ORGANISATION_CONSENT", "NO_ORGANISATIONAL_CONSENT":
            .refused(.noOrganisationConsent, "The organisation has not consented to sharing from this source.")
        case "ACCESS_DENIED": .refused(.accessDenied, "The source does not allow this kind of access.")
        case "NO_RELATIONSHIP":
            .refused(.accessDenied, "The source knows of no legitimate relationship with this patient.")
        case "INVALID_NHS_NUMBER": .refused(.requestRefused, "The source does not accept the NHS number as valid.")
        case "INVALID_PATIENT_DEMOGRAPHICS":
            .refused(.requestRefused, "The source could not confirm the patient with the demographic service.")
        case "BAD_REQUEST", "INVALID_PARAMETER", "INVALID_RESOURCE", "INVALID_VALUE", "INVALID_ELEMENT",
            "INVALID_IDENTIFIER_SYSTEM", "INVALID_IDENTIFIER_VALUE", "INVALID_CODE_SYSTEM", "INVALID_CODE_VALUE",
            "INVALID_REQUEST_TYPE", "INVALID_REQUEST_STATE", "CONFLICTING_VALUES", "REFERENCE_NOT_FOUND",
            "DUPLICATE_REJECTED", "ORGANISATION_NOT_FOUND", "PRACTITIONER_NOT_FOUND":
            .refused(.requestRefused, "The source did not accept the request as it was made.")
        default: nil
        }
    }

    private static func failure(_ code: String) -> SourceFault? {
        switch code {
        case "ASID_CHECK_FAILED", "PARTYKEY_INTERACTION_CHECK_FAILED", "FOT_CHECK_FAILED", "ACCESS_DENIED_SSL",
            "INVALID_HEADER", "VARIES_FROM_TARGETURL":
            .notAuthorised
        case "NOT_IMPLEMENTED": .notAvailable(.switchedOff, "The source has this service switched off.")
        case "ERROR_COMMUNICATING": .unreachable
        case "UNABLE_TO_CALL_SERVICE": .timedOut
        case "TOO_MANY_REQUESTS": .busy
        case "INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE": .serverError
        default: nil
        }
    }
}

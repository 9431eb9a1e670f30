// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import JSON
import Testing

@testable import Connectors

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct `The errors of the Spine` {
    @Test(arguments: [
        ("NO_PATIENT_CONSENT", SourceOutcome.Code.noPatientConsent),
        ("NO_ORGANISATION_CONSENT", .noOrganisationConsent),
        ("NO_ORGANISATIONAL_CONSENT", .noOrganisationConsent), ("ACCESS DENIED", .accessDenied),
        ("ACCESS_DENIED", .accessDenied), ("NO_RELATIONSHIP", .accessDenied), ("INVALID_NHS_NUMBER", .requestRefused),
        ("INVALID_PATIENT_DEMOGRAPHICS", .requestRefused), ("BAD_REQUEST", .requestRefused),
        ("ASID_CHECK_FAILED", .notAuthorised), ("ERROR_COMMUNICATING", .unreachable),
        ("INTERNAL_SERVER_ERROR", .serverError), ("NOT_IMPLEMENTED", .switchedOff),
    ])
    func `mean what they mean`(code: String, expected: SourceOutcome.Code) throws {
        guard case .fault(let fault) = try #require(SpineError(code: code)) else {
            Issue.record("\(code) is no fault")
            return
        }
        #expect(fault.reason.code == expected)
    }

    @Test(arguments: ["PATIENT_NOT_FOUND", "NO_RECORD_FOUND", "PATIENT_SENSITIVE"])
    func `make a sensitive patient look like an unknown one`(code: String) throws {
        guard case .personNotKnown = try #require(SpineError(code: code)) else {
            Issue.record("\(code) is a fault")
            return
        }
    }

    @Test func `are not guessed`() {
        #expect(SpineError(code: "SOMETHING_NEW") == nil)
    }

    @Test func `are read from what real providers send`() throws {
        let folder = RealRecords.corpus + "/gp2gp/errors"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder), !names.isEmpty else {
            print("skipped: no corpus")
            return
        }
        for name in names {
            let data = try #require(FileManager.default.contents(atPath: folder + "/" + name))
            let answer = HTTPAnswer(
                status: 400, contentType: "application/fhir+json;charset=UTF-8", retryAfterSeconds: nil,
                body: Array(data))
            let codes = answer.reportedIssues(limits: .standard).flatMap(\.spineCodes)
            #expect(codes.compactMap { SpineError(code: $0) }.count == 1, "\(name)")
        }
    }
}

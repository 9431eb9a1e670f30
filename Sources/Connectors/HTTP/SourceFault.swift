// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
public import CareRecord

/// Why a source gave no answer that can be used.
public enum SourceFault: Error, Sendable, Hashable {
    /// The source would not.
    case refused(SourceOutcome.Reason)
    /// The source could not.
    case notAvailable(SourceOutcome.Reason)

    /// Why, by a code and a sentence that never hold clinical or personal data.
    public var reason: SourceOutcome.Reason {
        switch self {
        case .refused(let reason), .notAvailable(let reason): reason
        }
    }

    /// What the connector answers to the broker.
    public var answer: SourceAnswer {
        switch self {
        case .refused(let reason): .refused(reason)
        case .notAvailable(let reason): .notAvailable(reason)
        }
    }

    static func notAvailable(_ code: SourceOutcome.Code, _ sentence: String) -> SourceFault {
        .notAvailable(SourceOutcome.Reason(code, sentence))
    }

    static func refused(_ code: SourceOutcome.Code, _ sentence: String) -> SourceFault {
        .refused(SourceOutcome.Reason(code, sentence))
    }
}

extension SourceFault {
    static let nobody = refused(.requestRefused, "The request names no NHS number.")
    static let timedOut = notAvailable(.timedOut, "The source did not answer within its time limit.")
    static let stoppedWaiting = notAvailable(.timedOut, "The gateway stopped waiting for the source.")
    static let unreachable = notAvailable(.unreachable, "The source could not be reached.")
    static let insecure = notAvailable(.unreachable, "A secure connection to the source could not be made.")
    static let connectionClosed = notAvailable(
        .connectionClosed, "The source closed the connection before its answer was complete.")
    static let gatewayBusy = notAvailable(.gatewayBusy, "Too many requests to this source are waiting already.")
    static let gatewayFull = notAvailable(
        .gatewayBusy, "The gateway had no room left for the source's answer. Try again in a moment.")
    static let tooLarge = notAvailable(.tooLarge, "The source's answer is larger than is allowed.")
    static let notHTTP = notAvailable(.invalidAnswer, "The source's answer is not valid HTTP.")
    static let compressed = notAvailable(
        .invalidAnswer, "The source compressed its answer, which it was not asked to do.")
    static let redirect = notAvailable(.invalidAnswer, "The source answered with a redirect, which is never followed.")
    static let notJSON = notAvailable(.invalidAnswer, "The source's answer is not labelled as JSON.")
    static let invalidJSON = notAvailable(.invalidAnswer, "The source's answer is not valid JSON.")
    static let notABundle = notAvailable(.invalidAnswer, "The source's answer is not a FHIR Bundle.")
    static let notAuthorised = notAvailable(.notAuthorised, "The source did not accept the gateway's credentials.")
    static let busy = notAvailable(.busy, "The source is busy.")
    static let serverError = notAvailable(.serverError, "The source failed with an error of its own.")
}

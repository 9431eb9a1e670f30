// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR

/// How a source answered for one dataset. Absence has a type: these are never confused with each other.
public enum SourceOutcome: Hashable, Sendable {
    /// Answered in full, with at least one item.
    case answered(count: Int)
    /// Answered, and said that items are withheld; the count may be 0.
    case answeredWithWithheld(count: Int)
    /// The source holds this dataset and has nothing in it for this person.
    case nothingRecorded
    /// The source does not keep this dataset apart: what it has is under *Other coded entries*.
    case notSeparatelyRecorded
    /// The source does not hold this dataset.
    case notSupported
    /// The source, or a rule, would not give it.
    case refused(reason: Reason)
    /// The source answered, but it is not certain that the answer is about this person.
    case quarantined(reason: Reason)
    /// There is no answer.
    case notAvailable(reason: Reason)

    /// Why there is no answer, by a code for programs and a sentence for people. Neither ever holds clinical or personal data.
    public struct Reason: Hashable, Sendable {
        public let code: Code
        /// One sentence, such as *The source did not answer within the deadline.*
        public let sentence: String
        /// Since when this is so, in UTC, where it has been so for more than this one request.
        public var since: FHIRDateTime?

        public init(_ code: Code, _ sentence: String, since: FHIRDateTime? = nil) {
            self.code = code
            self.sentence = sentence
            self.since = since
        }

        /// Since when, for people: ` since 14:05 UTC on 31-Jan-2026`; empty where it is not known.
        var sinceWords: String {
            guard let since, since.precision >= .minute else { return "" }
            return " since \(since.text.dropFirst(11).prefix(5)) UTC on \(since.dayWords)"
        }
    }

    /// The reasons that a ledger knows.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        // Not available.
        case unreachable, timedOut = "timed-out", connectionClosed = "connection-closed"
        case serverError = "server-error", busy, gatewayBusy = "gateway-busy", invalidAnswer = "invalid-answer",
            tooLarge = "too-large"
        case notAuthorised = "not-authorised"
        /// The source says that this clinical area is switched off there.
        case switchedOff = "switched-off"
        /// The source has no record of this person.
        case personNotKnown = "person-not-known"
        /// An organisation holds a record but is no source of this gateway.
        case notConnected = "not-connected"
        /// The source is still being asked: said in what is handed on before all have answered, and never afterwards.
        case awaited
        /// The source was not asked, as it has failed too often of late; it is tried again after a while, or when asked for.
        case suspended
        /// It could not be found out whether this source knows the person.
        case notLocated = "not-located"
        // Refused.
        case noPatientConsent = "no-patient-consent", noOrganisationConsent = "no-organisation-consent"
        case accessDenied = "access-denied", anotherPerson = "another-person", requestRefused = "request-refused"
        case notPermitted = "not-permitted", notAskedFor = "not-asked-for"
        // Quarantined.
        case identityUncertain = "identity-uncertain", identityMissing = "identity-missing"
    }

    /// The code of `https://mig.example.org/fhir/CodeSystem/source-outcome`.
    public var code: String {
        switch self {
        case .answered: "answered"
        case .answeredWithWithheld: "answered-with-withheld"
        case .nothingRecorded: "nothing-recorded"
        case .notSeparatelyRecorded: "not-separately-recorded"
        case .notSupported: "not-supported"
        case .refused: "refused"
        case .quarantined: "quarantined"
        case .notAvailable: "not-available"
        }
    }

    /// How many items were answered; `nil` where there is no answer.
    public var count: Int? {
        switch self {
        case .answered(let count), .answeredWithWithheld(let count): count
        case .nothingRecorded, .notSeparatelyRecorded: 0
        case .notSupported, .refused, .quarantined, .notAvailable: nil
        }
    }

    /// Why there is no answer; `nil` where there is one.
    public var reason: Reason? {
        switch self {
        case .refused(let reason), .quarantined(let reason), .notAvailable(let reason): reason
        case .answered, .answeredWithWithheld, .nothingRecorded, .notSeparatelyRecorded, .notSupported: nil
        }
    }

    /// Whether the source said what it has, withheld items apart. A source that holds no such dataset by design is not missing.
    public var isMissing: Bool {
        switch self {
        case .refused, .quarantined, .notAvailable: true
        case .answered, .answeredWithWithheld, .nothingRecorded, .notSeparatelyRecorded, .notSupported: false
        }
    }

    /// A sentence for people.
    public var words: String {
        switch self {
        case .answered(let count): "Answered (\(count) \(count == 1 ? "item" : "items"))"
        case .answeredWithWithheld(let count):
            "Answered (\(count) \(count == 1 ? "item" : "items")), with items withheld"
        case .nothingRecorded: "Nothing recorded"
        case .notSeparatelyRecorded: "Not separately recorded by this source: see Other coded entries"
        case .notSupported: "Not supported by this source"
        case .refused(let reason): "Refused: \(reason.sentence)"
        case .quarantined(let reason): "Quarantined: \(reason.sentence)"
        case .notAvailable(let reason): "Not available\(reason.sinceWords): \(reason.sentence)"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR

/// The answer to the question, put to the person at the point of care, whether their record may be looked at.
public struct PermissionToView: Hashable, Sendable {
    /// What was answered, or why nobody could be asked.
    public enum Answer: Hashable, Sendable {
        case given
        /// Nothing is shown.
        case refused
        /// The person could not be asked. This is no emergency access and must not look like it.
        case couldNotBeAsked(CouldNotBeAsked)
        /// An emergency, with the reason and what the clinician wrote of it.
        case emergency(EmergencyReason, text: String)
    }

    /// Why somebody could not be asked, or was answered for.
    public enum CouldNotBeAsked: String, Hashable, Sendable, CaseIterable {
        case lacksCapacityBestInterests = "lacks-capacity-best-interests"
        case lacksCapacityAttorney = "lacks-capacity-attorney"
        case parentalResponsibility = "parental-responsibility"
        case competentChild = "competent-child"
        case notPresent = "not-present"
        case legalDuty = "legal-duty"
    }

    /// Why an emergency access is needed.
    public enum EmergencyReason: String, Hashable, Sendable, CaseIterable {
        case lifeThreatening = "life-threatening"
        case unableToRespond = "unable-to-respond"
        case safeguarding
        case publicInterest = "public-interest"
    }

    /// For how long an answer holds.
    public enum Extent: String, Hashable, Sendable, CaseIterable {
        /// For this consultation.
        case consultation
        /// For this episode of care, where the controller's agreement says that this is enough.
        case episode
    }

    public let answer: Answer
    public let extent: Extent
    /// Who asked: the identifier of the requester's person.
    public let askedBy: String
    /// The ODS code of the organisation for which they asked.
    public let organisation: String
    /// When, in UTC.
    public let at: FHIRDateTime
    /// Until when it holds, in UTC.
    public let until: FHIRDateTime

    public init(
        _ answer: Answer, extent: Extent = .consultation, askedBy: String, organisation: String, at: FHIRDateTime,
        until: FHIRDateTime
    ) {
        self.answer = answer
        self.extent = extent
        self.askedBy = askedBy
        self.organisation = organisation
        self.at = at
        self.until = until
    }

    /// For how long an emergency holds at most, in seconds: eight hours.
    public static let longestEmergency = 8 * 3600

    /// Whether it holds at a moment. An emergency never holds for longer than eight hours, whatever was written of it.
    public func holds(at now: FHIRDateTime) -> Bool {
        var end = until.earliestSecond
        if case .emergency = answer { end = min(end, at.earliestSecond + Self.longestEmergency) }
        return at.earliestSecond <= now.earliestSecond && now.earliestSecond < end
    }

    /// The code of the answer: `given`, `refused`, `could-not-be-asked` or `emergency`.
    public var code: String {
        switch answer {
        case .given: "given"
        case .refused: "refused"
        case .couldNotBeAsked: "could-not-be-asked"
        case .emergency: "emergency"
        }
    }

    /// The code of the reason; `nil` where the answer needs none.
    public var reasonCode: String? {
        switch answer {
        case .given, .refused: nil
        case .couldNotBeAsked(let reason): reason.rawValue
        case .emergency(let reason, _): reason.rawValue
        }
    }
}

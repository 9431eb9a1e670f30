// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR
public import Sharing

/// What the controllers have published and the people have wished and answered. When it cannot answer, nothing is released.
public protocol SharingRegister: Sendable {
    /// Records what the question states of the person's permission and of the relationship to them, if it states anything, and tells what a
    /// decision is made from. An emergency or a claimed relationship that is recorded is on the list of the viewing organisation's privacy
    /// officer when this returns.
    /// - Throws: ``SharingFailure``.
    func facts(for question: SharingQuestion, at now: FHIRDateTime) async throws(SharingFailure) -> SharingFacts
}

/// About whom a decision has to be made, and for whom.
public struct SharingQuestion: Sendable {
    public let requester: Requester
    /// The numbers of the person, the one in use first.
    public let numbers: [NHSNumber]
    public let registeredPractice: Organisation?
    /// The consultation in which this is asked; answers of the person for a consultation hold in that one alone.
    public let consultation: String?
    /// What is stated of the person's permission with this very request.
    public let statement: PermissionStatement?
    /// What is stated of the relationship to the person. A system is believed where it is registered to state it, a person where they give a
    /// reason, or gave one lately.
    public let relationship: SharingFacts.Relationship?
    /// Why the requester says that they care for the person.
    public let relationshipReason: String?
    public let traceID: String
    /// The ODS codes of the controllers whose sources know the person; `nil` where that could not be found out. They get word of an
    /// access that somebody has to look at.
    public let controllers: Set<String>?

    public init(
        requester: Requester, numbers: [NHSNumber], registeredPractice: Organisation? = nil,
        consultation: String? = nil, statement: PermissionStatement? = nil,
        relationship: SharingFacts.Relationship? = nil, relationshipReason: String? = nil, traceID: String,
        controllers: Set<String>? = nil
    ) {
        self.requester = requester
        self.numbers = numbers
        self.registeredPractice = registeredPractice
        self.consultation = consultation
        self.statement = statement
        self.relationship = relationship
        self.relationshipReason = relationshipReason
        self.traceID = traceID
        self.controllers = controllers
    }
}

/// The register cannot answer: nothing may be released.
public struct SharingFailure: Error, Sendable, Hashable {
    /// What failed, without anything about a person.
    public let detail: String
    public init(_ detail: String) { self.detail = detail }
}

/// A register for a gateway without authentication, and for tests: one policy that never changes, and nothing remembered.
public struct StandingSharing: SharingRegister {
    private let policy: SharingPolicy

    public init(_ policy: SharingPolicy) { self.policy = policy }

    public func facts(for question: SharingQuestion, at now: FHIRDateTime) async throws(SharingFailure) -> SharingFacts
    {
        SharingFacts(
            policy: policy, numbers: Set(question.numbers), relationship: question.relationship, now: now)
    }
}

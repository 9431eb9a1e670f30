// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import GRDB
import Sharing

/// One question at the point of care, checked: who asks about whom in which consultation, and what they state.
struct PointOfCare: Sendable {
    private static let mostLetters = 2000

    let question: SharingQuestion
    let now: FHIRDateTime
    let limits: SQLiteSharingRegister.Limits
    /// The person's number in use.
    let number: NHSNumber
    /// The consultation; `nil` where none was named, so that an answer holds for this one request.
    let consultation: String?

    /// - Throws: ``SharingFailure`` for what must not be recorded, so that nothing is released either.
    init(
        _ question: SharingQuestion, at now: FHIRDateTime, limits: SQLiteSharingRegister.Limits
    ) throws(SharingFailure) {
        guard let number = question.numbers.first else { throw SharingFailure("the question is about nobody") }
        guard !question.requester.person.isEmpty, !question.requester.organisation.isEmpty else {
            throw SharingFailure("the question is put by nobody")
        }
        guard (question.consultation?.utf8.count ?? 0) <= Self.mostLetters else {
            throw SharingFailure("the consultation's identifier is too long")
        }
        if question.statement != nil, question.requester.role.isPatientOrProxy {
            throw SharingFailure("a permission is stated by those who care for the person")
        }
        if case .emergency(_, let text)? = question.statement?.answer {
            guard Self.saysSomething(text) else {
                throw SharingFailure(
                    "an emergency access needs a reason in words, of at most \(Self.mostLetters) letters")
            }
        }
        if let reason = question.relationshipReason {
            guard question.relationship == .selfClaimed, question.requester.role.isCareProfessional else {
                throw SharingFailure("a relationship is claimed by those who care for the person")
            }
            guard Self.saysSomething(reason) else {
                throw SharingFailure("a claimed relationship needs a reason in words")
            }
        }
        self.question = question
        self.now = now
        self.limits = limits
        self.number = number
        consultation = question.consultation.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func saysSomething(_ text: String) -> Bool {
        text.contains { !$0.isWhitespace } && text.utf8.count <= mostLetters * 4
    }

    var requester: Requester { question.requester }
    var isToBeRecorded: Bool { question.statement != nil }
    var second: Int { now.earliestSecond }

    /// How a legitimate relationship is known. That somebody is registered here is never taken from what the requester states; a system is
    /// believed where it is registered to state it, and a person where they give a reason, now or within the last hours.
    func relationship(in database: Database) throws -> SharingFacts.Relationship? {
        if let known { return known }
        return try claim != nil || hasClaimed(in: database) ? .selfClaimed : nil
    }

    /// How it is known without anybody's claim.
    private var known: SharingFacts.Relationship? {
        if question.registeredPractice?.odsCode == requester.organisation { return .registeredPractice }
        return question.relationship == .statedBySystem && requester.statesRelationships ? .statedBySystem : nil
    }

    /// The reason of a claim that is made now and needed.
    var claim: String? { known == nil ? question.relationshipReason : nil }

    // MARK: Recording

    /// Records what is stated of the permission. What a clinician writes of an emergency is kept with the alert alone.
    func recordStatement(in database: Database) throws {
        guard let statement = question.statement else { return }
        let stated = PermissionToView(
            statement.answer, extent: statement.isEmergency ? .consultation : statement.extent,
            askedBy: requester.person, organisation: requester.organisation, at: now, until: end(of: statement))
        try database.execute(
            sql: """
                INSERT INTO permission (nhsNumber, answer, reason, extent, askedBy, organisation, consultation, traceID,
                    at, until)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                number.disclosed, stated.code, stated.reasonCode, stated.extent.rawValue, stated.askedBy,
                stated.organisation, consultation, question.traceID, second, stated.until.earliestSecond,
            ])
    }

    private func end(of statement: PermissionStatement) -> FHIRDateTime {
        let seconds =
            statement.isEmergency
            ? SQLiteSharingRegister.Limits.emergencySeconds
            : statement.extent == .episode ? limits.episodeSeconds : limits.consultationSeconds
        return now.advanced(bySeconds: seconds)
    }

    // MARK: What holds for this requester

    /// The answers that count for this requester: their own of this consultation, their organisation's for the episode, and their own
    /// emergency.
    func permissions(in database: Database) throws -> [PermissionToView] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT sequence, answer, reason, extent, askedBy, consultation, traceID, at, until FROM permission
                WHERE nhsNumber = ? AND organisation = ? AND at > ?
                """)
        let longest = max(
            limits.consultationSeconds, limits.episodeSeconds, SQLiteSharingRegister.Limits.emergencySeconds)
        let rows = try question.numbers.flatMap { number in
            try Row.fetchAll(
                statement, arguments: [number.disclosed, requester.organisation, second - longest])
        }
        let recorded = try rows.map(RecordedAnswer.init).sorted { $0.sequence < $1.sequence }
        return recorded.filter { answer in
            !recorded.contains { $0.sequence > answer.sequence && $0.ends(answer) }
        }.flatMap(asHere)
    }

    /// How a recorded answer counts for this requester here: in the consultation in which it was given it is the answer of that
    /// consultation, whatever else it is.
    private func asHere(_ recorded: RecordedAnswer) -> [PermissionToView] {
        func permission(_ extent: PermissionToView.Extent, until: Int) -> PermissionToView {
            // A refusal from a node whose clock is ahead holds already.
            let at = recorded.answer == .refused ? min(recorded.at, second) : recorded.at
            return PermissionToView(
                recorded.answer, extent: extent, askedBy: recorded.askedBy, organisation: requester.organisation,
                at: FHIRDateTime(secondsSince1970: at), until: FHIRDateTime(secondsSince1970: until))
        }
        let isOwn = recorded.askedBy == requester.person
        if case .emergency = recorded.answer {
            let end = recorded.at + SQLiteSharingRegister.Limits.emergencySeconds
            return isOwn ? [permission(.consultation, until: min(recorded.until, end))] : []
        }
        var answers: [PermissionToView] = []
        if isOwn, recorded.isOf(consultation: consultation, traceID: question.traceID) {
            answers.append(
                permission(.consultation, until: min(recorded.until, recorded.at + limits.consultationSeconds)))
        }
        if recorded.extent == .episode { answers.append(permission(.episode, until: recorded.until)) }
        return answers
    }
}

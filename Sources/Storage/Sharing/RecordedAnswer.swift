// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import GRDB
import Sharing

/// An answer at the point of care as the register holds it.
struct RecordedAnswer: Sendable {
    /// Stands where the clinician's own words are: those are for the privacy officer alone.
    private static let wordsKept = "kept for the privacy officer"

    let sequence: Int
    let answer: PermissionToView.Answer
    let extent: PermissionToView.Extent
    let askedBy: String
    let consultation: String?
    let traceID: String
    let at: Int
    let until: Int

    /// - Throws: where a row is not understood; then nothing is decided from the others either.
    init(_ row: Row) throws {
        let (code, reason, extent): (String, String?, String) = (row[1], row[2], row[3])
        guard let answer = Self.answer(code, reason: reason), let extent = PermissionToView.Extent(rawValue: extent)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        sequence = row[0]
        self.answer = answer
        self.extent = extent
        (askedBy, consultation, traceID, at, until) = (row[4], row[5], row[6], row[7], row[8])
    }

    private static func answer(_ code: String, reason: String?) -> PermissionToView.Answer? {
        switch code {
        case "given": .given
        case "refused": .refused
        case "could-not-be-asked":
            reason.flatMap(PermissionToView.CouldNotBeAsked.init).map(PermissionToView.Answer.couldNotBeAsked)
        case "emergency":
            reason.flatMap(PermissionToView.EmergencyReason.init).map { .emergency($0, text: wordsKept) }
        default: nil
        }
    }

    /// Whether it was given in a consultation; an answer without one is of its own request alone.
    func isOf(consultation: String?, traceID: String) -> Bool {
        self.consultation == consultation && (consultation != nil || self.traceID == traceID)
    }

    /// Whether this is a refusal after which an earlier answer opens nothing any more: of the same consultation, or for the episode.
    func ends(_ earlier: RecordedAnswer) -> Bool {
        guard answer == .refused else { return false }
        switch earlier.answer {
        case .refused, .emergency: return false
        case .given, .couldNotBeAsked: break
        }
        return extent == .episode
            || earlier.askedBy == askedBy && earlier.isOf(consultation: consultation, traceID: traceID)
    }
}

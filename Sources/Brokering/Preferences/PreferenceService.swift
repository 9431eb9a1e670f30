// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import Sharing

/// Records and tells the standing wishes of people, for those who may.
public protocol PreferenceService: Sendable {
    /// Records a wish: for the person themself, or for the controller for which the requester speaks.
    func record(
        _ preference: SharingPreference, of number: NHSNumber, by requester: Requester, traceID: String
    ) async -> PreferenceAnswer
    /// The wishes that stand: all for the person themself; for a controller those that concern it.
    func standing(of number: NHSNumber, for requester: Requester, traceID: String) async -> PreferenceAnswer
}

/// What came of it.
public enum PreferenceAnswer: Hashable, Sendable {
    /// The wishes that stand, or the one that was recorded.
    case wishes([SharingPreference])
    /// The requester may not: told from who they are alone.
    case notPermitted
    /// The person is unknown or restricted, or no record of the controller for which the requester speaks: told alike.
    case noRecordCanBeShown
    case closed(RecordAnswer.ClosedReason)
}

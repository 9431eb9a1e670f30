// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR
public import Sharing

/// Notices who asks about more people than anybody cares for, whatever it is that they ask; it keeps nobody from anything.
public protocol AskingWatch: Sendable {
    /// Notes that a requester asks about a person. Where they ask about very many, that is on the list of their organisation's privacy
    /// officer when this returns.
    /// - Throws: ``SharingFailure`` where the alert that is due cannot be recorded: nothing may be told.
    func note(
        _ requester: Requester, askingAbout number: NHSNumber, traceID: String, at now: FHIRDateTime
    ) async throws(SharingFailure)
}

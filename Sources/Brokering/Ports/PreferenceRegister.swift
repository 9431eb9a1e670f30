// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR
public import Sharing

/// The standing wishes of people to share or not to share.
public protocol PreferenceRegister: AskingWatch {
    /// Records a wish, which the next request obeys; of two about the same controller, or about all, the later holds.
    /// - Parameter person: the identifier of who recorded it.
    /// - Throws: ``SharingFailure``.
    func keep(
        _ preference: SharingPreference, of number: NHSNumber, recordedBy person: String, at now: FHIRDateTime
    ) async throws(SharingFailure)
    /// The wishes that stand, of the person whose numbers these are.
    /// - Throws: ``SharingFailure``.
    func standing(of numbers: [NHSNumber]) async throws(SharingFailure) -> [SharingPreference]
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR
public import Sharing

/// The sharing register as it is read to explain a request: what held at a moment, now or then.
public protocol PolicyHistory: AskingWatch {
    /// What the controllers had published at a moment; `nil` where the register cannot tell it with certainty.
    /// - Throws: ``SharingFailure``.
    func policy(at moment: FHIRDateTime) async throws(SharingFailure) -> SharingPolicy?
    /// What the controllers have published now.
    /// - Throws: ``SharingFailure``.
    func policyInForce() async throws(SharingFailure) -> SharingPolicy
    /// What the person, whose numbers these are, wished at a moment.
    /// - Throws: ``SharingFailure``.
    func preferences(of numbers: [NHSNumber], at moment: FHIRDateTime) async throws(SharingFailure)
        -> [SharingPreference]
    /// Which controller each agreement is of, by the agreement's id.
    /// - Throws: ``SharingFailure``.
    func controllers(ofAgreements agreements: Set<String>) async throws(SharingFailure) -> [String: String]
}

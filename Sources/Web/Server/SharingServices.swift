// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering

/// What the FHIR API offers besides records, where a sharing register is configured.
public struct SharingServices: Sendable {
    /// Why something was shown or not.
    public var explanations: (any AccessExplanations)?
    /// The standing wishes of people.
    public var preferences: (any PreferenceService)?

    public init(
        explanations: (any AccessExplanations)? = nil, preferences: (any PreferenceService)? = nil
    ) {
        self.explanations = explanations
        self.preferences = preferences
    }
}

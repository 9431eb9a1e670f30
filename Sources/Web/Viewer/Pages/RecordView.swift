// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// For whom the first screen is ordered. It changes the order and nothing else: every dataset stands on the page for both.
public enum RecordView: String, Sendable, Hashable, CaseIterable {
    case clinician
    case socialCare = "social-care"

    /// The name of the parameter and of the cookie that choose it.
    static let parameterName = "view"
    static let cookieName = "mig-view"

    /// The name of the view as a person reads it.
    var title: String {
        switch self {
        case .clinician: "Clinician"
        case .socialCare: "Social care"
        }
    }
}

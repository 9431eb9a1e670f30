// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How the National Record Locator is asked.
public struct NationalRecordLocatorConfiguration: Sendable {
    /// The organisation that asks (`NHSD-End-User-Organisation-ODS`).
    public var endUserOrganisation: String
    /// The most pages of pointers that are fetched for one number.
    public var maximumPages: Int
    /// How long the locator is given, within the whole deadline.
    public var timeLimit: Duration

    public init(
        endUserOrganisation: String, maximumPages: Int = 10, timeLimit: Duration = .milliseconds(1_500)
    ) {
        self.endUserOrganisation = endUserOrganisation
        self.maximumPages = maximumPages
        self.timeLimit = timeLimit
    }
}

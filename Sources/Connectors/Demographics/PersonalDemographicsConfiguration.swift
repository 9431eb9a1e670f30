// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How the Personal Demographics Service is asked.
public struct PersonalDemographicsConfiguration: Sendable {
    /// The session of the person who asks (`NHSD-Session-URID`): their role profile, where the access mode wants one.
    public var sessionRoleID: String?
    /// The organisation that asks (`NHSD-End-User-Organisation-ODS`), where the access mode wants one.
    public var endUserOrganisation: String?
    /// How long the service is given, within the whole deadline.
    public var timeLimit: Duration

    public init(
        sessionRoleID: String? = nil, endUserOrganisation: String? = nil, timeLimit: Duration = .milliseconds(1_500)
    ) {
        self.sessionRoleID = sessionRoleID
        self.endUserOrganisation = endUserOrganisation
        self.timeLimit = timeLimit
    }
}

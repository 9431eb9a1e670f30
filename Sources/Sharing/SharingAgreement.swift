// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord

/// One controller's statement of who may see which datasets of its data, and why. What it does not name, it does not share.
public struct SharingAgreement: Hashable, Sendable {
    public let id: String
    public let version: Int
    /// The ODS codes of the controllers whose data it covers; an empty set covers nothing.
    public let controllers: Set<String>
    /// The ODS codes of the organisations that may ask; an empty set permits nobody.
    public let consumers: Set<String>
    public let roles: Set<String>
    public let purposes: Set<Requester.Purpose>
    public let datasets: Set<Dataset>

    public init(
        id: String, version: Int, controllers: Set<String>, consumers: Set<String>, roles: Set<String>,
        purposes: Set<Requester.Purpose>, datasets: Set<Dataset>
    ) {
        self.id = id
        self.version = version
        self.controllers = controllers
        self.consumers = consumers
        self.roles = roles
        self.purposes = purposes
        self.datasets = datasets
    }

    /// The agreement of a demonstration: every dataset of the named controllers, for the unauthenticated demonstration
    /// requester alone, for individual care.
    public static func demonstration(controllers: Set<String>) -> SharingAgreement {
        SharingAgreement(
            id: "demonstration", version: 1, controllers: controllers, consumers: ["DEMO"], roles: ["demonstration"],
            purposes: [.treatment], datasets: Set(Dataset.allCases))
    }
}

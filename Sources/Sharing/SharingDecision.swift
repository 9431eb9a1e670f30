// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord

/// Whether a requester may see one dataset of one source, and why.
public enum SharingDecision: Hashable, Sendable {
    /// Permitted under this agreement and version.
    case permit(agreement: String, version: Int)
    case deny(Denial)

    /// Why nothing is shared.
    public enum Denial: String, Hashable, Sendable, CaseIterable {
        case noAgreement = "no sharing agreement covers this controller"
        case consumerNotNamed = "no sharing agreement names this consumer"
        case roleNotNamed = "no sharing agreement names this role"
        case purposeNotNamed = "no sharing agreement names this purpose"
        case datasetNotShared = "no sharing agreement shares this dataset"
    }

    /// Whether the dataset may be asked for.
    public var isPermitted: Bool {
        if case .permit = self { true } else { false }
    }
}

/// Decides for one dataset of one controller. The absence of an agreement denies; an agreement permits only what it names in
/// every respect; the denial that came nearest to a permission is the one given.
public func decide(
    _ requester: Requester, controller: Organisation, dataset: Dataset, under agreements: [SharingAgreement]
) -> SharingDecision {
    let covering = agreements.filter { $0.controllers.contains(controller.odsCode) }
    guard !covering.isEmpty else { return .deny(.noAgreement) }
    let forConsumer = covering.filter { $0.consumers.contains(requester.organisation) }
    guard !forConsumer.isEmpty else { return .deny(.consumerNotNamed) }
    let forRole = forConsumer.filter { $0.roles.contains(requester.role) }
    guard !forRole.isEmpty else { return .deny(.roleNotNamed) }
    let forPurpose = forRole.filter { $0.purposes.contains(requester.purpose) }
    guard !forPurpose.isEmpty else { return .deny(.purposeNotNamed) }
    guard let agreement = forPurpose.first(where: { $0.datasets.contains(dataset) }) else {
        return .deny(.datasetNotShared)
    }
    return .permit(agreement: agreement.id, version: agreement.version)
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What is known of a source before it is asked.
public struct SourceDescription: Hashable, Sendable {
    public let id: SourceID
    /// What a person calls the source (`Anytown Surgery`).
    public let name: String
    /// The organisation that is responsible for its data.
    public let controller: Organisation
    /// The datasets that it holds; one that holds no allergies by design never makes the allergies incomplete.
    public let datasets: Set<Dataset>

    public init(id: SourceID, name: String, controller: Organisation, datasets: Set<Dataset>) {
        self.id = id
        self.name = name
        self.controller = controller
        self.datasets = datasets
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What is known of a source before it is asked.
public struct SourceDescription: Sendable {
    /// Held in one place, as every entry hands it on.
    private final class Contents: Sendable {
        let id: SourceID
        let name: String
        let controller: Organisation
        let datasets: Set<Dataset>

        init(id: SourceID, name: String, controller: Organisation, datasets: Set<Dataset>) {
            self.id = id
            self.name = name
            self.controller = controller
            self.datasets = datasets
        }
    }

    private let contents: Contents

    public var id: SourceID { contents.id }
    /// What a person calls the source (`Anytown Surgery`).
    public var name: String { contents.name }
    /// The organisation that is responsible for its data.
    public var controller: Organisation { contents.controller }
    /// The datasets that it holds; one that holds no allergies by design never makes the allergies incomplete.
    public var datasets: Set<Dataset> { contents.datasets }

    public init(id: SourceID, name: String, controller: Organisation, datasets: Set<Dataset>) {
        contents = Contents(id: id, name: name, controller: controller, datasets: datasets)
    }
}

extension SourceDescription: Hashable {
    public static func == (left: Self, right: Self) -> Bool {
        if left.contents === right.contents { return true }
        return left.id == right.id && left.name == right.name && left.controller == right.controller
            && left.datasets == right.datasets
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(contents.id) }
}

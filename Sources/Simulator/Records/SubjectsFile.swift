// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Yams

/// What `subjects.yaml` says, beside the record files: for each file's name, whom it is about.
///
///     patient-one.json:
///       nhsNumber: "9990000018"
///       name: { family: Example, given: [Alex, Sam] }
///       birthDate: "1980-02-29"
///       gender: female
///
/// Every member may be left out. `nhsNumber` is used whatever stands in the file; the others only where its Patient lacks them.
struct SubjectsFile: Sendable {
    struct Subject: Sendable {
        var nhsNumber: String?
        var name: SimulatedName?
        var birthDate: String?
        var gender: String?
    }

    let subjects: [String: Subject]

    /// A folder without the file.
    static let none = SubjectsFile(subjects: [:])

    private init(subjects: [String: Subject]) { self.subjects = subjects }

    /// Reads the file; `nil` where it is not a mapping of file names to subjects, or an NHS number in it is not valid.
    init?(_ text: String) {
        // Composed, not loaded: loading would turn a birth date into a moment in time.
        guard let root = try? Yams.compose(yaml: text), let mapping = root.mapping else { return nil }
        var subjects: [String: Subject] = [:]
        for (key, value) in mapping {
            guard let file = key.string, let fields = value.mapping else { return nil }
            let number = fields["nhsNumber"]?.scalar?.string
            if let number, !NHSNumberCheck.isValid(number) { return nil }
            subjects[file] = Subject(
                nhsNumber: number, name: fields["name"].flatMap(Self.name),
                birthDate: fields["birthDate"]?.scalar?.string, gender: fields["gender"]?.scalar?.string)
        }
        self.subjects = subjects
    }

    private static func name(_ node: Node) -> SimulatedName? {
        guard let fields = node.mapping, let family = fields["family"]?.scalar?.string else { return nil }
        let given = fields["given"]?.sequence?.compactMap { $0.scalar?.string } ?? []
        return SimulatedName(given: given, family: family)
    }
}

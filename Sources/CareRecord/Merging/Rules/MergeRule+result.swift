// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR

extension MergeRule {
    /// Results of tests.
    static let result = MergeRule(
        "result", "result",
        codes: { $0.codes("code") },
        copyParts: [
            MergePart("report or specimen identifier") { $0.testIdentifiers.min() },
            MergePart("collection time with its precision") { $0.time("effective") },
            MergePart("value as written, comparator and unit") { $0.measured },
            MergePart("status") { $0.status("status") },
        ],
        neighbourhoods: [
            Neighbourhood(
                "versions", .versions, "the same report or specimen, code and collection time: versions, latest first",
                saying: "Versions of one result: the latest first.",
                keys: { facts in
                    let time = facts.time("effective")
                    return facts.testIdentifiers.flatMap { Neighbourhood.keys(facts.codes("code"), [$0, time]) }
                }, spansOneSource: true,
                where: { facts in Set(facts.map { $0.status("status") }).count > 1 }),
            Neighbourhood(
                "possibly-same", .possiblySame,
                "the same code, value, unit and minute, an identifier absent; or one side has the day alone",
                saying: "Possibly the same result.",
                keys: { Neighbourhood.keys($0.codes("code"), [$0.day, $0.hasValue ? $0.stated : nil]) },
                unless: { $0.minute },
                where: { facts in
                    // Where each has an identifier and no two are alike, they are known to be different.
                    let identifiers = facts.map(\.testIdentifiers)
                    return identifiers.contains(where: \.isEmpty)
                        || Set(identifiers.flatMap { Set($0) }).count < identifiers.map { Set($0).count }.reduce(0, +)
                }),
        ],
        neverCollapsed:
            "two results of one day without times; preliminary, final and corrected (linked, latest first); different units"
    )

    /// Measurements and examinations.
    static let vitalSigns = MergeRule(
        "vital-signs", "vital signs",
        codes: { $0.codes("code") },
        copyParts: [
            MergePart("instant to the second") { $0.instant },
            MergePart("value and every component") { $0.measured },
            MergePart("performer or device") {
                let device = $0.identifier(of: $0.value("device")).map { "device " + $0 }
                return device ?? $0.everyIdentifier("performer")
            },
            MergePart("status") { $0.status("status") },
        ],
        neighbourhoods: [
            Neighbourhood(
                "possibly-same", .possiblySame, "the same code, minute and values, if any",
                saying: "Possibly the same measurement.",
                keys: { Neighbourhood.keys($0.codes("code"), [$0.minute, $0.stated]) })
        ],
        neverCollapsed: "the day only; home and clinic; components apart")
}

extension MergeFacts {
    /// Whether there is a value to be compared; a test without one says nothing that could be the same.
    var hasValue: Bool { measured != nil }

    /// The identifiers of the report that names a result, or of the specimen that it was made from.
    var testIdentifiers: [String] {
        var found = index.reportIdentifiers(of: entry).map { "report " + $0 }
        guard let specimen = value("specimen").flatMap({ Reference($0) }) else { return found }
        if let own = specimen.identifier, let system = own.system, let value = own.value {
            found.append("specimen \(system)|\(value)")
        } else if let resource = index.resource(for: specimen, of: entry) {
            found +=
                (Self.businessIdentifiers(of: resource)
                + Self.businessIdentifiers(of: resource, element: "accessionIdentifier")).map { "specimen " + $0 }
        }
        return found
    }
}

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
            MergePart("collection time with its precision") { $0.effectiveTime },
            MergePart("value as written, comparator and unit", or: { $0.measuredInWords }) { $0.measured },
            MergePart("status") { $0.status("status") },
        ],
        neighbourhoods: [
            Neighbourhood(
                "versions", .versions,
                "the same report or specimen, code and collection time, two known statuses or the values of two sources differ: versions, latest first",
                saying: "Versions of one result: the latest first.",
                ifUnsettled: "Versions of one result: which is the latest cannot be told.",
                keys: \.testKeys, spansOneSource: true, members: { MergeFacts.versions(among: $0) }),
            Neighbourhood(
                "possibly-same", .possiblySame,
                "the same code, value, unit and minute, an identifier absent; or one side has the day alone",
                saying: "Possibly the same result.",
                keys: { facts in
                    guard facts.hasValue else { return [] }
                    return facts.everyStated.flatMap { Neighbourhood.keys(facts.codes("code"), [facts.day, $0]) }
                },
                unless: { $0.minute },
                members: { facts in
                    // Where each has an identifier and no two are alike, they are known to be different.
                    let identifiers = facts.map(\.testIdentifiers)
                    let areDifferent =
                        !identifiers.contains(where: \.isEmpty)
                        && Set(identifiers.flatMap { Set($0) }).count == identifiers.map { Set($0).count }.reduce(0, +)
                    return areDifferent ? [] : Array(facts.indices)
                }),
            Neighbourhood(
                "status-unknown", .possiblySame,
                "the same report or specimen, code and collection time, a status unknown and no values that differ",
                saying: "Possibly the same result.",
                keys: \.testKeys, members: { MergeFacts.sameUnlessStatus(among: $0) }),
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
            MergePart("value and every component", or: { $0.measuredInWords }) { $0.measured },
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
                keys: { facts in
                    facts.everyStated.flatMap { Neighbourhood.keys(facts.codes("code"), [facts.minute, $0]) }
                })
        ],
        neverCollapsed: "the day only; home and clinic; components apart")
}

extension MergeFacts {
    /// Whether there is a value to be compared; a test without one says nothing that could be the same.
    var hasValue: Bool { measured != nil }

    /// The keys of one test: the identifier of its report or specimen, its code and when it was collected.
    func readTestKeys() -> [String] {
        testIdentifiers.flatMap { Neighbourhood.keys(codes("code"), [$0, effectiveTime]) }
    }

    /// The identifiers of the report that names a result, or of the specimen that it was made from.
    func readTestIdentifiers() -> [String] {
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

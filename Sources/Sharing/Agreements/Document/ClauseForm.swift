// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Yams

/// One clause of a document as it is read.
struct ClauseForm {
    /// The clause; `nil` where a part of it that is required could not be read.
    let clause: SharingClause?

    init(_ reader: AgreementReader) {
        let id = reader.read("clause", allowed: AgreementForms.identifierWords, AgreementForms.identifier)
        let effect =
            reader.readIfThere("effect", allowed: AgreementForms.effects.allowed, AgreementForms.effects.value)
            ?? .permit
        let names = Names(reader, areRequired: effect == .permit)
        let conditions = effect == .permit ? Conditions(reader, names.datasets) : Conditions()
        reader.refuseUnknownKeys()
        clause = id.map {
            SharingClause(
                id: $0, effect: effect, consumers: names.consumers, roles: names.roles, purposes: names.purposes,
                datasets: names.datasets, windows: conditions.windows, permission: conditions.permission,
                needsRelationship: conditions.needsRelationship, leastStrength: conditions.leastStrength,
                includesJournal: conditions.includesJournal, includesRestricted: conditions.includesRestricted)
        }
    }

    /// Whom and what it is about. A clause that permits names all four; one that denies may leave some out, and then names all.
    private struct Names {
        var consumers: Set<SharingClause.Consumer> = []
        var roles: Set<Role> = []
        var purposes: Set<PurposeOfUse> = []
        var datasets: Set<Dataset> = []

        init(_ reader: AgreementReader, areRequired: Bool) {
            func named<Value: Hashable>(_ name: String, _ allowed: String, _ values: Set<Value>?) -> Set<Value> {
                if values == nil, areRequired, !reader.has(name) {
                    reader.fault(name, found: "nothing", allowed: "a list of " + allowed)
                }
                return values ?? []
            }
            func words<Value: Hashable>(_ name: String, _ words: AgreementForms.Words<Value>) -> Set<Value> {
                named(
                    name, words.allowed,
                    reader.set(name, allowed: words.allowed) { $0.scalar.flatMap { words.value($0.string) } })
            }
            consumers = named(
                "consumers", AgreementForms.consumerWords,
                reader.set("consumers", allowed: AgreementForms.consumerWords, AgreementForms.consumer))
            roles = words("roles", AgreementForms.roles)
            purposes = words("purposes", AgreementForms.purposes)
            datasets = words("datasets", AgreementForms.datasets)
            if areRequired, datasets.contains(.medication), !datasets.contains(.risks) {
                reader.fault(
                    "datasets", found: "medication without risks",
                    allowed: "risks too, as no medicines are shown without the allergies")
            }
        }
    }

    /// Under which conditions a clause permits. What is left out is as strict as an ordinary agreement is.
    private struct Conditions {
        var windows: [Dataset: Int] = [:]
        var permission = SharingClause.PermissionCondition.eachTime
        var needsRelationship = true
        var leastStrength = AuthenticationStrength.substantial
        var includesJournal = false
        var includesRestricted = false

        init() {}

        init(_ reader: AgreementReader, _ datasets: Set<Dataset>) {
            windows = Self.windows(reader, datasets)
            permission = Self.word(reader, "permission", AgreementForms.permissions) ?? permission
            needsRelationship = Self.word(reader, "relationship", AgreementForms.relationships) ?? needsRelationship
            leastStrength = Self.word(reader, "strength", AgreementForms.strengths) ?? leastStrength
            includesJournal = Self.word(reader, "journal", AgreementForms.flags) ?? includesJournal
            includesRestricted = Self.word(reader, "restricted", AgreementForms.flags) ?? includesRestricted
        }

        private static func word<Value>(
            _ reader: AgreementReader, _ name: String, _ words: AgreementForms.Words<Value>
        ) -> Value? {
            reader.readIfThere(name, allowed: words.allowed, words.value)
        }

        private static func windows(_ reader: AgreementReader, _ datasets: Set<Dataset>) -> [Dataset: Int] {
            var windows: [Dataset: Int] = [:]
            for (key, value) in reader.pairs("windows", allowed: "datasets, each with its months") {
                guard let dataset = key.scalar.flatMap({ AgreementForms.datasets.value($0.string) }),
                    datasets.contains(dataset)
                else {
                    reader.fault(
                        "windows", at: key, found: AgreementReader.kind(key), allowed: "datasets that the clause names")
                    continue
                }
                guard dataset != .risks else {
                    reader.fault(
                        "windows", at: key, found: "risks",
                        allowed: "other datasets, as allergies and alerts are never cut by date")
                    continue
                }
                guard let months = value.scalar.flatMap({ AgreementForms.months($0.string) }) else {
                    reader.fault(
                        "windows", at: value, found: AgreementReader.kind(value),
                        allowed: "\(dataset.rawValue): " + AgreementForms.windowWords)
                    continue
                }
                windows[dataset] = months
            }
            return windows
        }
    }
}

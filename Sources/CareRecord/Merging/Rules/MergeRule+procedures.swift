// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeRule {
    /// Immunisations, given and not given.
    static let immunisation = MergeRule(
        "immunisation", "immunisation",
        codes: { $0.codes("vaccineCode") },
        copyParts: [
            MergePart("date") { $0.time("occurrence") },
            MergePart("dose number") { $0.doseNumber },
            MergePart("batch") { $0.batch },
            MergePart("status") { $0.status("status") },
        ],
        neighbourhoods: [
            Neighbourhood(
                "possibly-same", .possiblySame, "the same target and date, a batch absent",
                saying: "Possibly the same immunisation.",
                keys: { facts in
                    Neighbourhood.keys(
                        facts.immunisationTargets, [facts.dayOf("occurrence"), facts.entry.section.rawValue])
                }, unless: { $0.batch })
        ],
        neverCollapsed: "given and not given")

    /// Operations and interventions.
    static let procedure = MergeRule(
        "procedure", "procedure",
        codes: { $0.codes("code") },
        copyParts: [
            MergePart("time") { $0.time("performed") },
            MergePart("site with its laterality") { $0.everyCode("bodySite") },
            MergePart("organisation") { $0.performingOrganisation },
            MergePart("status") { $0.status("status") },
        ],
        neighbourhoods: [
            Neighbourhood(
                "possibly-same", .possiblySame, "the same code and day", saying: "Possibly the same procedure.",
                keys: { facts in
                    let day = facts.dayOf("performed") ?? facts.dayOf("effective")
                    return Neighbourhood.keys(facts.codes("code"), [day, facts.isDone.map { "\($0)" }])
                }, unless: { $0.everyCode("bodySite") })
        ],
        neverCollapsed: "planned and done")
}

extension MergeFacts {
    /// The day of a choice, where it is known.
    func dayOf(_ name: String) -> String? {
        let text = value(name + "DateTime")?.string ?? value(name + "Period")?["start"]?.string
        guard let date = text.flatMap({ FHIRDateTime($0) }), date.precision >= .day else { return nil }
        return Self.dayText(date)
    }

    /// Whether a procedure, or an observation that one was done, is of the past.
    var isDone: Bool? {
        status("status").map { ["completed", "in-progress", "final", "amended", "corrected"].contains($0) }
    }

    var batch: String? { value("lotNumber")?.string.flatMap { $0.isEmpty ? nil : $0 } }

    var doseNumber: String? {
        guard let applied = value("protocolApplied"), applied.count == 1 else { return nil }
        return applied[0]?["doseNumberPositiveInt"]?.scalarText
    }

    /// The diseases that a vaccine is against, the vaccine itself, and the procedure by which GP records name it.
    var immunisationTargets: [String] {
        var codes = codes("vaccineCode")
        for part in resource.extensions where part.url.contains("VaccinationProcedure") {
            codes += CodeableConcept.all(in: part.value).flatMap(Self.codes)
        }
        for applied in value("protocolApplied")?.elements.map({ $0 }) ?? [] {
            codes += CodeableConcept.all(in: applied["targetDisease"]).flatMap(Self.codes)
        }
        return codes
    }

    /// The organisation where, or for which, it was done.
    var performingOrganisation: String? {
        if let first = value("performer")?[0] {
            if let organisation = identifier(of: first["onBehalfOf"]) { return organisation }
            let actor = first["actor"]
            if actor?["reference"]?.string?.hasPrefix("Organization/") == true { return identifier(of: actor) }
        }
        return place
    }

    /// The place of an event, by the identifier of the location or of the organisation.
    var place: String? {
        for path in ["location", "serviceProvider", "performer"] {
            guard let value = value(path) else { continue }
            let references = value.kind == .array ? Array(value.elements) : [value]
            for reference in references {
                let reference = reference["location"] ?? reference
                if let found = identifier(of: reference) { return found }
                if let located = Reference(reference).flatMap({ index.resource(for: $0, of: entry) }),
                    let manager = identifier(of: located["managingOrganization"])
                {
                    return manager
                }
            }
        }
        return nil
    }
}

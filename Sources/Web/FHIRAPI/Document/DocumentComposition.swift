// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// The first resource of the document: what it is about, and what stands in which dataset.
struct DocumentComposition {
    private let record: DetailedCareRecord
    private let contents: DocumentContents
    private let frame: FHIRDocument.Frame
    /// The references of the facts of each dataset with their sections, newest first; a fact's originals stand behind it.
    private let placed: [Dataset: [(section: DatasetSection, reference: String)]]

    init(_ record: DetailedCareRecord, _ contents: DocumentContents, _ frame: FHIRDocument.Frame) {
        self.record = record
        self.contents = contents
        self.frame = frame
        var placed: [Dataset: [(section: DatasetSection, reference: String)]] = [:]
        for fact in record.merged.entries {
            guard let reference = contents.reference(of: fact.id) else { continue }
            placed[fact.lead.dataset, default: []].append((fact.lead.section, reference))
        }
        self.placed = placed
    }

    var resource: JSONTree {
        let datasets = Dataset.allCases.map { $0 == .summary ? summarySection : section(of: $0) }
        var object = JSONObject([
            "resourceType": "Composition", "id": .string(frame.id),
            "text": Narrative.tree(headlines),
            "status": SourcesProgress(record.ledger).isAsking ? "preliminary" : "final",
            "type": Self.type,
            "subject": ["reference": .string("Patient/\(record.nhsNumber.disclosed)")],
            "date": .string(record.assembledAt.text),
            "author": [["reference": .string(GatewayDevice.reference)]],
            "title": "Detailed Care Record",
        ])
        object["section"] = .array(datasets + [sourcesSection])
        return .object(object)
    }

    private static let type = CodeableConcept(
        codings: [Coding(system: CodeSystem.gateway + "CodeSystem/document", code: "detailed-care-record")],
        text: "Detailed Care Record"
    ).tree

    private var headlines: [String] {
        var lines = ["Detailed Care Record.", Completeness(record.ledger).words]
        if record.ledger.scope.contains(.risks) { lines.append(record.allergyStatement.words) }
        return lines + MergeList.alarms(record) + record.filters + frame.remarks
    }

    private func section(of dataset: Dataset) -> JSONTree {
        let head = DatasetHead(dataset, in: record)
        var object = sectionObject(title: dataset.title, code: dataset.rawValue, system: "dataset")
        var sentences = head.sentences
        if head.absence == nil, sentences.isEmpty { sentences = ["See the entries."] }
        if !record.filters.isEmpty { sentences += record.filters }
        object["text"] = Narrative.tree(sentences.isEmpty ? [dataset.title] : sentences)
        if let absence = head.absence { object["emptyReason"] = Self.emptyReason(absence, head.sentences) }
        let entries = placed[dataset] ?? []
        let own =
            entries.filter { $0.section == .allergies }
            + entries.filter { $0.section != .allergies && !$0.section.isNeverMixed }
        if !own.isEmpty { object["entry"] = Self.entries(own.map(\.reference)) }
        let bySection = Dictionary(grouping: entries, by: \.section).mapValues { $0.map(\.reference) }
        let parts = DatasetSection.allCases.compactMap { part(of: dataset, section: $0, bySection[$0] ?? []) }
        if !parts.isEmpty { object["section"] = .array(parts) }
        return .object(object)
    }

    private func part(of dataset: Dataset, section: DatasetSection, _ references: [String]) -> JSONTree? {
        let isAllergies = dataset == .risks && section == .allergies && record.ledger.scope.contains(.risks)
        guard !references.isEmpty || isAllergies else { return nil }
        var object = sectionObject(title: section.title, code: section.rawValue, system: "dataset-section")
        if isAllergies {
            let statement = record.allergyStatement
            object["text"] = Narrative.tree([statement.words])
            if references.isEmpty { object["emptyReason"] = Self.emptyReason(statement) }
        }
        if !references.isEmpty { object["entry"] = Self.entries(references) }
        return .object(object)
    }

    /// Derived: it points at entries of the other datasets.
    private var summarySection: JSONTree {
        var seen: Set<String> = []
        let references = RecordSummary(record).entries.compactMap { entry in
            contents.reference(ofFactWith: entry)
        }.filter { seen.insert($0).inserted }
        var object = sectionObject(title: Dataset.summary.title, code: Dataset.summary.rawValue, system: "dataset")
        let note = "Chosen by the gateway from the other datasets, which hold the whole record."
        object["text"] = Narrative.tree([note] + headlines.dropFirst())
        if references.isEmpty {
            object["emptyReason"] = Self.emptyReason(
                record.ledger.isComplete && !record.ledger.lines.isEmpty ? .nothingRecorded : .unavailable, [note])
        } else {
            object["entry"] = Self.entries(references)
        }
        return .object(object)
    }

    private var sourcesSection: JSONTree {
        var object = sectionObject(title: "Sources", code: "sources", system: "dataset")
        let lines = record.ledger.lines.flatMap { line in
            record.ledger.scope.compactMap { dataset in
                line.outcomes[dataset].map { "\(line.source.name), \(dataset.title): \($0.words)" }
            }
        }
        object["text"] = Narrative.tree([Completeness(record.ledger).words] + lines)
        object["entry"] = Self.entries([LedgerOutcome.reference])
        if let merging = mergingSection { object["section"] = [merging] }
        return .object(object)
    }

    /// What was merged, linked and found to contradict itself; `nil` where nothing was.
    private var mergingSection: JSONTree? {
        let list = MergeList(record, contents)
        guard list.resource != nil else { return nil }
        var object = sectionObject(title: MergeList.title, code: "merging", system: "dataset-section")
        object["text"] = Narrative.tree(list.sentences)
        object["entry"] = Self.entries([MergeList.reference])
        return .object(object)
    }

    private func sectionObject(title: String, code: String, system: String) -> JSONObject {
        let coding = Coding(system: CodeSystem.gateway + "CodeSystem/" + system, code: code, display: title)
        return JSONObject(["title": .string(title), "code": ["coding": [coding.tree]]])
    }

    private static func entries(_ references: [String]) -> JSONTree {
        .objects(named: "reference", texts: references)
    }
}

extension DocumentComposition {
    private static let standardReasons = "http://terminology.hl7.org/CodeSystem/list-empty-reason"

    static func emptyReason(_ absence: DatasetHead.Absence, _ sentences: [String]) -> JSONTree {
        // FHIR's own list has no code for "every source answered and none has anything": its `nilknown` is a clinician's
        // judgement, which nobody has made.
        let isStandard = absence == .notAskedFor || absence == .unavailable || absence == .withheld
        let system = isStandard ? standardReasons : CodeSystem.gateway + "CodeSystem/section-empty-reason"
        var concept = CodeableConcept(codings: [Coding(system: system, code: absence.rawValue)])
        concept.text = sentences.isEmpty ? nil : sentences.joined(separator: " ")
        return concept.tree
    }

    static func emptyReason(_ statement: AllergyStatement) -> JSONTree {
        let absence: DatasetHead.Absence =
            switch statement {
            case .withheld: .withheld
            case .notAskedFor: .notAskedFor
            case .notKnown, .recordedButIncomplete, .soFar: .unavailable
            case .noneRecorded, .recorded, .recordedButWithheld, .noneKnown: .nothingRecorded
            }
        return emptyReason(absence, [statement.words])
    }
}

/// A narrative that the gateway generates.
enum Narrative {
    static func tree(_ sentences: [String]) -> JSONTree {
        let paragraphs = sentences.map { HTML.tag("p", HTML.text($0)) }
        let division = HTML.tag("div", ["xmlns": "http://www.w3.org/1999/xhtml"], HTML(paragraphs))
        return ["status": "generated", "div": .string(division.markup)]
    }
}

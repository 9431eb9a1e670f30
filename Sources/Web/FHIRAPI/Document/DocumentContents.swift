// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// Where each resource of a record stands in its document, and what the references of each source mean there.
struct DocumentContents {
    /// A resource of a source in the document.
    struct Item {
        let id: String
        let resource: Resource<R4>
        let source: SourceDescription
        let reference: String
        /// The parts of it that are not passed on.
        let refusedNarratives: [JSONValue]

        init(id: String, resource: Resource<R4>, source: SourceDescription) {
            self.id = id
            self.resource = resource
            self.source = source
            reference = resource.type + "/" + id
            refusedNarratives = SourceNarrative.refused(in: resource.value)
        }
    }

    /// An organisation that the gateway itself describes: the controllers of the sources, the registered practice.
    struct DescribedOrganisation {
        let id: String
        let organisation: Organisation
        var reference: String { "Organization/\(id)" }
        var resource: JSONTree {
            var object = JSONObject(["resourceType": "Organization", "id": .string(id)])
            if !organisation.odsCode.isEmpty {
                object["identifier"] = [
                    ["system": .string(CodeSystem.odsOrganisation), "value": .string(organisation.odsCode)]
                ]
            }
            object["name"] = .string(organisation.name.isEmpty ? "Name not known" : organisation.name)
            return .object(object)
        }
    }

    /// A fact that several sources state: the resource that stands for their own ones, which are in the document too.
    struct MergedItem {
        let entry: MergedEntry
        /// The resource of the original shown first, under the id of the fact.
        let item: Item
        /// The references of the originals, in their order.
        let originals: [String]
    }

    /// Each resource once.
    private(set) var items: [Item] = []
    /// Each fact that more than one source states.
    private(set) var mergedItems: [MergedItem] = []
    /// For each fact of the record, by its id, its reference in the document.
    private var factReferences: [MergedEntry.ID: String] = [:]
    /// For each original that a merged resource stands for, the reference of that.
    private var mergedReferences: [String: String] = [:]
    private(set) var organisations: [DescribedOrganisation] = []
    /// What the references of each source mean; a list, as sources are few.
    private var targets: [(source: SourceID, references: [String: String])] = []
    private var placeOfID: [String: Int] = [:]

    init(_ record: DetailedCareRecord) {
        let count = record.entries.count + record.supporting.count
        items.reserveCapacity(count)
        placeOfID.reserveCapacity(count)
        factReferences.reserveCapacity(record.merged.entries.count)
        for entry in record.merged.entries { place(entry) }
        for supporting in record.supporting {
            _ = place(
                supporting.resource, id: supporting.id, source: supporting.source,
                sourceReference: supporting.sourceReference)
        }
        for line in record.ledger.lines { describe(line.source.controller) }
        for item in items { describe(item.source.controller) }
        if let practice = record.registeredPractice { describe(practice) }
    }

    private mutating func place(_ entry: MergedEntry) {
        let originals = entry.originals.map { original in
            place(
                original.resource, id: original.id, source: original.source, sourceReference: original.sourceReference)
        }
        guard originals.count > 1 else {
            factReferences[entry.id] = originals[0]
            return
        }
        let item = Item(id: entry.id, resource: entry.lead.resource, source: entry.lead.source)
        mergedItems.append(MergedItem(entry: entry, item: item, originals: originals))
        factReferences[entry.id] = item.reference
        for original in originals { mergedReferences[original] = item.reference }
    }

    /// What is said of narratives that are not passed on.
    var narrativeNotices: [String] {
        [SourceNarrative.notice(items.reduce(0) { $0 + $1.refusedNarratives.count })].compactMap { $0 }
    }

    /// The reference of a fact: of the resource that stands for its originals, else of the one that states it.
    func reference(of fact: MergedEntry.ID) -> String? { factReferences[fact] }

    /// The reference of the fact that an entry states.
    func reference(ofFactWith entry: RecordEntry) -> String? {
        original(for: entry.sourceReference, of: entry.source.id).map { mergedReferences[$0] ?? $0 }
    }

    private mutating func place(
        _ resource: Resource<R4>, id: String, source: SourceDescription, sourceReference: String
    ) -> String {
        var item = Item(id: id, resource: resource, source: source)
        if let place = placeOfID[item.reference], !(items[place].resource.value.bytes == resource.value.bytes) {
            // Two different resources under one id: both are kept, the later under an id of its own.
            item = Item(id: "\(id.prefix(58))-\(items.count)", resource: resource, source: source)
        }
        if placeOfID[item.reference] == nil {
            placeOfID[item.reference] = items.count
            items.append(item)
        }
        let own = resource.localReference.flatMap { $0 == sourceReference ? nil : $0 }
        name(item.reference, source.id, [sourceReference, own, resource.id.map { "urn:uuid:" + $0 }])
        return item.reference
    }

    /// Notes what names a source has for a resource of the document; of resources with one name the first counts.
    private mutating func name(_ reference: String, _ source: SourceID, _ names: [String?]) {
        let known = targets.firstIndex { $0.source == source }
        let place = known ?? targets.count
        if known == nil { targets.append((source, [:])) }
        for case let name? in names {
            if targets[place].references[name] == nil { targets[place].references[name] = reference }
        }
    }

    private mutating func describe(_ organisation: Organisation) {
        guard !organisations.contains(where: { $0.organisation.odsCode == organisation.odsCode }) else { return }
        let code = organisation.odsCode
        let isPlain = (1...40).contains(code.utf8.count) && code.utf8.allSatisfy(\.isIDCharacter)
        let id = "organisation-" + (isPlain ? code : "\(organisations.count + 1)-without-code")
        organisations.append(DescribedOrganisation(id: id, organisation: organisation))
    }

    /// The reference of an organisation that the gateway describes.
    func reference(to organisation: Organisation) -> String? {
        organisations.first { $0.organisation.odsCode == organisation.odsCode }?.reference
    }

    /// What a reference of this source means in the document, which is the merged resource where one stands for its target; `nil`
    /// where its target is not in it.
    func reference(for text: String, of source: SourceID) -> String? {
        original(for: text, of: source).map { mergedReferences[$0] ?? $0 }
    }

    private func original(for text: String, of source: SourceID) -> String? {
        guard let known = targets.first(where: { $0.source == source })?.references else { return nil }
        if let exact = known[text] { return exact }
        switch Reference.target(of: text) {
        case .relative(let type, let id, _), .absolute(_, let type, let id, _): return known["\(type)/\(id)"]
        case .uniform(let urn): return known[urn]
        case .contained, .unreadable: return nil
        }
    }
}

extension UInt8 {
    /// Whether the byte may stand in a FHIR id.
    var isIDCharacter: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

/// The extension in which a value stands verbatim that cannot stand in its place.
enum SourceValue {
    static func extensionTree(path: String, text: String) -> JSONTree {
        [
            "url": .string(CodeSystem.gateway + "StructureDefinition/source-value"),
            "extension": [
                ["url": "path", "valueString": .string(path)],
                ["url": "text", "valueString": .string(text.isEmpty ? " " : text)],
            ],
        ]
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// Maps a whole record, resource by resource, into one R4 document.
struct RecordMapper {
    private(set) var traces: [MappingTrace] = []

    private struct Draft {
        let place: Int
        let warnings: [EntryWarning]
        let sourceValueCount: Int
    }

    /// How many values of one record may have no legal place. Real records have some dozens.
    private static let sourceValueLimit = 100_000

    private let sources: [SourceResource]
    private let identities: RecordIdentities
    private let check: ConformanceCheck
    private var drafts: [Draft] = []
    private var buffer: [UInt8] = []
    private var unreadable: [UnreadableResource]
    private var counts = (mapped: 0, unmapped: 0, illegal: 0)

    init(_ bundle: Bundle<STU3>, isTracing: Bool) {
        let entries = bundle.value["entry"].map { Array($0.elements) } ?? []
        (sources, unreadable) = SourceResource.all(in: entries)
        identities = RecordIdentities(sources)
        check = ConformanceCheck(.standard, rules: RuleTable.standard, identities: identities)
        let degraded = DegradedMedicines(sources)
        var promoted: [Int: Set<Int>] = [:]
        for source in sources {
            if let holder = source.holder { promoted[holder, default: []].insert(source.value.byteRange.lowerBound) }
        }
        for place in sources.indices {
            let mapper = ResourceMapper(
                check, rules: RuleTable.standard,
                localReferences: identities.localReferences(of: place, sources[place]),
                promotedOffsets: promoted[place] ?? [],
                sourceValueLimit: Self.sourceValueLimit - counts.unmapped - counts.illegal, isTracing: isTracing)
            map(place, with: mapper, degraded.warnings(of: place))
        }
        finish()
    }

    /// The record, once ``init(_:isTracing:)`` is done.
    private(set) var record = MappedRecord(
        resources: [], notices: [], unreadable: [], unmappedValueCount: 0, illegalValueCount: 0, mappedValueCount: 0)

    private mutating func map(_ place: Int, with mapper: ResourceMapper, _ warnings: [EntryWarning]) {
        let source = sources[place]
        var mapper = mapper
        do {
            guard let tree = try mapper.map(resource: source.value, id: identities.ids[place]) else {
                unreadable.append(source.unreadable(.unsupportedType))
                return
            }
            guard !mapper.isOverLimit else {
                unreadable.append(source.unreadable(.tooLarge))
                return
            }
            Self.write(tree, url(of: source), after: drafts.isEmpty, into: &buffer)
            drafts.append(
                Draft(
                    place: place, warnings: warnings + mapper.warnings,
                    sourceValueCount: mapper.unmappedCount + mapper.illegalCount))
            counts.mapped += mapper.mappedCount
            counts.unmapped += mapper.unmappedCount
            counts.illegal += mapper.illegalCount
            if let trace = mapper.trace { traces.append(trace) }
        } catch {
            unreadable.append(source.unreadable(.wrongShape(path: error.path)))
        }
    }

    private func url(of source: SourceResource) -> String? {
        source.fullURL.map { identities.rewritten($0) ?? $0 }
    }

    private mutating func finish() {
        if !drafts.isEmpty { buffer += Array("]}".utf8) }
        let reading = ListReading(sources)
        let mapped = drafts.isEmpty ? [] : Self.resources(in: buffer)
        var resources: [MappedResource] = []
        for (index, draft) in drafts.enumerated() {
            let source = sources[draft.place]
            guard let resource = mapped?[index] else {
                unreadable.append(source.unreadable(.tooLarge))
                continue
            }
            resources.append(
                MappedResource(
                    resource: resource, sourceReference: identities.sourceReferences[draft.place],
                    fullURL: url(of: source), areas: reading.areas[draft.place],
                    headings: reading.headings[draft.place], warnings: draft.warnings,
                    sourceValueCount: draft.sourceValueCount))
        }
        record = MappedRecord(
            resources: resources,
            notices: sources.filter { $0.type == "List" }.flatMap { ListNotice.all(of: $0.value) },
            unreadable: unreadable.sorted { $0.position < $1.position }, unmappedValueCount: counts.unmapped,
            illegalValueCount: counts.illegal, mappedValueCount: counts.mapped)
    }

    private static func write(_ tree: JSONTree, _ url: String?, after isFirst: Bool, into buffer: inout [UInt8]) {
        buffer += Array((isFirst ? #"{"resourceType":"Bundle","type":"collection","entry":["# : ",").utf8)
        var entry = JSONObject()
        entry["fullUrl"] = url.map { .string($0) }
        entry["resource"] = tree
        JSONTree.object(entry).write(into: &buffer)
    }

    /// The mapped resources, read back from what was written; `nil` where that is more than the gateway reads.
    private static func resources(in buffer: [UInt8]) -> [Resource<R4>?]? {
        // Extensions put values deeper, and names them, so that more is allowed here than of a source.
        let limits = JSONLimits(bytes: 256 << 20, depth: 128, nodes: 16_000_000)
        guard let document = try? JSONDocument(parsing: buffer, limits: limits) else { return nil }
        return document.root["entry"]?.elements.map { $0["resource"].flatMap { Resource<R4>($0) } }
    }
}

extension SourceResource {
    /// The entry of this resource among what could not be read. Its type is named where it looks like a type of FHIR's.
    func unreadable(_ reason: UnreadableResource.Reason) -> UnreadableResource {
        let isName =
            (1...64).contains(type.utf8.count)
            && type.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        return UnreadableResource(position: position, type: isName ? type : nil, reason: reason)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Simulator
import Testing

@testable import mig

/// Compares what the gateway says while a system fails with what it says while all work.
struct FaultJudge: Sendable {
    private let gateway: RunningDemonstration
    private let place: FaultTable.Place
    private let person: String
    private let sources: [DemonstrationSource]
    /// The record while all work.
    private let healthy: RecordDocument
    /// The record of all sources but the one that fails.
    private let others: RecordDocument
    /// Texts that the failing source alone holds.
    private let ownTexts: Set<String>

    init(_ gateway: RunningDemonstration, _ place: FaultTable.Place, person: String) async throws {
        self.gateway = gateway
        self.place = place
        self.person = person
        let record = try await gateway.record(of: person)
        sources = DemonstrationSource.allCases.filter { !record.contribution(of: $0.rawValue).isEmpty }
        let names = sources.filter { .source($0) != place.service }.map(\.rawValue)
        healthy = record
        others = try await gateway.record(of: person, query: "source=" + names.joined(separator: ","))
        var texts: Set<String> = []
        if case .source(let source) = place.service {
            for resource in record.resources(from: source.rawValue) { Self.collect(resource, into: &texts) }
            let elsewhere = others.reply.text
            texts = texts.filter { !elsewhere.contains($0) }
            #expect(texts.count >= 3, "the source holds too little of its own to show that nothing of it leaks")
        }
        ownTexts = texts
        #expect(sources.count == DemonstrationSource.allCases.count)
    }

    func judge(_ cell: FaultTable.Cell) async throws {
        switch (cell.expectation, place.service) {
        case (.closed, _):
            let reply = try await gateway.send("/fhir/R4/Patient/\(person)/$detailed-care-record")
            #expect(reply.status == 503 && reply["Retry-After"] != nil, "\(cell.name): \(reply.status)")
            #expect(reply.issue?["diagnostics"]?.string?.contains("Nothing was released") == true, "\(cell.name)")
            #expect(reply.bytes.count < 2_000 && !reply.text.lowercased().contains("hartley"), "\(cell.name)")
        case (.whole, _): sameAsHealthy(try await gateway.record(of: person), cell)
        case (.notLocated, _): notLocated(try await gateway.record(of: person), cell)
        case (.lacksOne(let remark), .source(let source)):
            lacksOne(try await gateway.record(of: person), cell, source, remark: remark)
        case (.missing(let code, let reason), .source(let source)):
            missing(try await gateway.record(of: person), cell, source, code: code, reason: reason)
        default: Issue.record("\(cell.name) makes no sense at \(place)")
        }
    }

    /// Whether the system that failed is as it was before.
    func judgeMended(_ cell: FaultTable.Cell) async throws {
        guard case .source(let source) = place.service else {
            sameAsHealthy(try await gateway.record(of: person), cell)
            return
        }
        let record = try await gateway.record(of: person, query: "source=" + source.rawValue)
        #expect(Set(record.contribution(of: source).keys) == Set(healthy.contribution(of: source).keys), "\(cell.name)")
        #expect(record.outcomes(of: source) == healthy.outcomes(of: source), "\(cell.name)")
    }

    // MARK: What is expected

    private func sameAsHealthy(_ record: RecordDocument, _ cell: FaultTable.Cell) {
        for source in sources {
            #expect(record.contribution(of: source) == healthy.contribution(of: source), "\(cell.name), \(source)")
            #expect(record.outcomes(of: source) == healthy.outcomes(of: source), "\(cell.name), \(source)")
        }
        #expect(record.words(of: "allergies") == healthy.words(of: "allergies"), "\(cell.name)")
    }

    private func missing(
        _ record: RecordDocument, _ cell: FaultTable.Cell, _ source: DemonstrationSource, code: String, reason: String
    ) {
        let outcomes = record.outcomes(of: source)
        #expect(outcomes.count == healthy.outcomes(of: source).count && !outcomes.isEmpty, "\(cell.name)")
        let unexpected = outcomes.filter { $0.code != "not-supported" && ($0.code != code || $0.reason != reason) }
        #expect(unexpected.isEmpty, "\(cell.name)")
        #expect(record.contribution(of: source).isEmpty, "\(cell.name)")
        #expect(record.words(of: "allergies").contains("ALLERGIES INCOMPLETE"), "\(cell.name)")
        let text = record.reply.text
        let shown = ownTexts.filter { text.contains($0) }
        #expect(shown.isEmpty, "\(cell.name)")
        for other in sources where other != source {
            #expect(record.contribution(of: other) == others.contribution(of: other), "\(cell.name), \(other)")
            #expect(record.outcomes(of: other) == others.outcomes(of: other), "\(cell.name), \(other)")
        }
    }

    private func lacksOne(
        _ record: RecordDocument, _ cell: FaultTable.Cell, _ source: DemonstrationSource, remark: String
    ) {
        let remarks = record.remarks(about: source.rawValue)
        #expect(remarks.contains { $0.contains(remark) }, "\(cell.name): \(remarks)")
        #expect(!healthy.remarks(about: source.rawValue).contains { $0.contains(remark) }, "\(cell.name)")
        let before = Set(healthy.contribution(of: source).keys)
        let after = Set(record.contribution(of: source).keys)
        // A resource on each page is spoiled, and what only it referred to goes with it.
        #expect(after.isSubset(of: before) && (1...16).contains(before.count - after.count) && !after.isEmpty)
        #expect(record.outcomes(of: source).allSatisfy { $0.reason == nil }, "\(cell.name)")
        for other in sources where other != source {
            #expect(
                Set(record.contribution(of: other).keys) == Set(healthy.contribution(of: other).keys), "\(cell.name)")
            #expect(record.outcomes(of: other) == healthy.outcomes(of: other), "\(cell.name), \(other)")
        }
    }

    private func notLocated(_ record: RecordDocument, _ cell: FaultTable.Cell) {
        let practice = DemonstrationSource.anytownSurgery
        #expect(!record.contribution(of: practice).isEmpty, "\(cell.name)")
        #expect(record.outcomes(of: practice) == healthy.outcomes(of: practice), "\(cell.name)")
        for source in sources where source != practice {
            #expect(record.contribution(of: source).isEmpty, "\(cell.name), \(source)")
            let reasons = Set(record.outcomes(of: source).filter { $0.code != "not-supported" }.map(\.reason))
            #expect(reasons == ["not-located"], "\(cell.name), \(source)")
        }
        #expect(record.words(of: "allergies").contains("ALLERGIES INCOMPLETE"), "\(cell.name)")
    }

    private static func collect(_ value: JSONValue, into texts: inout Set<String>) {
        for member in value.members {
            if ["display", "text", "family"].contains(member.name), let text = member.value.string, text.count >= 12 {
                texts.insert(text)
            }
            collect(member.value, into: &texts)
        }
        for element in value.elements { collect(element, into: &texts) }
    }
}

let waitingAsTold: Pause = { try await Task.sleep(for: $0) }

/// Waits four times as long as it is told, so that the time limits of a test can be long enough for a busy machine and yet short
/// of the faults.
let waitingLonger: Pause = { try await Task.sleep(for: $0 * 4) }

extension RecordDocument {
    fileprivate func contribution(of source: DemonstrationSource) -> [String: String] {
        contribution(of: source.rawValue)
    }
}

extension GatewayConfiguration {
    /// Gives one system another time limit.
    mutating func setTimeLimit(_ limit: Duration, of service: SimulatedServiceName) {
        switch service {
        case .demographics: demographics.timeLimit = limit
        case .locator: locator.timeLimit = limit
        case .source(let source): setTimeLimit(limit, of: source)
        case .records: break
        }
    }
}

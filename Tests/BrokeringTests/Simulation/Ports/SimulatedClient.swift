// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Crypto
import Foundation
import Synchronization

/// One who asks: for the whole record, for a record to follow or for where it is held; and may leave at any time.
struct SimulatedClient: Sendable {
    let plan: SimulatedWorld.Client
    let broker: RecordBroker
    let machine: SimulatedMachine
    let truth: SimulatedTruth
    let oracle: RecordOracle
    let log: SimulationLog

    private var name: String { plan.request.traceID }

    func run() async {
        try? await machine.wait(plan.begins)
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                switch plan.aim {
                case .record: await record()
                case .follow: await follow()
                case .locate: await locate()
                }
                return true
            }
            if let leaves = plan.leaves {
                group.addTask {
                    try? await machine.wait(leaves)
                    return false
                }
            }
            if await group.next() == false { log.note(name, "leaves") }
            group.cancelAll()
        }
    }

    /// What is rendered: all that the record says, in an order of its own.
    private static func body(_ record: DetailedCareRecord) -> [UInt8] {
        let ledger = record.ledger.lines.map { line in
            line.source.id.text + " "
                + line.outcomes.sorted { $0.key < $1.key }.map { dataset, outcome in
                    "\(dataset.rawValue)=\(outcome.code)"
                        + (outcome.reason.map { ":\($0.code.rawValue)" } ?? outcome.count.map { ":\($0)" } ?? "")
                }.joined(separator: ",")
        }
        let entries = record.entries.map { "\($0.source.id.text)|\($0.sourceReference)|\($0.id)" }
        let merged =
            record.merged.entries.map { "\($0.id): \($0.originals.map(\.id))" }
            + record.merged.links.map { "\($0.rule.text): \($0.entries)" }
            + record.merged.conflicts.map { "\($0.rule.text): \($0.entries)" }
        return Array((ledger + entries + merged).joined(separator: "\n").utf8)
    }

    /// Asks for the whole record, and then again for what is missing, each time by a request that goes on from the one before.
    private func record() async {
        var request = plan.request
        var wasDelivered = false
        for again in 0...plan.agains {
            let (end, released) = await record(request)
            wasDelivered = wasDelivered || released != nil
            if let released {
                log.expect(
                    (released.kept != nil) == oracle.couldBringMore(plan.request),
                    "\(name) \(released.kept == nil ? "cannot" : "can") ask again for what is missing")
            }
            guard let earlier = released?.kept, again < plan.agains else {
                ended(end, wasDelivered: wasDelivered)
                return
            }
            request.earlier = earlier
        }
    }

    private func record(_ request: RecordRequest) async -> (RecordFollowingEnd, ReleasedRecord?) {
        let kept = Mutex<[DetailedCareRecord]>([])
        let began = machine.elapsed
        let answer = await broker.record(
            request,
            rendering: RecordRenderer { record in
                kept.withLock { $0.append(record) }
                return Self.body(record)
            })
        switch answer {
        case .record(let released):
            let records = kept.withLock { $0 }
            log.expect(records.count == 1, "\(name) had \(records.count) records rendered for one")
            guard let record = records.last else { return (.done, nil) }
            examine(record, released, stage: .whole, told: [])
            let limit = min(plan.request.deadline ?? oracle.world.deadline, oracle.world.deadline)
            // Beside the time in which sources are asked stand the three entries of the audit.
            log.expect(
                machine.elapsed <= began + limit + oracle.world.journal.delay * 3,
                "\(name) was answered after the deadline")
            return (.done, released)
        case .noRecordCanBeShown: return (.noRecordCanBeShown, nil)
        case .notPermitted(let outlook): return (.notPermitted(outlook), nil)
        case .closed(let reason): return (.closed(reason), nil)
        }
    }

    private func follow() async {
        let kept = Mutex<DetailedCareRecord?>(nil)
        let stages = Mutex<(last: RecordStage?, agains: Int, told: [SourceID], updates: Int)>((nil, 0, [], 0))
        let again = AsyncStream.makeStream(of: Void.self)
        let end = await broker.follow(
            plan.request,
            rendering: RecordUpdateRenderer { record, _ in
                kept.withLock { $0 = record }
                return Self.body(record)
            }, again: again.stream
        ) { update in
            guard let record = kept.withLock({ $0 }) else { return }
            let told = stages.withLock { stages in
                stages.last = update.stage
                stages.updates += 1
                stages.told += update.progress.map(\.source.id)
                return stages.told
            }
            examine(record, update.released, stage: update.stage, told: told)
            if plan.pace != .zero { try? await machine.wait(plan.pace) }
            guard update.stage == .whole else { return }
            let asksAgain = stages.withLock { stages in
                stages.told = []
                stages.agains += 1
                return stages.agains <= plan.agains
            }
            if asksAgain { again.continuation.yield() } else { again.continuation.finish() }
        }
        let (last, agains, _, updates) = stages.withLock { $0 }
        if case .done = end {
            log.expect(last == .whole, "\(name) was told the end before the whole")
            let mayStop = agains > plan.agains || !oracle.couldBringMore(plan.request)
            log.expect(mayStop, "\(name) could not ask again for what is missing")
        }
        let bound = (plan.agains + 1) * (oracle.world.sources.count + 1)
        log.expect(updates <= bound, "\(name) was given \(updates) updates, more than \(bound)")
        ended(end, wasDelivered: last != nil)
    }

    private func locate() async {
        switch await broker.locate(plan.request) {
        case .located(let located):
            let expected = oracle.located(plan.request)
            let told = located.map { "\($0.source.id.text)" }
            log.expect(
                Set(told) == expected && told.count == expected.count, "\(name) was told \(told) for \(expected)")
            log.expect(
                truth.durable(name).map(\.event) == [.location], "\(name) was told where before it was audited")
            ended(.done, wasDelivered: false)
        case .noRecordCanBeShown: ended(.noRecordCanBeShown, wasDelivered: false)
        case .notPermitted(let outlook): ended(.notPermitted(outlook), wasDelivered: false)
        case .closed(let reason): ended(.closed(reason), wasDelivered: false)
        }
        log.expect(truth.askings(name).isEmpty, "\(name) wanted to know where, and sources were asked for content")
    }

    /// Holds what was delivered against what truly happened.
    private func examine(
        _ record: DetailedCareRecord, _ released: ReleasedRecord, stage: RecordStage, told: [SourceID]
    ) {
        for line in record.ledger.lines where line.outcomes.values.contains(where: { $0.reason?.code == .suspended }) {
            log.note(name, "is told that \(line.source.id.text) is left alone")
        }
        let digest = SHA256.hash(data: Data(released.body)).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
        log.note(
            name,
            "is given \(stage == .whole ? "the whole" : "a part"), told of \(told.map(\.text)): \(digest.prefix(16))")
        let disclosures = truth.durable(name).filter { $0.event == .disclosure }
        log.expect(
            disclosures.last?.digest == digest, "\(name) was given what no durable entry of the audit tells of")
        log.expect(released.body == Self.body(record), "\(name) was given another body than was rendered")
        for fault in oracle.faults(of: record, for: plan.request, isWhole: stage == .whole, told: Set(told)) {
            log.violation("\(name): \(fault)")
        }
    }

    /// Holds the end against what truly happened.
    private func ended(_ end: RecordFollowingEnd, wasDelivered: Bool) {
        log.note(name, "ends: \(end)")
        let events = truth.durable(name).map(\.event)
        switch end {
        case .done:
            log.expect(!oracle.isClosed(plan.request), "\(name) was given what nobody may show")
        case .noRecordCanBeShown:
            log.expect(
                oracle.world.trace.outcome == .noRecordCanBeShown && events == [.refusal] && !wasDelivered,
                "\(name) was told that no record can be shown")
        case .notPermitted:
            log.expect(
                oracle.isClosed(plan.request) && events.last == .refusal && events.count { $0 == .refusal } == 1,
                "\(name) was told that nothing may be shown")
            // Only what was permitted when an earlier round began may have been shown before.
            log.expect(
                !wasDelivered || truth.rulings(name).count > 1, "\(name) was shown something though nothing may be")
        case .closed(.sharingUnavailable):
            log.expect(oracle.world.registerFailsFrom != nil, "\(name) was told that the sharing register fails")
            log.expect(!events.contains(.location), "\(name) was told where though the sharing register fails")
        case .closed(.auditUnavailable):
            log.expect(oracle.world.journal.failsFrom != nil, "\(name) was told that the audit fails")
        case .closed(.demographicsUnavailable):
            let isSo = oracle.world.trace.outcome == .fails || oracle.world.trace.delay == nil
            log.expect(isSo && events.isEmpty && !wasDelivered, "\(name) was told that the trace fails")
        case .closed(.unknownSource): log.violation("\(name) was told that a source is not known")
        case .closed(.overloaded):
            log.expect(
                oracle.world.admission.requests < oracle.world.clients.count || oracle.world.admission.bytes < 1 << 20,
                "\(name) was turned away though there was room")
        case .closed(.abandoned):
            log.expect(plan.leaves != nil, "\(name) was abandoned and had not left")
        }
        if oracle.world.trace.outcome != .found {
            log.expect(truth.askings(name).isEmpty, "\(name): sources were asked of a person who was not traced")
        }
        for fault in oracle.faultsOfAsking(plan.request, events) { log.violation("\(name): \(fault)") }
    }
}

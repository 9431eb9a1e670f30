// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import GRDB
import Storage
import Synchronization

/// Writes entries that are appended at the same time in one transaction, so that they wait for the disk together. Whoever comes
/// while nobody writes, writes; who comes meanwhile waits, and the first of them writes next, for all who wait by then.
final class GroupCommit: Sendable {
    typealias Outcome = Result<Void, AuditFailure>

    /// What one who waited is told.
    private enum Turn: Sendable {
        /// Another has written the entry, or failed to.
        case written(Outcome)
        /// It is this one's turn to write.
        case write
    }

    private struct State {
        var isWriting = false
        var waiting: [(entry: AuditEntry, continuation: CheckedContinuation<Turn, Never>)] = []
    }

    /// The most entries of one transaction: more would make the first of them wait for no gain.
    private static let mostEntries = 256

    private let database: DurableDatabase
    private let state = Mutex(State())

    init(_ database: DurableDatabase) { self.database = database }

    /// Appends an entry; it is on disk when this returns success.
    func append(_ entry: AuditEntry) async -> Outcome {
        let turn = await withCheckedContinuation { continuation in
            let isOwnTurn = state.withLock { state in
                if state.isWriting {
                    state.waiting.append((entry, continuation))
                    return false
                }
                state.isWriting = true
                return true
            }
            if isOwnTurn { continuation.resume(returning: Turn.write) }
        }
        guard case .written(let outcome) = turn else { return await write(entry) }
        return outcome
    }

    /// Writes an entry and those of all who wait, tells them, and hands on the turn.
    private func write(_ entry: AuditEntry) async -> Outcome {
        let others = state.withLock { state in
            let taken = Array(state.waiting.prefix(Self.mostEntries - 1))
            state.waiting.removeFirst(taken.count)
            return taken
        }
        let outcomes = await commit([entry] + others.map(\.entry))
        for (other, outcome) in zip(others, outcomes.dropFirst()) {
            other.continuation.resume(returning: .written(outcome))
        }
        let next = state.withLock { state -> CheckedContinuation<Turn, Never>? in
            guard !state.waiting.isEmpty else {
                state.isWriting = false
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: .write)
        return outcomes[0]
    }

    /// All entries in one transaction; where that fails, each in its own, so that one that the table refuses fails alone.
    private func commit(_ entries: [AuditEntry]) async -> [Outcome] {
        let together = await database.writeForAll { database in
            for entry in entries { try entry.insert(into: database) }
        }
        if case .success = together { return entries.map { _ in .success(()) } }
        guard entries.count > 1 else { return [together.mapError(Self.failure)] }
        var outcomes: [Outcome] = []
        for entry in entries {
            outcomes.append(await database.writeForAll { try entry.insert(into: $0) }.mapError(Self.failure))
        }
        return outcomes
    }

    private static func failure(_ error: any Error) -> AuditFailure {
        guard let error = error as? DatabaseError else { return AuditFailure("the audit could not be written") }
        return AuditFailure("the audit could not be written (SQLite \(error.extendedResultCode.rawValue))")
    }
}

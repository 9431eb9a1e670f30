// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
import CareRecord
public import FHIR
import GRDB
public import Sharing

/// The sharing register in one SQLite file: agreements, preferences, permissions and alerts. Several processes may use one file; each
/// request reads the policy's version in the same transaction as all else, so that a change is obeyed by the next request everywhere.
public struct SQLiteSharingRegister: SharingRegister {
    /// For how long answers at the point of care hold.
    public struct Limits: Hashable, Sendable {
        public var consultationSeconds: Int
        public var episodeSeconds: Int
        /// Eight hours, which no configuration changes.
        static let emergencySeconds = 8 * 3600

        public init(consultationSeconds: Int = 12 * 3600, episodeSeconds: Int = 28 * 86_400) {
            self.consultationSeconds = consultationSeconds
            self.episodeSeconds = episodeSeconds
        }
    }

    let database: DurableDatabase
    let reading: AgreementReading
    let limits: Limits
    let cache = PolicyCache()
    let watch = EnumerationWatch()

    /// Opens or makes the register.
    /// - Throws: a database error, or ``DurableDatabase/Fault`` where commits would not be durable.
    public init(path: String, reading: AgreementReading, limits: Limits = Limits()) throws {
        database = try DurableDatabase(path: path, migrations: SharingSchema.migrations)
        self.reading = reading
        self.limits = limits
    }

    public func facts(for question: SharingQuestion, at now: FHIRDateTime) async throws(SharingFailure) -> SharingFacts
    {
        let visit = try PointOfCare(question, at: now, limits: limits)
        try await note(visit.requester, askingAbout: visit.number, traceID: question.traceID, at: now)
        do {
            if let facts = try await read(visit) { return facts }
            return try await database.write { database -> SharingFacts in
                try visit.recordStatement(in: database)
                let facts = try self.facts(of: visit, in: database)
                try visit.raiseAlerts(given: facts, in: database)
                return facts
            }
        } catch {
            throw SharingFailure(database: error)
        }
    }

    /// The facts where nothing has to be written for them; `nil` where something has.
    private func read(_ visit: PointOfCare) async throws -> SharingFacts? {
        guard !visit.isToBeRecorded else { return nil }
        return try await database.read { database -> SharingFacts? in
            guard try visit.isAlerted(in: database) else { return nil }
            return try self.facts(of: visit, in: database)
        }
    }

    private func facts(of visit: PointOfCare, in database: Database) throws -> SharingFacts {
        SharingFacts(
            policy: try policy(in: database), numbers: Set(visit.question.numbers),
            preferences: try Self.preferences(of: visit.question.numbers, in: database),
            permissions: try visit.permissions(in: database), relationship: try visit.relationship(in: database),
            now: visit.now)
    }

    /// Runs one transaction that changes the register.
    func change<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(RegisterFault) -> Value {
        do {
            return try await database.write(body)
        } catch {
            throw Self.fault(error)
        }
    }

    /// Reads a consistent state.
    func look<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(RegisterFault) -> Value {
        do {
            return try await database.read(body)
        } catch {
            throw Self.fault(error)
        }
    }

    private static func fault(_ error: any Error) -> RegisterFault {
        error as? RegisterFault ?? .unavailable(SharingFailure(database: error))
    }
}

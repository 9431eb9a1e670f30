// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
public import CareRecord
public import FHIR
import GRDB
public import Sharing

extension SQLiteSharingRegister: PreferenceRegister {
    public func keep(
        _ preference: SharingPreference, of number: NHSNumber, recordedBy person: String, at now: FHIRDateTime
    ) async throws(SharingFailure) {
        do throws(RegisterFault) {
            try await record(preference, of: number, by: person, at: now)
        } catch {
            throw SharingFailure("the wish could not be recorded")
        }
    }

    public func standing(of numbers: [NHSNumber]) async throws(SharingFailure) -> [SharingPreference] {
        do {
            return try await database.read { try Self.preferences(of: numbers, in: $0) }
                .sorted { ($0.controller ?? "") < ($1.controller ?? "") }
        } catch {
            throw SharingFailure(database: error)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Terminology

extension RecordCollector.Record {
    /// Takes what another search brought, and what is missing from that.
    mutating func take(_ other: Self) {
        pages += other.pages
        faults += other.faults.filter { !faults.contains($0) }
    }
}

/// A person's wishes about sharing stand in the record as any other entry. They hold for the whole of it; so they are asked for whatever
/// else is, and cannot be missed as only a part of the record was wanted.
extension RecordCollector {
    /// The wishes that the other searches do not bring.
    func wishes(of patient: PatientFinder.Patient, besides types: [RecordType]) async -> Record {
        var record = Record()
        for type in [RecordType.observation, .consent] where !types.contains(type) {
            do throws(PageFault) {
                let found = try await wishes(of: patient, as: type)
                record.pages += found.pages
                if let reason = found.interruption { record.faults.append(unknown(reason)) }
            } catch {
                // A server that has no such type holds no wishes of it.
                if !error.isNotSupported { record.faults.append(unknown(error.fault.reason)) }
            }
        }
        return record
    }

    /// Where the wishes are not known, nothing that was asked for is called whole.
    private func unknown(_ reason: SourceOutcome.Reason) -> PartialFault {
        PartialFault(datasets: datasets, reason: reason)
    }

    /// The wishes of a type; all that there is of it where the server does not know searches by code.
    private func wishes(of patient: PatientFinder.Patient, as type: RecordType) async throws(PageFault) -> SearchPages {
        guard type == .observation else { return try await search(type, of: patient, codes: []) }
        do throws(PageFault) {
            return try await search(type, of: patient, codes: DissentCodes.all)
        } catch {
            guard error.isNotSupported else { throw error }
            return try await search(type, of: patient, codes: [])
        }
    }

    private func search(
        _ type: RecordType, of patient: PatientFinder.Patient, codes: [String]
    ) async throws(PageFault) -> SearchPages {
        var query = [(name: "patient", value: patient.id), ("_count", String(collector.configuration.pageSize))]
        if !codes.isEmpty { query.append(("code", codes.joined(separator: ","))) }
        let address = collector.client.connection.address.appending(type.rawValue, query: query)
        return try await collector.pages(from: .get(address, headers: collector.headers))
    }
}

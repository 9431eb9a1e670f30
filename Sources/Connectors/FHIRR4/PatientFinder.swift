// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// Finds the server's Patient for an NHS number.
struct PatientFinder: Sendable {
    let collector: PageCollector

    /// A Patient of the server, and the page on which it was found.
    struct Patient: Sendable {
        let id: String
        let pages: [Bundle<R4>]
    }

    private var address: WebAddress { collector.client.connection.address.appending("Patient") }

    /// The one Patient with this number; `nil` when there is none.
    /// - Throws: ``SourceFault``, also when there is more than one, or one with another number: nobody is ever guessed.
    func patient(with number: NHSNumber) async throws(SourceFault) -> Patient? {
        let found = try await search(number)
        let patients = found.matches.filter { $0.type == "Patient" }
        if found.pages.allSatisfy(\.entries.isEmpty), found.pages.contains(where: { ($0.total ?? 0) > 0 }) {
            throw .refused(.identityMissing, "The source says that it knows the person, but sent no Patient.")
        }
        if let reason = found.interruption { throw .notAvailable(reason) }
        var unread = found.pages.flatMap(\.entries).filter { $0.searchMode == nil || $0.searchMode == "match" }
        unread.removeAll { $0.resource != nil }
        guard unread.isEmpty else {
            throw .notAvailable(.invalidAnswer, "A patient that the source found could not be read.")
        }
        guard Set(patients.compactMap(\.id)).count <= 1, patients.count <= 1 || patients.allSatisfy({ $0.id != nil })
        else { throw .refused(.anotherPerson, "The source has two patients with this NHS number.") }
        guard let patient = patients.first else { return nil }
        guard let id = patient.id, Self.isLegal(id) else {
            throw .notAvailable(.invalidAnswer, "The source's patient has no id that can be used.")
        }
        let numbers = patient.identifiers.filter { $0.system == CodeSystem.nhsNumber }.compactMap(\.value)
        guard numbers.isEmpty || numbers.contains(where: { Self.isSame($0, number) }) else {
            throw .refused(.anotherPerson, "The source answered with a patient who has another NHS number.")
        }
        return Patient(id: id, pages: found.pages)
    }

    private func search(_ number: NHSNumber) async throws(SourceFault) -> SearchPages {
        let fields = [(name: "identifier", value: CodeSystem.nhsNumber + "|" + number.disclosed)]
        do throws(PageFault) {
            return try await collector.pages(from: .search(address, headers: collector.headers, fields: fields))
        } catch {
            guard error.isNotSupported, collector.configuration.allowsNumberInAddress else { throw error.fault }
        }
        let patients = collector.client.connection.address.appending("Patient", query: fields)
        do throws(PageFault) {
            return try await collector.pages(from: .get(patients, headers: collector.headers))
        } catch {
            throw error.fault
        }
    }

    private static func isSame(_ text: String, _ number: NHSNumber) -> Bool { (try? NHSNumber(text)) == number }

    /// FHIR's grammar of an id, without the two that would lead elsewhere in an address.
    private static func isLegal(_ id: String) -> Bool {
        (1...64).contains(id.utf8.count) && id != "." && id != ".."
            && id.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
            }
    }
}

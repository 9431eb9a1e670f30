// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR

/// Fetches the record of one Patient: everything at once where the server can, else each type by itself.
struct RecordCollector: Sendable {
    let collector: PageCollector
    let capability: ServerCapability?
    let datasets: Set<Dataset>

    /// Pages, and what is missing from them.
    struct Record: Sendable {
        var pages: [Bundle<R4>] = []
        var faults: [PartialFault] = []
    }

    private var configuration: FHIRR4Configuration { collector.configuration }
    private var address: WebAddress { collector.client.connection.address }

    func record(of patient: PatientFinder.Patient) async throws(SourceFault) -> Record {
        if triesEverything, let record = try await everything(of: patient) { return record }
        return await searches(for: patient)
    }

    private var triesEverything: Bool {
        switch configuration.everything {
        case .always: true
        case .never: false
        case .automatic: capability?.offersEverything ?? true
        }
    }

    /// `nil` when the server turns out not to have the operation, or to answer it without the patient.
    private func everything(of patient: PatientFinder.Patient) async throws(SourceFault) -> Record? {
        let question = HTTPQuestion.get(
            address.appending("Patient/\(patient.id)/$everything", query: [("_count", String(configuration.pageSize))]),
            headers: collector.headers)
        let found: SearchPages
        do throws(PageFault) {
            found = try await collector.pages(from: question)
        } catch {
            guard error.isNotSupported else { throw error.fault }
            return nil
        }
        let holdsPatient = found.pages.flatMap(\.resources).contains { $0.type == "Patient" && $0.id == patient.id }
        guard holdsPatient else { return nil }
        let fault = found.interruption.map { PartialFault(datasets: Set(Dataset.allCases), reason: $0) }
        return Record(pages: found.pages, faults: fault.map { [$0] } ?? [])
    }

    private enum TypeAnswer: Sendable {
        case pages(SearchPages)
        case notOffered
        case fault(SourceFault)
    }

    /// One search for each type, some at a time. A type that fails takes only its own datasets with it.
    private func searches(for patient: PatientFinder.Patient) async -> Record {
        let types = RecordType.types(for: datasets).filter { type in
            !type.isRare || capability?.types.contains(type.rawValue) ?? true
        }
        let answers = await withTaskGroup(of: (Int, TypeAnswer).self) { group in
            var answers: [(Int, TypeAnswer)] = []
            for (place, type) in types.enumerated() {
                if place >= max(1, configuration.searchesAtOnce), let answer = await group.next() {
                    answers.append(answer)
                }
                group.addTask { (place, await self.search(type, for: patient)) }
            }
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }
        }
        var record = record(of: patient, from: answers.map { (types[$0.0], $0.1) })
        record.take(await wishes(of: patient, besides: types))
        return record
    }

    /// A type that the server does not hold is no fault, unless nothing else was had for a dataset.
    private func record(
        of patient: PatientFinder.Patient, from answers: [(type: RecordType, answer: TypeAnswer)]
    ) -> Record {
        var record = Record(pages: patient.pages)
        var answered: Set<Dataset> = []
        for case (let type, .pages) in answers { answered.formUnion(type.datasets) }
        for (type, answer) in answers {
            let datasets = type.datasets
            switch answer {
            case .pages(let found):
                record.pages += found.pages
                if let reason = found.interruption {
                    record.faults.append(PartialFault(datasets: datasets, reason: reason))
                }
            case .notOffered:
                let missing = datasets.subtracting(answered)
                if !missing.isEmpty { record.faults.append(PartialFault(datasets: missing, reason: Self.notOffered)) }
            case .fault(let fault): record.faults.append(PartialFault(datasets: datasets, reason: fault.reason))
            }
        }
        return record
    }

    private static let notOffered = SourceOutcome.Reason(
        .switchedOff, "The source offers none of the resources that this dataset is made of.")

    private func search(_ type: RecordType, for patient: PatientFinder.Patient) async -> TypeAnswer {
        do throws(PageFault) {
            return .pages(try await pages(of: type, for: patient, with: type.include))
        } catch {
            guard error.isNotSupported else { return .fault(error.fault) }
        }
        if type.include != nil {
            // A server that knows no _include may still know the type.
            do throws(PageFault) {
                return .pages(try await pages(of: type, for: patient, with: nil))
            } catch {
                guard error.isNotSupported else { return .fault(error.fault) }
            }
        }
        if lacks(type) { return .notOffered }
        return .fault(
            .notAvailable(.invalidAnswer, "The source does not answer searches for \(type.rawValue)."))
    }

    /// Whether a server that refuses a type also says that it does not hold it. Allergies are never taken to be absent on a server's
    /// word alone.
    private func lacks(_ type: RecordType) -> Bool {
        guard let capability else { return type.isRare }
        guard type != .allergyIntolerance else { return false }
        return !capability.types.contains(type.rawValue)
    }

    private func pages(
        of type: RecordType, for patient: PatientFinder.Patient, with include: String?
    ) async throws(PageFault) -> SearchPages {
        var query = [(name: "patient", value: patient.id), ("_count", String(configuration.pageSize))]
        if let include { query.append(("_include", include)) }
        return try await collector.pages(
            from: .get(address.appending(type.rawValue, query: query), headers: collector.headers))
    }
}

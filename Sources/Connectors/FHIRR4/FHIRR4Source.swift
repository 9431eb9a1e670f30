// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
public import CareRecord
import FHIR

/// A FHIR R4 server as a source: the Patient is found by NHS number, the record by `$everything` or by searching each type.
public struct FHIRR4Source: RecordSource {
    public let description: SourceDescription
    private let configuration: FHIRR4Configuration
    private let client: BoundedHTTPClient
    private let newIdentifier: @Sendable () -> String
    private let memory = CapabilityMemory()

    /// A source behind a client whose address is the server's FHIR base.
    /// - Parameter newIdentifier: makes a UUID, for `X-Request-ID`.
    public init(
        _ description: SourceDescription, configuration: FHIRR4Configuration = FHIRR4Configuration(),
        client: BoundedHTTPClient, newIdentifier: @escaping @Sendable () -> String
    ) {
        self.description = description
        self.configuration = configuration
        self.client = client
        self.newIdentifier = newIdentifier
    }

    public var timeLimit: Duration { configuration.timeLimit }

    private typealias PatientAnswer = Result<PatientFinder.Patient?, SourceFault>
    private typealias RecordResult = Result<RecordCollector.Record, SourceFault>

    public func record(for query: SourceQuery, until deadline: ContinuousClock.Instant) async -> SourceAnswer {
        guard !query.numbers.isEmpty else { return SourceFault.nobody.answer }
        let limit = min(deadline, client.clock.now.advanced(by: timeLimit))
        let collector = PageCollector(
            client: client, configuration: configuration, headers: headers(traceID: query.traceID),
            budget: ByteBudget(client.connection.recordBytes, in: query.inProgress), deadline: limit)
        async let capability = capability(until: limit)
        let answers = await patients(for: query.numbers, PatientFinder(collector: collector))
        var patients: [PatientFinder.Patient] = []
        var failures: [SourceFault] = []
        for answer in answers {
            switch answer {
            case .success(let patient?) where !patients.contains { $0.id == patient.id }: patients.append(patient)
            case .success: break
            case .failure(let fault): failures.append(fault)
            }
        }
        if let refusal = failures.first(where: { $0.reason.code == .anotherPerson }) { return refusal.answer }
        guard !patients.isEmpty else { return failures.first?.answer ?? .personNotKnown }
        let records = RecordCollector(
            collector: collector, capability: await capability, datasets: query.datasets)
        return await answer(from: records, about: patients, failures)
    }

    public func health(until deadline: ContinuousClock.Instant) async -> SourceHealth {
        await client.health(metadata, until: min(deadline, client.clock.now.advanced(by: timeLimit)))
    }

    private var metadata: HTTPQuestion {
        .get(client.connection.address.appending("metadata"), headers: headers(traceID: nil))
    }

    private func headers(traceID: String?) -> [(name: String, value: String)] {
        [("Accept", "application/fhir+json"), ("Cache-Control", "no-store"), ("X-Request-ID", newIdentifier())]
            + (traceID.map { [("X-Correlation-ID", $0)] } ?? [])
    }

    /// What the server says of itself; `nil` when it says nothing that can be read, soon enough.
    private func capability(until deadline: ContinuousClock.Instant) async -> ServerCapability? {
        guard configuration.everything != .always else { return nil }
        let now = client.clock.now
        if let remembered = memory.recall(at: now) { return remembered }
        let limit = min(deadline, now.advanced(by: configuration.capabilityTimeLimit))
        guard let answer = try? await client.answer(to: metadata, until: limit), answer.statusFault == nil,
            let value = try? answer.json(limits: client.connection.jsonLimits),
            let capability = ServerCapability(value)
        else {
            let moment = min(configuration.capabilityMemory, .seconds(60))
            if !Task.isCancelled { memory.remember(nil, until: now.advanced(by: moment)) }
            return nil
        }
        memory.remember(capability, until: now.advanced(by: configuration.capabilityMemory))
        return capability
    }

    private func patients(for numbers: [NHSNumber], _ finder: PatientFinder) async -> [PatientAnswer] {
        await withTaskGroup(of: (Int, PatientAnswer).self) { group in
            for (place, number) in numbers.enumerated() {
                group.addTask {
                    do throws(SourceFault) {
                        return (place, .success(try await finder.patient(with: number)))
                    } catch {
                        return (place, .failure(error))
                    }
                }
            }
            var answers: [(Int, PatientAnswer)] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// The records of all Patients that stand for this person; what failed for any leaves every dataset incomplete.
    private func answer(
        from collector: RecordCollector, about patients: [PatientFinder.Patient], _ earlier: [SourceFault]
    ) async -> SourceAnswer {
        var failures = earlier
        var whole = RecordCollector.Record()
        for patient in patients {
            do throws(SourceFault) {
                let record = try await collector.record(of: patient)
                whole.pages += record.pages
                whole.faults += record.faults.filter { !whole.faults.contains($0) }
            } catch {
                failures.append(error)
            }
        }
        guard !whole.pages.isEmpty else { return failures.first?.answer ?? .personNotKnown }
        let everything = Set(Dataset.allCases)
        let faults = failures.map { PartialFault(datasets: everything, reason: $0.reason) }
        return .searchPages(whole.pages, faults: faults + whole.faults)
    }
}

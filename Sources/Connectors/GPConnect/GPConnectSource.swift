// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
public import CareRecord
import FHIR
import JSON

/// A practice's record over GP Connect Access Record: Structured 1.6, asked for as a real consumer does.
public struct GPConnectSource: RecordSource {
    public let description: SourceDescription
    private let configuration: GPConnectConfiguration
    private let client: BoundedHTTPClient
    private let newIdentifier: @Sendable () -> String

    private static let interactions = "urn:nhs:names:services:gpconnect:"
    private static let mediaType = "application/fhir+json"

    /// A source behind a client whose address is the provider's root, or that root through the Spine Secure Proxy.
    /// - Parameter newIdentifier: makes a UUID, for `Ssp-TraceID`.
    public init(
        _ description: SourceDescription, configuration: GPConnectConfiguration, client: BoundedHTTPClient,
        newIdentifier: @escaping @Sendable () -> String
    ) {
        self.description = description
        self.configuration = configuration
        self.client = client
        self.newIdentifier = newIdentifier
    }

    public var timeLimit: Duration { configuration.timeLimit }

    /// What the practice answered for one number.
    private enum NumberAnswer: Sendable {
        case record(Bundle<STU3>, faults: [PartialFault])
        case personNotKnown
        case fault(SourceFault)
    }

    public func record(for query: SourceQuery, until deadline: ContinuousClock.Instant) async -> SourceAnswer {
        guard !query.numbers.isEmpty else { return SourceFault.nobody.answer }
        let limit = min(deadline, client.clock.now.advanced(by: timeLimit))
        let budget = ByteBudget(client.connection.recordBytes, in: query.inProgress)
        let answers = await withTaskGroup(of: (Int, NumberAnswer).self) { group in
            for (place, number) in query.numbers.enumerated() {
                group.addTask { (place, await self.answer(about: number, in: query, budget, until: limit)) }
            }
            var answers: [(Int, NumberAnswer)] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }.map(\.1)
        }
        return Self.combined(answers)
    }

    public func health(until deadline: ContinuousClock.Instant) async -> SourceHealth {
        let headers = headers(
            interaction: "structured:fhir:rest:read:metadata-1", scope: .readOrganisation,
            asker: nil)
        return await client.health(
            .get(client.connection.address.appending("metadata"), headers: headers),
            until: min(deadline, client.clock.now.advanced(by: timeLimit)))
    }

    private func answer(
        about number: NHSNumber, in query: SourceQuery, _ budget: ByteBudget, until deadline: ContinuousClock.Instant
    ) async -> NumberAnswer {
        let areas = StructuredRecordArea.areas(for: query.datasets)
        let question = HTTPQuestion.post(
            client.connection.address.appending("Patient/$gpc.getstructuredrecord"),
            headers: headers(
                interaction: "fhir:operation:gpc.getstructuredrecord-1", scope: .readPatient,
                asker: query.asker),
            contentType: Self.mediaType, body: StructuredRecordParameters(number: number, areas: areas).tree.bytes)
        do throws(SourceFault) {
            let answer = try await client.answer(to: question, budget: budget, until: deadline)
            return try read(answer, areas)
        } catch {
            return .fault(error)
        }
    }

    private func headers(
        interaction: String, scope: GPConnectToken.Scope, asker: SourceQuery.Asker?
    ) -> [(name: String, value: String)] {
        let token = GPConnectToken(
            configuration: configuration, asker: asker, scope: scope, issuedAt: client.clock.utc)
        return [
            ("Ssp-TraceID", newIdentifier()),
            ("Ssp-From", configuration.consumerASID),
            ("Ssp-To", configuration.providerASID),
            ("Ssp-InteractionID", Self.interactions + interaction),
            ("Authorization", "Bearer " + token.text),
            ("Accept", Self.mediaType),
            ("Cache-Control", "no-store"),
        ]
    }

    /// *Not known* must be said in the practice's own words: a bare 404 may as well come from a wrong address.
    private func read(_ answer: HTTPAnswer, _ areas: [StructuredRecordArea]) throws(SourceFault) -> NumberAnswer {
        let limits = client.connection.jsonLimits
        if let statusFault = answer.statusFault {
            let meaning = Self.meaning(of: answer.reportedIssues(limits: limits))
            if case .personNotKnown = meaning, answer.status >= 500 { throw statusFault }
            guard let meaning else { throw statusFault }
            return meaning
        }
        let value = try answer.json(limits: limits)
        if let bundle = Bundle<STU3>(value) {
            if let unknown = StructuredRecordFaults.ofWishes(in: bundle) { throw unknown }
            return .record(bundle, faults: StructuredRecordFaults(areas: areas).faults(in: bundle))
        }
        guard let meaning = Self.meaning(of: ReportedIssue.all(in: value)) else { throw .notABundle }
        return meaning
    }

    private static func meaning(of issues: [ReportedIssue]) -> NumberAnswer? {
        for code in issues.flatMap(\.spineCodes) {
            switch SpineError(code: code) {
            case .personNotKnown: return .personNotKnown
            case .fault(let fault): return .fault(fault)
            case nil: continue
            }
        }
        return nil
    }

    /// One answer from those for each number. A patient's refusal under any number is a refusal; where one failed it is not known
    /// whether they dissent, and nothing is taken of the others.
    private static func combined(_ answers: [NumberAnswer]) -> SourceAnswer {
        var bundles: [Bundle<STU3>] = []
        var faults: [PartialFault] = []
        var failures: [SourceFault] = []
        for answer in answers {
            switch answer {
            case .record(let bundle, let found):
                bundles.append(bundle)
                faults += found.filter { !faults.contains($0) }
            case .personNotKnown: break
            case .fault(let fault): failures.append(fault)
            }
        }
        if let refusal = failures.first(where: { $0.reason.code == .noPatientConsent }) { return refusal.answer }
        if let failure = failures.first { return failure.answer }
        return bundles.isEmpty ? .personNotKnown : .structuredRecord(bundles, faults: faults)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
public import CareRecord
import FHIR

/// The National Record Locator of England: which organisations hold records of a person (FHIR R4, consumer API).
public struct NationalRecordLocator: RecordLocator {
    private let configuration: NationalRecordLocatorConfiguration
    private let client: BoundedHTTPClient
    private let newIdentifier: @Sendable () -> String

    /// A locator behind a client whose address is the API's FHIR base.
    /// - Parameter newIdentifier: makes a UUID, for `X-Request-ID` and `X-Correlation-ID`.
    public init(
        configuration: NationalRecordLocatorConfiguration, client: BoundedHTTPClient,
        newIdentifier: @escaping @Sendable () -> String
    ) {
        self.configuration = configuration
        self.client = client
        self.newIdentifier = newIdentifier
    }

    public func custodians(
        for numbers: [NHSNumber], until deadline: ContinuousClock.Instant
    ) async throws(LocateFailure) -> Set<String> {
        let limit = min(deadline, client.clock.now.advanced(by: configuration.timeLimit))
        let answers = await withTaskGroup(of: Result<Set<String>, SourceFault>.self) { group in
            for number in numbers {
                group.addTask {
                    do throws(SourceFault) {
                        return .success(try await self.custodians(for: number, of: numbers, until: limit))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            var answers: [Result<Set<String>, SourceFault>] = []
            for await answer in group { answers.append(answer) }
            return answers
        }
        do throws(SourceFault) {
            var codes: Set<String> = []
            for answer in answers { codes.formUnion(try answer.get()) }
            return codes
        } catch {
            throw LocateFailure(error.reason)
        }
    }

    /// Whether the locator can be reached.
    public func health(until deadline: ContinuousClock.Instant) async -> SourceHealth {
        await client.healthOfService(
            .get(client.connection.address.appending("metadata"), headers: headers),
            until: min(deadline, client.clock.now.advanced(by: configuration.timeLimit)))
    }

    private var headers: [(name: String, value: String)] {
        [
            ("Accept", "application/fhir+json"), ("Cache-Control", "no-store"),
            ("X-Request-ID", newIdentifier()), ("X-Correlation-ID", newIdentifier()),
            ("NHSD-End-User-Organisation-ODS", configuration.endUserOrganisation),
        ]
    }

    /// A pointer that cannot be read or is about somebody else, or pages that end too soon, fail the whole answer: half a list would pass for all there is.
    private func custodians(
        for number: NHSNumber, of numbers: [NHSNumber], until deadline: ContinuousClock.Instant
    ) async throws(SourceFault) -> Set<String> {
        let collector = PageCollector(
            client: client, configuration: FHIRR4Configuration(maximumPages: configuration.maximumPages),
            headers: headers, budget: ByteBudget(client.connection.recordBytes), deadline: deadline)
        let question = HTTPQuestion.search(
            client.connection.address.appending("DocumentReference"), headers: headers,
            fields: [("subject:identifier", CodeSystem.nhsNumber + "|" + number.disclosed)])
        let found: SearchPages
        do throws(PageFault) {
            found = try await collector.pages(from: question)
        } catch {
            throw error.status == 403 ? .notAuthorised : error.fault
        }
        if let reason = found.interruption { throw .notAvailable(reason) }
        guard found.pages.flatMap(\.entries).allSatisfy({ $0.resource != nil }) else { throw Self.unreadablePointer }
        var codes: Set<String> = []
        for resource in found.matches where resource.type == "DocumentReference" {
            let pointer = RecordPointer(resource)
            guard !pointer.isAboutSomebodyElse(than: numbers) else { throw Self.anothersPointer }
            guard let status = pointer.status else { throw Self.unreadablePointer }
            guard status == "current" else { continue }
            guard let custodian = pointer.custodian else { throw Self.unreadablePointer }
            codes.insert(custodian)
        }
        return codes
    }

    private static let anothersPointer = SourceFault.notAvailable(
        .invalidAnswer, "A pointer of the locator is about another person.")
    private static let unreadablePointer = SourceFault.notAvailable(
        .invalidAnswer, "A pointer of the locator could not be read.")
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import CareRecord
import FHIR
import Foundation
import JSON
import NIOCore
import NIOHTTP1

/// Asks a running gateway for a record. The number goes in the body, never into an address.
struct GatewayClient: Sendable {
    let gateway: String
    let token: String?

    /// It does not try again by itself: where no gateway listens, whoever asks is told at once.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(10)
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// Asks for a record, telling of each source as it answers.
    /// - Returns: the record in the form asked for.
    /// - Throws: ``CommandFailure`` with what the gateway said.
    func record(
        _ parameters: JSONTree, form: String, progress: @Sendable (JSONValue) -> Void
    ) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: gateway + "/fhir/R4/Patient/$detailed-care-record")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/fhir+json")
        request.headers.add(name: "Accept", value: "text/event-stream, \(form);q=0.9")
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        request.body = .bytes(parameters.bytes)
        let response: HTTPClientResponse
        do {
            response = try await Self.client.execute(request, timeout: .seconds(130))
        } catch {
            throw CommandFailure.failed(
                "No gateway answers at \(gateway): start one with 'mig demo', or name another with --gateway.")
        }
        guard response.status == .ok,
            response.headers.first(name: "content-type")?.hasPrefix("text/event-stream") == true
        else {
            let body = try await response.body.collect(upTo: 1 << 20)
            throw Self.failure(Array(body.readableBytesView), status: response.status.code)
        }
        return try await record(in: response.body, progress: progress)
    }

    /// Calls an operation that answers FHIR in one piece.
    /// - Throws: ``CommandFailure`` with what the gateway said.
    func operation(_ name: String, _ parameters: JSONTree) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: gateway + "/fhir/R4/" + name)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/fhir+json")
        request.headers.add(name: "Accept", value: "application/fhir+json")
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        request.body = .bytes(parameters.bytes)
        let (status, body): (UInt, [UInt8])
        do {
            let response = try await Self.client.execute(request, timeout: .seconds(130))
            (status, body) = (
                response.status.code, Array(try await response.body.collect(upTo: 4 << 20).readableBytesView)
            )
        } catch {
            throw CommandFailure.failed(
                "No gateway answers at \(gateway): start one with 'mig demo', or name another with --gateway.")
        }
        guard status == 200 || status == 201 else { throw Self.failure(body, status: status) }
        return body
    }

    private func record(
        in body: HTTPClientResponse.Body, progress: @Sendable (JSONValue) -> Void
    ) async throws -> [UInt8] {
        var events = ServerSentEvents()
        do {
            for try await piece in body {
                for event in events.take(piece.readableBytesView) {
                    switch event.name {
                    case "source":
                        if let document = try? JSONDocument(parsing: event.data) { progress(document.root) }
                    case "record": return Array(event.data.utf8)
                    case "outcome": throw Self.failure(Array(event.data.utf8), status: 500)
                    default: break
                    }
                }
            }
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure.failed(
                "The gateway at \(gateway) stopped answering before the record was complete: try again.")
        }
        throw CommandFailure.failed("The gateway at \(gateway) ended its answer without a record: try again.")
    }

    /// What an OperationOutcome says, as a sentence.
    static func failure(_ body: [UInt8], status: UInt) -> CommandFailure {
        let issues = (try? JSONDocument(parsing: body))?.root["issue"].map { Array($0.elements) } ?? []
        let words = issues.compactMap { $0["diagnostics"]?.string }.joined(separator: " ")
        let sentence = words.isEmpty ? "The gateway answered with status \(status)." : words
        return status == 400 ? .askedWrongly(sentence) : .failed(sentence)
    }
}

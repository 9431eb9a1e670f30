// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import JSON
import NIOCore
import NIOHTTP1

@testable import mig

/// Events of the gateway, read as they come.
struct EventStream {
    private var pieces: HTTPClientResponse.Body.AsyncIterator
    private var parser = ServerSentEvents()
    private var ready: [ServerSentEvents.Event] = []

    init(_ response: HTTPClientResponse) { pieces = response.body.makeAsyncIterator() }

    /// The events up to one of this name, this one included; all that are left where none is.
    mutating func events(through name: String) async throws -> [ServerSentEvents.Event] {
        var result: [ServerSentEvents.Event] = []
        while true {
            while !ready.isEmpty {
                result.append(ready.removeFirst())
                if result.last?.name == name { return result }
            }
            guard let piece = try await pieces.next() else { return result }
            ready = parser.take(piece.readableBytesView)
        }
    }
}

extension ServerSentEvents.Event {
    var json: JSONValue? { (try? JSONDocument(parsing: data))?.root }
}

extension RunningDemonstration {
    /// A visitor of the viewer who has found a person.
    struct Visit: Sendable {
        let cookie: String
        let path: String
        /// That of the form by which the person was found.
        let token: String
    }

    func visit(_ nhsNumber: String) async throws -> Visit {
        let home = try await send("/viewer")
        guard let cookie = home["set-cookie"]?.prefix(while: { $0 != ";" }),
            let mark = home.text.firstRange(of: "name=\"token\" value=\"")
        else { throw Missing("no form") }
        let token = home.text[mark.upperBound...].prefix { $0 != "\"" }
        let found = try await send(
            "/viewer/find", method: "POST",
            headers: ["Content-Type": "application/x-www-form-urlencoded", "Cookie": String(cookie)],
            body: "nhs-number=\(nhsNumber)&token=\(token)")
        guard let path = found["location"] else { throw Missing("no address of the record") }
        return Visit(cookie: String(cookie), path: path, token: String(token))
    }

    /// Opens a stream of events.
    func events(_ path: String, headers: KeyValuePairs<String, String>) async throws -> EventStream {
        var request = HTTPClientRequest(url: address + path)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        return EventStream(try await HTTPClient.shared.execute(request, timeout: .seconds(120)))
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import JSON
import NIOCore
import NIOHTTP1

/// Reads a stream of events as it comes.
struct EventReader {
    struct Event {
        let name: String
        let data: String

        var json: JSONValue? { (try? JSONDocument(parsing: data))?.root }
    }

    let status: Int
    private var pieces: HTTPClientResponse.Body.AsyncIterator
    private var unread = ""

    init(_ response: HTTPClientResponse) {
        status = Int(response.status.code)
        pieces = response.body.makeAsyncIterator()
    }

    /// The next event; `nil` at the end of the stream.
    mutating func next() async throws -> Event? {
        while true {
            if let end = unread.firstRange(of: "\n\n") {
                let lines = unread[..<end.lowerBound].split(separator: "\n")
                unread = String(unread[end.upperBound...])
                func values(_ field: String) -> [Substring] {
                    lines.filter { $0.hasPrefix(field) }.map { $0.dropFirst(field.count) }
                }
                return Event(
                    name: String(values("event: ").first ?? ""), data: values("data: ").joined(separator: "\n"))
            }
            guard let piece = try await pieces.next() else { return nil }
            unread += String(buffer: piece)
        }
    }

    /// The events up to one of a name, this one included.
    mutating func events(through name: String) async throws -> [Event] {
        var result: [Event] = []
        while let event = try await next() {
            result.append(event)
            if event.name == name { break }
        }
        return result
    }

    /// All events that are still to come.
    mutating func rest() async throws -> [Event] {
        var result: [Event] = []
        while let event = try await next() { result.append(event) }
        return result
    }
}

extension [EventReader.Event] {
    var names: [String] { map(\.name) }
    /// The ids of the regions that were sent.
    var regions: [String] { compactMap { $0.json?["region"]?.string } }
    var words: String? { last { $0.name == "stage" }?.json?["words"]?.string }
}

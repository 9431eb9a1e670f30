// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Reads a stream of server-sent events (WHATWG HTML, 9.2) piece by piece.
struct ServerSentEvents {
    struct Event: Equatable {
        var name = "message"
        var data = ""
    }

    private var rest: [UInt8] = []
    private var event = Event()
    private var hasData = false

    /// Takes the next bytes and gives the events that they complete.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [Event] {
        rest += bytes
        var events: [Event] = []
        var start = rest.startIndex
        while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            var line = rest[start..<end]
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            if let finished = take(line: String(decoding: line, as: UTF8.self)) { events.append(finished) }
            start = end + 1
        }
        rest.removeSubrange(..<start)
        return events
    }

    private mutating func take(line: String) -> Event? {
        guard !line.isEmpty else {
            defer { (event, hasData) = (Event(), false) }
            return hasData ? event : nil
        }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count > 1 ? String(parts[1]) : ""
        if value.hasPrefix(" ") { value.removeFirst() }
        switch parts[0] {
        case "event": event.name = value
        case "data":
            event.data += (hasData ? "\n" : "") + value
            hasData = true
        default: break
        }
        return nil
    }
}

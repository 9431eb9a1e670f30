// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// One event of a stream (`text/event-stream`; WHATWG HTML, server-sent events).
struct ServerSentEvent: Sendable {
    let name: StaticString
    let data: [UInt8]

    /// The event as it is sent, every line of its data marked as such.
    var bytes: [UInt8] {
        var result = Array("event: \(name)\ndata: ".utf8)
        result.reserveCapacity(result.count + data.count + 16)
        for (place, byte) in data.enumerated() {
            switch byte {
            case UInt8(ascii: "\r") where place + 1 < data.count && data[place + 1] == UInt8(ascii: "\n"): continue
            case UInt8(ascii: "\r"), UInt8(ascii: "\n"): result += Array("\ndata: ".utf8)
            default: result.append(byte)
            }
        }
        return result + Array("\n\n".utf8)
    }

    /// Several events that were sent as one, each with the empty line that ends it.
    static func separated(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var result: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        let lineEnd = UInt8(ascii: "\n")
        for place in bytes.indices.dropFirst() where bytes[place] == lineEnd && bytes[place - 1] == lineEnd {
            result.append(bytes[start...place])
            start = place + 1
        }
        if start < bytes.endIndex { result.append(bytes[start...]) }
        return result
    }
}

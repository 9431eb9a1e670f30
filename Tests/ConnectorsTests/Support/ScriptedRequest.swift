// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import NIOCore

/// A request as it came over the socket.
struct ScriptedRequest: Sendable {
    let method: String
    let target: String
    /// Names in lower case.
    let headers: [(name: String, value: String)]
    let body: String

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The path without its query.
    var path: String { String(target.prefix { $0 != "?" }) }

    /// Takes one whole request off the front of what has been received; `nil` until it is whole.
    static func take(from buffer: inout ByteBuffer) -> ScriptedRequest? {
        let text = String(decoding: buffer.readableBytesView, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n").map(String.init)
        guard let first = lines.first?.split(separator: " "), first.count == 3 else { return nil }
        let headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (
                name: line[..<colon].lowercased(),
                value: String(line[colon...].dropFirst().drop { $0 == " " })
            )
        }
        let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? 0
        let headLength = text[..<end.upperBound].utf8.count
        guard buffer.readableBytes >= headLength + length else { return nil }
        buffer.moveReaderIndex(forwardBy: headLength)
        let body = buffer.readString(length: length) ?? ""
        return ScriptedRequest(method: String(first[0]), target: String(first[1]), headers: headers, body: body)
    }
}

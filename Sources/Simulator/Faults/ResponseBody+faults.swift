// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Hummingbird
import NIOCore

/// Bodies that are sent wrongly.
extension ResponseBody {
    /// One byte at a time.
    static func dripping(_ body: [UInt8], every interval: Duration, _ pause: @escaping Pause) -> ResponseBody {
        ResponseBody(contentLength: body.count) { writer in
            for byte in body {
                try await pause(interval)
                try await writer.write(ByteBuffer(bytes: [byte]))
            }
            try await writer.finish(nil)
        }
    }

    /// Half of what was promised, then the end of the connection.
    static func closing(_ body: [UInt8], _ channel: any Channel) -> ResponseBody {
        ResponseBody(contentLength: body.count) { writer in
            try await writer.write(ByteBuffer(bytes: body.prefix(body.count / 2)))
            try await channel.close()
            throw CancellationError()
        }
    }

    /// The outermost object's first member twice.
    static func repeatingFirstMember(_ body: [UInt8]) -> ResponseBody {
        var spoiled: [UInt8] = Array(#"{"resourceType":"Bundle","#.utf8)
        spoiled.append(contentsOf: body.drop { $0 != UInt8(ascii: "{") }.dropFirst())
        return ResponseBody(byteBuffer: ByteBuffer(bytes: spoiled))
    }

    /// A bundle of so many bytes, most of them blanks between two entries, made as they are sent.
    static func endlessBundle(_ bytes: Int) -> ResponseBody {
        ResponseBody { writer in
            let blanks = ByteBuffer(repeating: UInt8(ascii: " "), count: 64 << 10)
            try await writer.write(ByteBuffer(string: #"{"resourceType":"Bundle","type":"collection","entry":["#))
            var sent = 0
            while sent < bytes {
                try await writer.write(blanks)
                sent += blanks.readableBytes
            }
            try await writer.write(ByteBuffer(string: "]}"))
            try await writer.finish(nil)
        }
    }

    /// Much in little.
    static func bomb(_ bomb: GzipBomb) -> ResponseBody {
        ResponseBody(contentLength: bomb.compressedSize) { writer in
            let rounds = 4096
            let block = ByteBuffer(bytes: [[UInt8]](repeating: GzipBomb.pattern, count: rounds).joined())
            try await writer.write(ByteBuffer(bytes: bomb.head))
            var remaining = bomb.repeats - 1
            while remaining >= rounds {
                try await writer.write(block)
                remaining -= rounds
            }
            let rest = [[UInt8]](repeating: GzipBomb.pattern, count: remaining).joined()
            try await writer.write(ByteBuffer(bytes: Array(rest) + bomb.tail))
            try await writer.finish(nil)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Hummingbird
import NIOCore

/// Bodies that are sent wrongly.
extension ResponseBody {
    /// A right answer as a fault of sending leaves it; `nil` for a fault of another kind.
    static func sentWrongly(
        _ body: [UInt8], _ fault: SimulatedFault, _ channel: any Channel, _ pause: @escaping Pause
    ) -> ResponseBody? {
        switch fault {
        case .dripping(let interval): .dripping(body, every: interval, pause)
        case .inPieces(let count, let interval): .inPieces(count, body, every: interval, pause)
        case .stoppingAfterFirstByte: .stoppingAfterFirstByte(body, pause)
        case .closingMidBody: .closing(body, channel)
        case .truncatedJSON: .written(body.prefix(body.count / 2))
        case .lastByteMissing: .written(body.dropLast())
        case .notJSON: .written(Array("\u{1F} this is no JSON".utf8) + [0xFF, 0xFE])
        case .duplicateKey: .repeatingFirstMember(body)
        case .longer(let limit): .padded(body, to: limit + 1)
        case .hugeBody(let bytes): .endlessBundle(bytes)
        default: nil
        }
    }

    /// Bytes, all at once.
    static func written(_ bytes: some Collection<UInt8>) -> ResponseBody {
        ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    }

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

    /// In so many pieces.
    static func inPieces(
        _ count: Int, _ body: [UInt8], every interval: Duration, _ pause: @escaping Pause
    ) -> ResponseBody {
        ResponseBody(contentLength: body.count) { writer in
            let size = max(1, (body.count + count - 1) / count)
            for start in stride(from: 0, to: body.count, by: size) {
                try await pause(interval)
                try await writer.write(ByteBuffer(bytes: body[start..<min(start + size, body.count)]))
            }
            try await writer.finish(nil)
        }
    }

    /// One byte, and then nothing for as long as the caller waits.
    static func stoppingAfterFirstByte(_ body: [UInt8], _ pause: @escaping Pause) -> ResponseBody {
        ResponseBody(contentLength: body.count) { writer in
            try await writer.write(ByteBuffer(bytes: body.prefix(1)))
            try await pause(.seconds(3600))
            throw CancellationError()
        }
    }

    /// All of it, and blanks behind it until it has so many bytes.
    static func padded(_ body: [UInt8], to count: Int) -> ResponseBody {
        ResponseBody(contentLength: max(count, body.count)) { writer in
            try await writer.write(ByteBuffer(bytes: body))
            let blanks = ByteBuffer(repeating: UInt8(ascii: " "), count: 64 << 10)
            var remaining = count - body.count
            while remaining > 0 {
                let piece = blanks.getSlice(at: 0, length: min(remaining, blanks.readableBytes)) ?? blanks
                try await writer.write(piece)
                remaining -= piece.readableBytes
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
        return .written(spoiled)
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

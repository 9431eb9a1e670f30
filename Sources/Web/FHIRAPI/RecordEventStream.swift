// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Hummingbird
import JSON
import NIOCore

/// A record as a stream of events (`text/event-stream`): `source` as each source answers or is given up, without a word of what it
/// said, then `record` with the whole record, or `outcome` with an OperationOutcome.
struct RecordEventStream: Sendable {
    let service: any RecordService
    let request: RecordRequest
    let renderer: RecordRenderer

    private enum Event: Sendable {
        case progress(SourceProgress)
        case end(RecordAnswer)
    }

    func answer(_ origin: GatewayRequest) -> Answer {
        var answer = Answer(contentType: MediaType.eventStream)
        let stream = self
        answer.body = ResponseBody { writer in
            let (events, continuation) = AsyncStream<Event>.makeStream()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { continuation.finish() }
                    let end = await origin.channel.whileClientIsHere {
                        await stream.service.record(stream.request, rendering: stream.renderer) { progress in
                            continuation.yield(.progress(progress))
                        }
                    }
                    if let end { continuation.yield(.end(end)) }
                }
                for await event in events {
                    try await writer.write(ByteBuffer(bytes: Self.bytes(of: event, traceID: origin.traceID)))
                }
                try await group.waitForAll()
            }
            try await writer.finish(nil)
        }
        return answer
    }

    private static func bytes(of event: Event, traceID: String) -> [UInt8] {
        switch event {
        case .progress(let progress):
            let data: JSONTree = [
                "source": .string(progress.source.id.text), "name": .string(progress.source.name),
                "answered": .boolean(progress.hasAnswered), "done": .number(String(progress.done)),
                "total": .number(String(progress.total)),
            ]
            return bytes("source", data.bytes)
        case .end(let answer):
            do { return bytes("record", try answer.releasedBody()) } catch {
                return bytes("outcome", error.outcome(traceID: traceID).tree.bytes)
            }
        }
    }

    /// One event, every line of its data marked as such.
    static func bytes(_ name: String, _ data: [UInt8]) -> [UInt8] {
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
}

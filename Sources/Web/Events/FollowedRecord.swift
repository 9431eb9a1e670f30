// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Says in events what the following of a record hands on. It belongs to one client and remembers what that client has been sent.
protocol RecordEvents: Sendable {
    /// What is sent before anything is known of the record; it may be empty.
    func opening() -> [UInt8]
    /// What is sent of an update.
    mutating func events(of update: RecordUpdate) -> [UInt8]
    /// What is sent at the end.
    mutating func ending(_ end: RecordFollowingEnd) -> [UInt8]
}

/// A record that is followed for one client, for as long as the client stays and the time allows. What the sources gave is held
/// only while the answer is being written.
struct FollowedRecord: Sendable {
    /// How long a client is served.
    struct Limits: Sendable {
        /// After it sources that are missing cannot be asked again: the following ends by itself.
        var lifetime: Duration
        /// How often a client is shown that the stream is alive.
        var beat: Duration
        /// How long a client that has stopped reading may hold up the end.
        var grace = Duration.seconds(30)
    }

    let service: any RecordService
    let request: RecordRequest
    let renderer: RecordUpdateRenderer
    let clock: any GatewayClock
    let limits: Limits
    /// Asks the missing sources again; a stream that has finished where the client cannot ask for that.
    let again: AsyncStream<Void>
    /// Says that nobody will ask again.
    let stopWaiting: @Sendable () -> Void
    /// Is told when nothing is sent any more, however it ended.
    let onClose: @Sendable () -> Void

    private enum Item: Sendable {
        case update(RecordUpdate)
        case end(RecordFollowingEnd)
        case beat
    }

    func answer<Events: RecordEvents>(_ origin: GatewayRequest, in events: Events) -> Answer {
        var answer = Answer(contentType: MediaType.eventStream)
        // A proxy that gathers an answer before it hands it on would keep everything back until the end.
        answer.headers[.accelBuffering] = "no"
        let record = self
        answer.body = ResponseBody { writer in
            defer { record.onClose() }
            // A gateway that shuts down waits for nobody to ask again.
            try await withGracefulShutdownHandler {
                try await record.write(events, to: &writer, origin)
            } onGracefulShutdown: {
                record.stopWaiting()
            }
            try await writer.finish(nil)
        }
        return answer
    }

    private func write(_ first: some RecordEvents, to writer: inout any ResponseBodyWriter, _ origin: GatewayRequest)
        async throws
    {
        var events = first
        let (items, next) = AsyncStream<Item>.makeStream()
        let (receipts, receipt) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer {
                receipt.finish()
                group.cancelAll()
            }
            group.addTask { await follow(origin, into: next, receipts) }
            group.addTask { try await end(origin) }
            group.addTask { try await beat(into: next) }
            try await Self.send(events.opening(), to: &writer)
            for await item in items {
                switch item {
                case .update(let update):
                    try await Self.send(events.events(of: update), to: &writer)
                    receipt.yield()
                case .end(let end): try await Self.send(events.ending(end), to: &writer)
                case .beat: try await Self.send(ServerSentEvent(name: "beat", data: []).bytes, to: &writer)
                }
            }
        }
    }

    private static func send(_ bytes: [UInt8], to writer: inout any ResponseBodyWriter) async throws {
        guard !bytes.isEmpty else { return }
        try await writer.write(ByteBuffer(bytes: bytes))
    }

    /// Follows the record until it ends or the client goes. An update is put together only when the one before it is written, so
    /// that a slow client does not fill the memory.
    private func follow(
        _ origin: GatewayRequest, into items: AsyncStream<Item>.Continuation, _ receipts: AsyncStream<Void>
    ) async {
        defer { items.finish() }
        let end = await origin.channel.whileClientIsHere {
            await service.follow(request, rendering: renderer, again: again) { update in
                items.yield(.update(update))
                for await _ in receipts { break }
            }
        }
        if let end { items.yield(.end(end)) }
    }

    private func end(_ origin: GatewayRequest) async throws {
        let lifetimeEnd = clock.now + limits.lifetime
        try await clock.sleep(until: lifetimeEnd)
        stopWaiting()
        try await clock.sleep(until: lifetimeEnd + limits.grace)
        // The client does not read what it is sent: only the connection's end ends the writing.
        try await origin.channel.close()
    }

    private func beat(into items: AsyncStream<Item>.Continuation) async throws {
        while true {
            try await clock.sleep(until: clock.now + limits.beat)
            items.yield(.beat)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// The sources of a benchmark in a process of their own: eight ports that hold records, and one for the services. Each line on
/// standard input is `source conduct`; the process ends with its input.
enum SourceServer {
    static func run(_ manner: SourceManner, persons: Int) async throws {
        let answers = SourceAnswers(manner, persons: persons)
        let conducts = SourceConducts()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var ports: [Int] = []
        var channels: [any Channel] = []
        for source in (0..<SourceManner.sources).map(Optional.some) + [nil] {
            let channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 4096)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            SourceHandler(answers: answers, source: source, conducts: conducts))
                    }
                }.bind(host: "127.0.0.1", port: 0).get()
            ports.append(channel.localAddress?.port ?? 0)
            channels.append(channel)
        }
        Readiness.tell(ports)
        while let line = readLine() {
            let words = line.split(separator: " ")
            if words.count == 2, let source = Int(words[0]), let conduct = SourceConduct(String(words[1])) {
                conducts.set(conduct, of: source)
            }
        }
        exit(0)
    }
}

/// How a source conducts itself.
enum SourceConduct: Sendable, Equatable {
    case answers
    /// It answers after so many milliseconds.
    case slow(Int64)
    /// It takes the question and never answers.
    case hangs
    case fails
    /// It sends half an answer and closes.
    case cuts

    init?(_ text: String) {
        switch text {
        case "answers": self = .answers
        case "hangs": self = .hangs
        case "fails": self = .fails
        case "cuts": self = .cuts
        default:
            guard text.hasPrefix("slow-"), let milliseconds = Int64(text.dropFirst(5)) else { return nil }
            self = .slow(milliseconds)
        }
    }
}

final class SourceConducts: Sendable {
    private let conducts = Mutex(Array(repeating: SourceConduct.answers, count: SourceManner.sources))

    func set(_ conduct: SourceConduct, of source: Int) { conducts.withLock { $0[source] = conduct } }
    func conduct(of source: Int?) -> SourceConduct {
        source.map { place in conducts.withLock { $0[place] } } ?? .answers
    }
}

/// Reads requests just far enough to answer them.
private final class SourceHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answers: SourceAnswers
    private let source: Int?
    private let conducts: SourceConducts
    private var received = ""

    init(answers: SourceAnswers, source: Int?, conducts: SourceConducts) {
        self.answers = answers
        self.source = source
        self.conducts = conducts
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        while let answer = nextAnswer() {
            switch conducts.conduct(of: source) {
            case .answers: context.write(wrapOutboundOut(answer), promise: nil)
            case .fails: context.write(wrapOutboundOut(answers.failure), promise: nil)
            case .hangs: break
            case .cuts:
                let half = answer.getSlice(at: answer.readerIndex, length: answer.readableBytes / 2) ?? answer
                let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
                context.writeAndFlush(wrapOutboundOut(half)).whenComplete { _ in bound.value.close(promise: nil) }
            case .slow(let milliseconds):
                let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) {
                    let (handler, context) = bound.value
                    context.writeAndFlush(handler.wrapOutboundOut(answer), promise: nil)
                }
            }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func nextAnswer() -> ByteBuffer? {
        guard let end = received.ranges(of: "\r\n\r\n").first else { return nil }
        let head = received[..<end.lowerBound]
        var length = 0
        for line in head.split(separator: "\r\n").dropFirst() where line.lowercased().hasPrefix("content-length:") {
            length = Int(line.dropFirst(15).drop { $0 == " " }) ?? 0
        }
        guard received[end.upperBound...].utf8.count >= length else { return nil }
        let bodyEnd = received.utf8.index(end.upperBound, offsetBy: length)
        let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
        let answer =
            words.count > 1
            ? answers.answer(target: words[1], body: received[end.upperBound..<bodyEnd], source: source)
            : answers.notFound
        received = String(received[bodyEnd...])
        return answer
    }
}

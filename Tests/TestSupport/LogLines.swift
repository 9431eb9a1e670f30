// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Logging
import Synchronization

/// Everything that was logged. A class, because the logger that writes and the test that reads share it.
public final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    /// Each line as it is logged, for one reader.
    public let arrivals: AsyncStream<String>
    private let arrival: AsyncStream<String>.Continuation

    public init() { (arrivals, arrival) = AsyncStream.makeStream() }

    public var text: String { lines.withLock { $0.joined(separator: "\n") } }

    public var logger: Logger {
        var logger = Logger(label: "test", factory: { _ in Handler(lines: self) })
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = "\(event.message) \(metadata) \(event.metadata ?? [:])"
            lines.lines.withLock { $0.append(line) }
            lines.arrival.yield(line)
        }
    }
}

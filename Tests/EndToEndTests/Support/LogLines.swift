// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Logging
import Synchronization

/// Everything that was logged. A class, because the logger that writes and the test that reads share it.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    var logger: Logger {
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
            lines.lines.withLock { lines in
                lines.append("\(event.message) \(metadata) \(event.metadata ?? [:])")
            }
        }
    }
}

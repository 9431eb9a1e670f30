// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// Clients that ask for one person's record after the other, each from a thread of its own, and count every answer's entries.
struct Load {
    let port: Int
    /// The path for a person's record.
    let path: @Sendable (Int) -> String
    /// How many entries the answer about a person must have.
    let expected: @Sendable (Int) -> Int
    var persons = InventedPerson.count
    /// Whether every answer with status 200 counts, whatever its entries.
    var countsEveryAnswer = false
    /// Header lines that are sent besides, each with its end.
    var headers = ""

    /// What a run showed.
    struct Result: Sendable {
        /// The seconds of each right answer, quickest first.
        var latencies: [Double] = []
        /// The seconds of each refusal (503), quickest first.
        var refusals: [Double] = []
        /// Answers that lack entries and say so, naming the source that did not answer.
        var incomplete = 0
        /// Answers with a wrong count that they do not explain, another status, or none at all.
        var wrong = 0
        var bytes = 0
        var seconds = 0.0

        var rate: Double { Double(latencies.count) / max(seconds, 1e-9) }

        func quantile(_ part: Double, refused: Bool = false) -> Double {
            let sorted = refused ? refusals : latencies
            return sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
        }

        mutating func add(_ other: Result) {
            latencies += other.latencies
            refusals += other.refusals
            wrong += other.wrong
            incomplete += other.incomplete
            bytes += other.bytes
        }
    }

    /// Asks for so many seconds from so many clients.
    /// - Parameter interval: seconds from one question of a client to its next; 0 for at once.
    func run(clients: Int, seconds: Double, interval: Double = 0) async -> Result {
        let begun = ContinuousClock.now
        let end = begun.advanced(by: .seconds(seconds))
        var result = await withTaskGroup(of: Result.self) { group in
            for client in 0..<clients {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        let thread = Thread {
                            continuation.resume(
                                returning: ask(client: client, of: clients, until: end, interval: interval))
                        }
                        thread.stackSize = 256 << 10
                        thread.start()
                    }
                }
            }
            return await group.reduce(into: Result()) { $0.add($1) }
        }
        result.seconds = begun.duration(to: .now) / .seconds(1)
        result.latencies.sort()
        result.refusals.sort()
        return result
    }

    private func ask(client: Int, of clients: Int, until end: ContinuousClock.Instant, interval: Double) -> Result {
        let connection = LoadConnection(port: port)
        var result = Result()
        var person = client * persons / clients
        var next = ContinuousClock.now.advanced(by: .seconds(interval * Double(client) / Double(clients)))
        while ContinuousClock.now < end {
            if interval > 0 {
                let wait = ContinuousClock.now.duration(to: next) / .seconds(1)
                if wait > 0 { usleep(UInt32(wait * 1e6)) }
                next = max(next.advanced(by: .seconds(interval)), .now)
            }
            let begun = ContinuousClock.now
            let answer = try? connection.get(path(person), headers: headers)
            let latency = begun.duration(to: .now) / .seconds(1)
            switch answer {
            case let answer? where answer.status == 503: result.refusals.append(latency)
            case let answer? where answer.status == 200 && (countsEveryAnswer || answer.entries == expected(person)):
                result.latencies.append(latency)
                result.bytes += answer.bytes
            case let answer? where answer.status == 200 && connection.saysIncomplete: result.incomplete += 1
            default:
                result.wrong += 1
                if answer == nil { usleep(10_000) }
            }
            person = (person + 1) % persons
        }
        return result
    }
}

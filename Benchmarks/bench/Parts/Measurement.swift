// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How long one piece of work took, over several rounds in one process.
struct Measurement {
    /// The seconds of each round, quickest first.
    let rounds: [Double]

    var best: Double { rounds.first ?? .infinity }
    var median: Double { rounds.isEmpty ? .infinity : rounds[rounds.count / 2] }

    /// Runs `work` once unmeasured and then until it has been measured often and long enough.
    /// - Parameter work: returns a number that depends on what it did, so that the optimiser cannot leave it out.
    static func of(
        minimumRounds: Int = 5, minimumSeconds: Double = 1, _ work: () throws -> Int
    ) rethrows -> Measurement {
        let clock = ContinuousClock()
        var checksum = try work()
        var rounds: [Double] = []
        var total = 0.0
        while rounds.count < minimumRounds || total < minimumSeconds {
            let start = clock.now
            checksum &+= try work()
            let seconds = start.duration(to: clock.now) / .seconds(1)
            rounds.append(seconds)
            total += seconds
        }
        withExtendedLifetime(checksum) {}
        return Measurement(rounds: rounds.sorted())
    }
}

/// One row of what the benchmark prints.
struct Row {
    let name: String
    let best: String
    let median: String
    /// What it is to reach; empty where it is only shown for comparison.
    var goal = ""

    /// A rate in MB (10⁶ bytes) a second.
    static func rate(_ name: String, bytes: Int, _ measurement: Measurement, goal: String = "") -> Row {
        func text(_ seconds: Double) -> String { "\(Int((Double(bytes) / seconds / 1e6).rounded())) MB/s" }
        return Row(name: name, best: text(measurement.best), median: text(measurement.median), goal: goal)
    }

    /// A cost in nanoseconds for each of `count` things.
    static func cost(_ name: String, count: Int, _ measurement: Measurement, goal: String = "") -> Row {
        func text(_ seconds: Double) -> String { "\((seconds / Double(count) * 1e10).rounded() / 10) ns" }
        return Row(name: name, best: text(measurement.best), median: text(measurement.median), goal: goal)
    }
}

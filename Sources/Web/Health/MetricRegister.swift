// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Metrics
import Synchronization

/// The gateway's metrics, kept in memory and given as Prometheus text. Labels come from code alone: routes as patterns, statuses and
/// codes; never what a client or a source sent. What would be more series than the limit is not kept.
public final class MetricRegister: MetricsFactory {
    /// A metric's name and labels.
    struct Series: Hashable, Comparable {
        let name: String
        let labels: [String]

        init(_ name: String, _ dimensions: [(String, String)]) {
            self.name = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
            labels = dimensions.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.sorted()
        }

        private static func escaped(_ text: String) -> String {
            text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        }

        static func < (left: Self, right: Self) -> Bool {
            (left.name, left.labels.joined(separator: ",")) < (right.name, right.labels.joined(separator: ","))
        }
    }

    private struct Value {
        let isCounter: Bool
        var number: Double
    }

    private static let mostSeries = 4_000
    private let values = Mutex<[Series: Value]>([:])

    public init() {}

    /// Counts one more.
    func count(_ name: String, _ dimensions: [(String, String)]) { add(1, to: Series(name, dimensions)) }

    fileprivate func add(_ number: Double, to series: Series) {
        values.withLock { values in
            guard values[series] != nil || values.count < Self.mostSeries else { return }
            values[series, default: Value(isCounter: true, number: 0)].number += number
        }
    }

    fileprivate func set(_ number: Double, of series: Series) {
        values.withLock { values in
            guard values[series] != nil || values.count < Self.mostSeries else { return }
            values[series] = Value(isCounter: false, number: number)
        }
    }

    /// All of it, in the text format of Prometheus (0.0.4).
    var text: String {
        let values = values.withLock { $0 }.sorted { $0.key < $1.key }
        var text = ""
        var last = ""
        for (series, value) in values {
            if series.name != last { text += "# TYPE \(series.name) \(value.isCounter ? "counter" : "gauge")\n" }
            last = series.name
            let labels = series.labels.isEmpty ? "" : "{" + series.labels.joined(separator: ",") + "}"
            let number = Int64(exactly: value.number).map { "\($0)" } ?? "\(value.number)"
            text += "\(series.name)\(labels) \(number)\n"
        }
        return text
    }

    // MARK: For libraries that measure themselves

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        Handler(self, Series(label, dimensions))
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        Handler(self, Series(label, dimensions))
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        Handler(self, Series(label, dimensions))
    }

    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}
}

/// One series as a library holds it.
private final class Handler: CounterHandler, RecorderHandler, TimerHandler {
    private let register: MetricRegister
    private let series: MetricRegister.Series

    init(_ register: MetricRegister, _ series: MetricRegister.Series) {
        self.register = register
        self.series = series
    }

    func increment(by amount: Int64) { register.add(Double(amount), to: series) }
    func reset() {}
    func record(_ value: Int64) { register.set(Double(value), of: series) }
    func record(_ value: Double) { register.set(value, of: series) }
    func recordNanoseconds(_ duration: Int64) { register.set(Double(duration) / 1e9, of: series) }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Who is let in, who waits and who is refused. First come, first served; but whoever could not be served in time is refused at
/// once, so that no work is done for an answer that comes too late. A value without a clock of its own.
struct AdmissionQueue: Sendable {
    struct Ticket: Hashable, Sendable { let number: Int }

    enum Arrival: Sendable, Equatable {
        case enters
        case waits
        /// Nobody comes in time; it may help to come again after so long.
        case refused(retryAfter: Duration)
    }

    private struct Waiting: Sendable {
        let ticket: Ticket
        let latest: ContinuousClock.Instant
    }

    /// How long work may wait for a processor before fewer are let in: far less than any source's time limit, which a gateway that
    /// is itself too slow to read would blame on the source.
    static let tolerableLag = Duration.milliseconds(40)
    /// How many are let in at first, and how many always.
    static let first = 32
    static let least = 4

    let limits: AdmissionLimits
    /// How many may be inside now: fewer than the limit while work waits for a processor, whatever the machine. Requests that wait
    /// for slow sources cost nothing, and do not count as work.
    private(set) var allowed: Int
    private var lastCut: ContinuousClock.Instant?
    private(set) var inside = 0
    private(set) var bytes = 0
    private var waiting: [Waiting] = []
    /// How long a request stays and how much it holds, on average of late; 0 until one has left.
    private var stay = Duration.zero
    private var size = 0

    init(_ limits: AdmissionLimits) {
        self.limits = limits
        allowed = min(limits.requests, Self.first)
    }

    var waitingCount: Int { waiting.count }
    func isWaiting(_ ticket: Ticket) -> Bool { waiting.contains { $0.ticket == ticket } }

    /// Whether there is room for one more. A quarter of the bytes is kept for those that hold more than is usual.
    private var hasRoom: Bool {
        inside == 0 || (inside < allowed && bytes + size <= limits.bytes / 4 * 3)
    }

    /// How long one would wait behind so many.
    private func wait(behind count: Int) -> Duration {
        stay * (count + 1) / max(1, allowed)
    }

    /// A request comes.
    /// - Parameter latest: when it must have entered to be answered in time.
    mutating func arrive(
        _ ticket: Ticket, latest: ContinuousClock.Instant, at now: ContinuousClock.Instant
    ) -> Arrival {
        // Whoever is too late does not enter any more, and so is before nobody.
        if hasRoom, waiting.allSatisfy({ $0.latest <= now }) {
            inside += 1
            return .enters
        }
        let wait = wait(behind: waiting.count)
        guard waiting.count < limits.waiting, now.advanced(by: wait) < latest else {
            return .refused(retryAfter: wait)
        }
        waiting.append(Waiting(ticket: ticket, latest: latest))
        return .waits
    }

    /// A request that waits goes away, or has waited too long.
    /// - Returns: after how long it may help to come again; `nil` when it does not wait any more.
    mutating func giveUp(_ ticket: Ticket) -> Duration? {
        guard let place = waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        waiting.remove(at: place)
        return wait(behind: waiting.count)
    }

    /// A request leaves its place after so long; it may still hold bytes.
    /// - Parameter lag: how long its work waited for a processor at most.
    /// - Returns: those who enter now.
    mutating func leave(
        after stay: Duration, holding size: Int, lag: Duration = .zero, at now: ContinuousClock.Instant
    ) -> [Ticket] {
        adapt(to: lag, stay: stay, at: now)
        inside -= 1
        self.stay = self.stay == .zero ? stay : (self.stay * 7 + stay) / 8
        self.size = (self.size * 7 + size) / 8
        return next(at: now)
    }

    /// Lets fewer in when work had to wait for a processor, once for all those that were inside together; one more when it had not and
    /// all places are taken.
    private mutating func adapt(to lag: Duration, stay: Duration, at now: ContinuousClock.Instant) {
        if lag > Self.tolerableLag {
            if let lastCut, now < lastCut.advanced(by: stay) { return }
            lastCut = now
            allowed = min(limits.requests, max(Self.least, allowed * 3 / 4))
        } else if inside >= allowed {
            allowed = min(limits.requests, allowed + 1)
        }
    }

    /// Takes bytes; `false` when so many are not left.
    mutating func take(_ count: Int) -> Bool {
        guard bytes + count <= limits.bytes else { return false }
        bytes += count
        return true
    }

    /// Gives bytes back.
    /// - Returns: those who enter now.
    mutating func giveBack(_ count: Int, at now: ContinuousClock.Instant) -> [Ticket] {
        bytes -= count
        return next(at: now)
    }

    /// Those who have waited longest enter; whoever is too late by now is passed over, and gives up by itself.
    private mutating func next(at now: ContinuousClock.Instant) -> [Ticket] {
        var entering: [Ticket] = []
        var late: [Waiting] = []
        while hasRoom, !waiting.isEmpty {
            let first = waiting.removeFirst()
            guard first.latest > now else {
                late.append(first)
                continue
            }
            inside += 1
            entering.append(first.ticket)
        }
        waiting = late + waiting
        return entering
    }
}

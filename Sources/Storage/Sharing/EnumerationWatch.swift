// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Sharing
import Synchronization

/// Notices one requester who asks for more people in a minute than anybody cares for. It keeps the last minute of each requester in
/// memory alone, within bounds, and blocks nobody.
final class EnumerationWatch: Sendable {
    /// More people than this in one minute raise an alert.
    static let mostPeople = 50
    static let windowSeconds = 60
    /// For so long one alert tells of all that the same requester does.
    static let silenceSeconds = 600

    private struct Who: Hashable {
        let person: String
        let organisation: String
    }

    fileprivate struct Seen {
        /// When each person was last asked for.
        var people: [NHSNumber: Int] = [:]
        var alertedAt: Int?
        var last = 0
    }

    private let seen = Mutex<[Who: Seen]>([:])
    private let mostRequesters: Int

    init(mostRequesters: Int = 10_000) { self.mostRequesters = mostRequesters }

    /// How many requesters are remembered.
    var count: Int { seen.withLock { $0.count } }

    /// Notes that a requester asks for a person.
    /// - Returns: whether an alert is due now.
    func notes(_ requester: Requester, askingFor number: NHSNumber, at second: Int) -> Bool {
        let who = Who(person: requester.person, organisation: requester.organisation)
        return seen.withLock { seen in
            if seen[who] == nil, seen.count >= mostRequesters { Self.makeRoom(in: &seen, at: second) }
            return seen[who, default: Seen()].notes(number, at: second)
        }
    }

    /// Takes back that an alert was raised: it could not be recorded, so the next request has to raise it.
    func alertFailed(of requester: Requester) {
        seen.withLock { $0[Who(person: requester.person, organisation: requester.organisation)]?.alertedAt = nil }
    }

    /// Forgets whoever has not asked for a while; where none is left to forget, the one who has asked for the fewest people.
    private static func makeRoom(in seen: inout [Who: Seen], at second: Int) {
        let before = seen.count
        seen = seen.filter { second - $0.value.last < silenceSeconds }
        guard seen.count == before else { return }
        guard let quietest = seen.min(by: { $0.value.people.count < $1.value.people.count })?.key else { return }
        seen[quietest] = nil
    }
}

extension EnumerationWatch.Seen {
    fileprivate mutating func notes(_ number: NHSNumber, at second: Int) -> Bool {
        last = second
        people = people.filter { second - $0.value < EnumerationWatch.windowSeconds }
        people[number] = second
        guard people.count > EnumerationWatch.mostPeople else { return false }
        // What is beyond the limit need not be remembered one by one.
        if let oldest = people.filter({ $0.key != number }).min(by: { $0.value < $1.value })?.key {
            people[oldest] = nil
        }
        if let alertedAt, second - alertedAt < EnumerationWatch.silenceSeconds { return false }
        alertedAt = second
        return true
    }
}

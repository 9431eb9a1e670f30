// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import Synchronization

/// What the sources gave for pages that came in one piece and lack something, so that "Try again" asks those alone that did not
/// answer. It is held in memory, for a while, for the visitor whose page it is, and goes when they sign out.
final class KeptPages: Sendable {
    /// How much is held, and for how long.
    struct Limits: Sendable {
        /// Where there would be more, what has been held longest goes.
        var total = 50
        var perVisitor = 3
        var lifetime: Duration
    }

    private struct Page {
        let visitor: String
        let record: KeptRecord
        let end: ContinuousClock.Instant
        /// Its place in the order in which pages were kept.
        let order: Int
    }

    private struct State {
        var pages: [String: Page] = [:]
        var order = 0
    }

    private let state = Mutex(State())
    private let limits: Limits
    private let clock: any GatewayClock
    private let news = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    init(_ limits: Limits, clock: any GatewayClock) {
        self.limits = limits
        self.clock = clock
    }

    /// How many pages are held.
    var count: Int { state.withLock { $0.pages.count } }

    /// Holds what was given for a page, in the place of what was held for it; where nothing is given, nothing is held any more.
    func keep(_ record: KeptRecord?, for id: String, visitor: String) {
        let end = clock.now + limits.lifetime
        state.withLock { state in
            guard let record else {
                if state.pages[id]?.visitor == visitor { state.pages[id] = nil }
                return
            }
            state.order += 1
            state.pages[id] = Page(visitor: visitor, record: record, end: end, order: state.order)
            let newestLast = state.pages.sorted { $0.value.order < $1.value.order }.map(\.key)
            let own = newestLast.filter { state.pages[$0]?.visitor == visitor }
            for old in newestLast.dropLast(limits.total) + own.dropLast(limits.perVisitor) { state.pages[old] = nil }
        }
        news.continuation.yield()
    }

    /// What is held for a visitor's page; `nil` where it has gone.
    func record(of id: String, visitor: String) -> KeptRecord? {
        let now = clock.now
        return state.withLock { state in
            guard let page = state.pages[id], page.visitor == visitor, now < page.end else { return nil }
            return page.record
        }
    }

    /// Lets everything of a visitor go: they signed out.
    func letGo(of visitor: String) {
        state.withLock { state in state.pages = state.pages.filter { $0.value.visitor != visitor } }
    }

    /// Lets go of each page at its end, until it is cancelled.
    func letGoInTime() async throws -> Bool {
        for await _ in news.stream {
            while let end = state.withLock({ $0.pages.values.map(\.end).min() }) {
                try await clock.sleep(until: end)
                state.withLock { state in state.pages = state.pages.filter { $0.value.end > end } }
            }
        }
        return true
    }
}

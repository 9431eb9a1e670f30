// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// The pages that are being filled, or wait for "try again", by the id of their stream. It holds no word of a record; what the
/// sources gave is held by the stream itself and ends with it.
final class OpenPages: Sendable {
    /// How many pages may wait at once; where there would be more, the one that has waited longest stops waiting.
    struct Limits: Sendable {
        var total = 200
        /// A browser opens six connections to one host, and a page that waits takes one of them.
        var perVisitor = 3
    }

    /// What becomes of a "try again".
    enum Retry: Equatable {
        case asked
        /// The sources are being asked already.
        case alreadyAsking
        /// No such page waits: it must be loaded anew.
        case notOpen
    }

    private struct Page {
        let visitor: String
        let again: AsyncStream<Void>.Continuation
        /// Since when it waits, as the place in the order of waiting; `nil` while its sources are being asked.
        var waitingSince: Int?
        /// Whether it was told to wait no more.
        var isDismissed = false
    }

    private struct State {
        var pages: [String: Page] = [:]
        var order = 0
    }

    private let state = Mutex(State())
    private let limits: Limits

    init(limits: Limits = Limits()) { self.limits = limits }

    /// How many pages are open.
    var count: Int { state.withLock { $0.pages.count } }

    /// Opens a page; what is returned has an element for each "try again".
    func open(_ id: String, visitor: String) -> AsyncStream<Void> {
        let (stream, again) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.pages[id] = Page(visitor: visitor, again: again) }
        return stream
    }

    /// The sources of a page have all answered or been given up; some may be asked again.
    func wait(_ id: String) {
        let displaced = state.withLock { state -> [String] in
            guard let visitor = state.pages[id]?.visitor else { return [] }
            state.order += 1
            state.pages[id]?.waitingSince = state.order
            let waiting = state.pages.compactMap { id, page in page.waitingSince.map { (since: $0, id: id) } }
                .sorted { $0.since < $1.since }.map(\.id)
            let own = waiting.filter { state.pages[$0]?.visitor == visitor }
            return waiting.dropLast(limits.total) + own.dropLast(limits.perVisitor)
        }
        for id in displaced { stopWaiting(id) }
    }

    /// Asks the missing sources of a page again, for the visitor whose page it is.
    func askAgain(_ id: String, visitor: String) -> Retry {
        state.withLock { state in
            guard let page = state.pages[id], page.visitor == visitor else { return .notOpen }
            guard page.waitingSince != nil else { return .alreadyAsking }
            guard case .enqueued = page.again.yield() else { return .notOpen }
            state.pages[id]?.waitingSince = nil
            return .asked
        }
    }

    /// Whether a page was told to wait no more.
    func isDismissed(_ id: String) -> Bool { state.withLock { $0.pages[id]?.isDismissed ?? true } }

    /// The page's sources will not be asked again.
    func stopWaiting(_ id: String) {
        let again = state.withLock { state in
            state.pages[id]?.isDismissed = true
            return state.pages[id]?.again
        }
        again?.finish()
    }

    /// Nothing of a visitor's pages will be asked again: they signed out.
    func stopWaiting(of visitor: String) {
        let ids = state.withLock { $0.pages.filter { $0.value.visitor == visitor }.map(\.key) }
        for id in ids { stopWaiting(id) }
    }

    /// The page's stream has ended.
    func close(_ id: String) {
        let page = state.withLock { $0.pages.removeValue(forKey: id) }
        page?.again.finish()
    }
}

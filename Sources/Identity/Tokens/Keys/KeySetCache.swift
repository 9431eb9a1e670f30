// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// The authorization server's keys as they were last got. Unknown keys are looked for once in an interval at most; when the server does
/// not answer, the keys it had are used for a bounded time, and after that none.
public actor KeySetCache {
    /// How long keys are kept, in seconds.
    public struct Times: Hashable, Sendable {
        /// After so long they are got anew.
        public var refresh = 300
        /// After so long without a new answer they are not used any more.
        public var longest = 3600
        /// So long lies between two attempts at least, whatever tokens ask for.
        public var interval = 30

        public init() {}
    }

    private let fetcher: any KeySetFetcher
    private let rsaAlgorithm: TokenAlgorithm
    private let times: Times
    private let now: @Sendable () -> Int
    private var held: (keys: [String: TokenKey], at: Int)?
    private var lastAttempt: Int?
    private var isFetching = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameters:
    ///   - now: seconds since 1970.
    public init(
        fetcher: any KeySetFetcher, rsaAlgorithm: TokenAlgorithm = .rs256, times: Times = Times(),
        now: @escaping @Sendable () -> Int
    ) {
        self.fetcher = fetcher
        self.rsaAlgorithm = rsaAlgorithm
        self.times = times
        self.now = now
    }

    /// The key of this name.
    /// - Throws: ``TokenFault/Reason/unknownKey``, or ``TokenFault/Reason/keysUnavailable`` where no keys may be used at all.
    func key(_ id: String) async throws(TokenFault) -> TokenKey {
        if let key = usable?[id], !isDue { return key }
        await refresh()
        guard let keys = usable else { throw TokenFault(.keysUnavailable) }
        guard let key = keys[id] else { throw TokenFault(.unknownKey) }
        return key
    }

    /// The keys that may be used now. A clock that was set back makes them neither younger nor eternal.
    private var usable: [String: TokenKey]? {
        held.flatMap { 0..<times.longest ~= now() - $0.at ? $0.keys : nil }
    }

    private var isDue: Bool { held.map { !(0..<times.refresh ~= now() - $0.at) } ?? true }

    /// Gets the keys once for all who ask at the same time.
    private func refresh() async {
        if isFetching {
            await withCheckedContinuation { waiting.append($0) }
            return
        }
        if let lastAttempt, 0..<times.interval ~= now() - lastAttempt { return }
        (isFetching, lastAttempt) = (true, now())
        if let bytes = try? await fetcher.fetch(),
            let set = try? await TokenKeySet(bytes, rsaAlgorithm: rsaAlgorithm)
        {
            held = (set.keys, now())
        }
        isFetching = false
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}

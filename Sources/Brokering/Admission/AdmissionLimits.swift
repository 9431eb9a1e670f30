// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How much may be in progress at once. What comes beyond waits for its turn while that still helps, and is refused then.
public struct AdmissionLimits: Sendable, Hashable {
    /// How many requests may be in progress.
    public var requests: Int
    /// How many more may wait.
    public var waiting: Int
    /// How many bytes all requests in progress may hold together, of what was read from sources and what was rendered.
    public var bytes: Int

    /// The usual limits: 128 requests, 1,024 more that wait, 128 MiB.
    public init(requests: Int = 128, waiting: Int = 1_024, bytes: Int = 128 << 20) {
        self.requests = requests
        self.waiting = waiting
        self.bytes = bytes
    }
}

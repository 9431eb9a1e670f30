// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Gets the published keys of an authorization server.
public protocol KeySetFetcher: Sendable {
    /// The set's bytes, as they were published.
    func fetch() async throws -> [UInt8]
}

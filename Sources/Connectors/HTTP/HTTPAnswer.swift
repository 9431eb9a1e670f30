// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A source's whole answer to one request.
struct HTTPAnswer: Sendable {
    let status: Int
    /// The `Content-Type` as sent.
    let contentType: String?
    /// How long the source asks to be left alone, where it says so in seconds.
    let retryAfterSeconds: Int?
    let body: [UInt8]
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// How a source is reached, and what it may cost at most.
public struct SourceConnection: Sendable {
    /// The address that everything the source offers lies below.
    public var address: WebAddress
    public var tls: TLSFiles
    public var credential: Credential
    /// Whether the connection may be plain text to another machine. Never in production.
    public var allowsPlainHTTP: Bool
    /// How many requests may be in progress at once; each has a connection of its own.
    public var requestsAtOnce: Int
    /// How many more may wait for their turn within their deadline.
    public var requestsWaiting: Int
    /// How long making a connection may take.
    public var connectTimeLimit: Duration
    /// The most bytes that one answer may hold.
    public var answerBytes: Int
    /// The most bytes that all answers about one person may hold together.
    public var recordBytes: Int
    public var jsonLimits: JSONLimits

    /// A connection with the usual limits: 64 requests at once, 16 MiB an answer, 64 MiB a record, 2 seconds to connect.
    public init(
        address: WebAddress, tls: TLSFiles = TLSFiles(), credential: Credential = .none, allowsPlainHTTP: Bool = false,
        requestsAtOnce: Int = 64, requestsWaiting: Int = 1_024, connectTimeLimit: Duration = .seconds(2),
        answerBytes: Int = 16 << 20, recordBytes: Int = 64 << 20, jsonLimits: JSONLimits = .standard
    ) {
        self.address = address
        self.tls = tls
        self.credential = credential
        self.allowsPlainHTTP = allowsPlainHTTP
        self.requestsAtOnce = requestsAtOnce
        self.requestsWaiting = requestsWaiting
        self.connectTimeLimit = connectTimeLimit
        self.answerBytes = answerBytes
        self.recordBytes = recordBytes
        self.jsonLimits = jsonLimits
    }
}

/// A connection that cannot be made as it is configured.
public struct ConnectionConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence that says what to change.
    public let description: String

    init(_ description: String) { self.description = description }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How a FHIR R4 server is asked for a person's record.
public struct FHIRR4Configuration: Sendable {
    /// Whether `Patient/$everything` is used.
    public enum EverythingOperation: String, Sendable, CaseIterable {
        /// Where the server says that it has it, or says nothing.
        case automatic
        case always
        case never
    }

    public var everything: EverythingOperation
    /// Whether the person may be looked for with the NHS number in the address, where the server knows no `POST _search`. Addresses
    /// end in logs.
    public var allowsNumberInAddress: Bool
    /// How many entries a page is asked to hold.
    public var pageSize: Int
    /// The most pages that are fetched of one search.
    public var maximumPages: Int
    /// The most entries that are taken of one search.
    public var maximumEntries: Int
    /// How many searches of one record run at once: a record is about thirty, and a server that takes half a second for each shall still
    /// be whole within its time limit.
    public var searchesAtOnce: Int
    /// How long the server is given, within the whole deadline.
    public var timeLimit: Duration
    /// How long the CapabilityStatement is waited for; it is a help, not a need.
    public var capabilityTimeLimit: Duration
    /// How long a CapabilityStatement, or the lack of one, is remembered.
    public var capabilityMemory: Duration

    public init(
        everything: EverythingOperation = .automatic, allowsNumberInAddress: Bool = false, pageSize: Int = 200,
        maximumPages: Int = 50, maximumEntries: Int = 50_000, searchesAtOnce: Int = 16,
        timeLimit: Duration = .milliseconds(2_500), capabilityTimeLimit: Duration = .milliseconds(500),
        capabilityMemory: Duration = .seconds(600)
    ) {
        self.everything = everything
        self.allowsNumberInAddress = allowsNumberInAddress
        self.pageSize = pageSize
        self.maximumPages = maximumPages
        self.maximumEntries = maximumEntries
        self.searchesAtOnce = searchesAtOnce
        self.timeLimit = timeLimit
        self.capabilityTimeLimit = capabilityTimeLimit
        self.capabilityMemory = capabilityMemory
    }
}

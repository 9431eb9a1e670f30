// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// A FHIR Bundle: a page of search results, an operation's answer, or a document.
public struct Bundle<Version: FHIRVersion>: Sendable, Redacted {
    /// One entry of a bundle.
    public struct Entry: Sendable, Redacted {
        /// The entry's place in the bundle, from 0.
        public let position: Int
        /// The entry's own address.
        public let fullURL: String?
        /// The resource; `nil` where the entry has none that can be read.
        public let resource: Resource<Version>?
        /// Why a search found it (`match`, `include`, `outcome`).
        public let searchMode: String?
    }

    /// The object that is the bundle.
    public let value: JSONValue
    /// The entries, in order, also those whose resource cannot be read.
    public let entries: [Entry]

    /// A view of `value`; `nil` unless it is a Bundle whose `entry`, where it has one, is an array.
    @_specialize(where Version == R4)
    @_specialize(where Version == STU3)
    public init?(_ value: JSONValue) {
        guard value["resourceType"]?.string == "Bundle" else { return nil }
        let entry = value["entry"]
        guard entry == nil || entry?.kind == .array else { return nil }
        self.value = value
        entries = (entry.map { Array($0.elements) } ?? []).enumerated().map { position, entry in
            Entry(
                position: position, fullURL: entry["fullUrl"]?.string,
                resource: entry["resource"].flatMap { Resource($0) }, searchMode: entry["search"]?["mode"]?.string)
        }
    }

    /// The bundle's type (`collection`, `searchset`, `document`).
    public var type: String? { value["type"]?.string }

    /// The address of the next page of a search.
    public var nextLink: String? {
        value["link"]?.elements.first { $0["relation"]?.string == "next" }?["url"]?.string
    }

    /// How many matches a search found in all, where the server says.
    public var total: Int? { value["total"]?.numberLexeme.flatMap { Int($0) } }

    /// The resources that could be read, in order.
    public var resources: [Resource<Version>] {
        // A key path of a generic type is followed step by step each time.
        entries.compactMap { $0.resource }
    }
}

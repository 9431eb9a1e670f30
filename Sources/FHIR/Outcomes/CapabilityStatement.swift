// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// What a server can do, as FHIR R4 has it written (`capabilitystatement.html`), under `metadata`.
public struct CapabilityStatement: Sendable {
    /// Whether it may be relied upon (value set `publication-status`).
    public enum Status: String, Sendable, CaseIterable { case draft, active, retired, unknown }

    /// The software that answers.
    public struct Software: Sendable {
        public var name: String
        public var version: String?

        /// - Parameter version: as its makers number it.
        public init(name: String, version: String? = nil) {
            self.name = name
            self.version = version
        }
    }

    /// The installation that answers.
    public struct Implementation: Sendable {
        public var description: String
        /// The base address, without a slash at the end.
        public var url: String?

        /// - Parameter description: one sentence, which FHIR requires.
        public init(description: String, url: String? = nil) {
            self.description = description
            self.url = url
        }
    }

    public var id: String?
    public var url: String?
    public var version: String?
    public var name: String?
    public var title: String?
    public var status: Status
    /// When the statement was last changed.
    public var date: FHIRDateTime
    public var publisher: String?
    public var description: String?
    public var software: Software?
    /// The statement is always of a running instance, which must say what it is (invariant cpb-15).
    public var implementation: Implementation
    /// Media types or their short forms; FHIR requires one.
    public var formats: [String]
    public var rest: [REST]

    /// A statement about a running server of R4.
    public init(
        status: Status = .active, date: FHIRDateTime, implementation: Implementation, software: Software? = nil,
        formats: [String] = ["application/fhir+json"], rest: [REST] = []
    ) {
        self.status = status
        self.date = date
        self.implementation = implementation
        self.software = software
        self.formats = formats
        self.rest = rest
    }

    /// The statement as JSON, its elements in FHIR's order.
    public var tree: JSONTree {
        var object = JSONObject(["resourceType": "CapabilityStatement"])
        object["id"] = id.map { .string($0) }
        object["url"] = url.map { .string($0) }
        object["version"] = version.map { .string($0) }
        object["name"] = name.map { .string($0) }
        object["title"] = title.map { .string($0) }
        object["status"] = .string(status.rawValue)
        object["date"] = .string(date.text)
        object["publisher"] = publisher.map { .string($0) }
        object["description"] = description.map { .string($0) }
        object["kind"] = "instance"
        if let software {
            var member = JSONObject(["name": .string(software.name)])
            member["version"] = software.version.map { .string($0) }
            object["software"] = .object(member)
        }
        var member = JSONObject(["description": .string(implementation.description)])
        member["url"] = implementation.url.map { .string($0) }
        object["implementation"] = .object(member)
        object["fhirVersion"] = .string(R4.fhirVersion)
        object["format"] = .array(formats.map { .string($0) })
        if !rest.isEmpty { object["rest"] = .array(rest.map(\.tree)) }
        return .object(object)
    }
}

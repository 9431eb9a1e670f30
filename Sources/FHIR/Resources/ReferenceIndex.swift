// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Finds the resource that a reference inside a bundle means (FHIR R4 `bundle.html#references`).
public struct ReferenceIndex<Version: FHIRVersion>: Sendable {
    private var byURL: [String: Resource<Version>] = [:]
    private var byLocalReference: [String: Resource<Version>] = [:]

    /// An index of the entries of bundles that belong together.
    public init(_ entries: [Bundle<Version>.Entry]) {
        for entry in entries {
            guard let resource = entry.resource else { continue }
            if let url = entry.fullURL, byURL[url] == nil { byURL[url] = resource }
            if let local = resource.localReference, byLocalReference[local] == nil {
                byLocalReference[local] = resource
            }
        }
    }

    /// An index of resources by type and id.
    public init(_ resources: [Resource<Version>]) {
        for resource in resources {
            if let local = resource.localReference, byLocalReference[local] == nil {
                byLocalReference[local] = resource
            }
        }
    }

    /// The resource that `reference` means; `nil` where it is not among those indexed.
    /// - Parameter holder: the resource in which the reference stands, for references to what it contains.
    public func resource(for reference: Reference, in holder: Resource<Version>? = nil) -> Resource<Version>? {
        switch reference.target {
        case .contained(let id): holder?.contained.first { $0.id == id }
        case .relative(let type, let id, _): byLocalReference["\(type)/\(id)"]
        case .absolute(let url, let type, let id, _): byURL[url] ?? byLocalReference["\(type)/\(id)"]
        case .uniform(let urn): byURL[urn]
        case .unreadable: nil
        }
    }
}

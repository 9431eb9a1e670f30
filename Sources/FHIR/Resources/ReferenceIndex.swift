// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// Finds the resource that a reference inside a bundle means (FHIR R4 `bundle.html#references`). Where two resources could be
/// meant it finds neither: a reference that is shown as unresolved harms less than one that leads to the wrong resource.
public struct ReferenceIndex<Version: FHIRVersion>: Sendable, Redacted {
    /// The resources that have one type and id between them.
    private struct Local: Sendable {
        let resource: Resource<Version>
        let url: String?
        var isAmbiguous = false
    }

    private var byURL: [String: Resource<Version>] = [:]
    private var byLocalReference: [String: Local] = [:]

    /// Whether no resource is known by an address, so that a relative reference can only mean a resource by type and id.
    public private(set) var isWithoutAddresses = true

    /// An index of the entries of bundles that belong together. Of entries with one address the first counts.
    @_specialize(where Version == R4)
    @_specialize(where Version == STU3)
    public init(_ entries: [Bundle<Version>.Entry]) {
        for entry in entries {
            guard let resource = entry.resource else { continue }
            if let url = entry.fullURL {
                isWithoutAddresses = false
                if byURL[url] == nil { byURL[url] = resource }
            }
            add(resource, url: entry.fullURL)
        }
    }

    /// An index of resources by type and id. Of resources with one type and id the first counts.
    @_specialize(where Version == R4)
    @_specialize(where Version == STU3)
    public init(_ resources: [Resource<Version>]) {
        byLocalReference.reserveCapacity(resources.count)
        for resource in resources { add(resource, url: nil) }
    }

    private mutating func add(_ resource: Resource<Version>, url: String?) {
        guard let reference = resource.localReference else { return }
        if let first = byLocalReference[reference] {
            if let url, let firstURL = first.url, url != firstURL { byLocalReference[reference]?.isAmbiguous = true }
        } else {
            byLocalReference[reference] = Local(resource: resource, url: url)
        }
    }

    /// Whether a resource of this type and id is indexed.
    public func holds(_ localReference: String) -> Bool { byLocalReference[localReference] != nil }

    /// The resource that `reference` means; `nil` where it is not among those indexed, or where two of them could be meant.
    /// - Parameter holder: the resource in which the reference stands: for references to what it contains, and because a relative
    ///   reference means a resource at the holder's own server.
    @_specialize(where Version == R4)
    @_specialize(where Version == STU3)
    public func resource(for reference: Reference, in holder: Resource<Version>? = nil) -> Resource<Version>? {
        switch reference.target {
        case .contained(let id): return id.isEmpty ? holder : holder?.contained.first { $0.id == id }
        case .relative(let type, let id, let version):
            let local = version == nil ? reference.text ?? "" : "\(type)/\(id)"
            return resource(local: local, server: holder.flatMap { server(of: $0) })
        case .absolute(let url, let type, let id, _):
            if let resource = byURL[url] { return resource }
            // An entry without an address may be the one meant; one with another address is another server's resource.
            guard let local = byLocalReference["\(type)/\(id)"], local.url == nil else { return nil }
            return local.resource
        case .uniform(let urn): return byURL[urn]
        case .unreadable: return nil
        }
    }

    private func resource(local reference: String, server: String?) -> Resource<Version>? {
        if let server, let resource = byURL[server + reference] { return resource }
        guard let local = byLocalReference[reference], !local.isAmbiguous else { return nil }
        // Known to be at another server than the holder.
        if server != nil, let url = local.url, url.hasSuffix("/" + reference) { return nil }
        return local.resource
    }

    /// The address that stands before type and id in the holder's own, its slash included; `nil` where that is not of this form.
    private func server(of holder: Resource<Version>) -> String? {
        guard !isWithoutAddresses, let reference = holder.localReference, let local = byLocalReference[reference],
            !local.isAmbiguous,
            let url = local.url, url.hasSuffix("/" + reference)
        else { return nil }
        return String(url.dropLast(reference.count))
    }
}

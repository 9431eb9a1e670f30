// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// An entry of the source's answer that could not be read. It is counted and shown as such; the others are whole.
public struct UnreadableResource: Sendable, Hashable {
    /// Why it could not be read.
    public enum Reason: Sendable, Hashable {
        /// The entry holds no resource that is an object with a `resourceType`.
        case noResource
        /// The gateway has no mapping for resources of this type.
        case unsupportedType
        /// An element is an object where FHIR has a plain value, or the reverse; `path` names it.
        case wrongShape(path: String)
        /// The mapped resource would be nested deeper, or be longer, than the gateway reads.
        case tooLarge
    }

    /// The entry's place in the bundle, from 0.
    public let position: Int
    /// The resource's type; `nil` where none can be read.
    public let type: String?
    public let reason: Reason
}

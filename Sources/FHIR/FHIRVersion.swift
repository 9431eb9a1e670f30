// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A release of FHIR. A resource of one release is of another type than a resource of another, so that neither can be taken
/// for the other.
public protocol FHIRVersion: Sendable {
    /// The release's version as FHIR writes it (`4.0.1`).
    static var fhirVersion: String { get }
}

/// FHIR R4, the form that every record has inside the gateway.
public enum R4: FHIRVersion {
    public static let fhirVersion = "4.0.1"
}

/// FHIR STU3, which GP Connect speaks.
public enum STU3: FHIRVersion {
    public static let fhirVersion = "3.0.2"
}

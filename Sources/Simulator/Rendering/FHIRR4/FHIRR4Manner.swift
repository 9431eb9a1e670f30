// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// In which supplier's way a FHIR R4 server writes and answers. FHIR leaves room; these are ways of filling it that the public
/// examples show.
public struct FHIRR4Manner: Sendable, Hashable {
    /// What a resource's id looks like.
    enum Identifiers: Sendable, Hashable {
        case uuid
        case number
        case hexadecimal(prefix: String)
    }

    /// How a resource refers to another.
    enum References: Sendable, Hashable {
        /// `Patient/17`.
        case relative
        /// The whole address by which the organisation publishes its server, which is not the one that the gateway calls.
        case absolute
        /// `urn:uuid:…`, which the `fullUrl` of another entry says.
        case uuid
    }

    /// With what codes a concept is written.
    enum Concepts: Sendable, Hashable {
        case snomed
        /// The supplier's own code stands before the one of SNOMED CT.
        case ownCodeFirst
        /// The words that the worker saw, then the code.
        case wordsFirst
        /// LOINC before SNOMED CT, where there is such a code.
        case loincFirst
    }

    /// How moments are written.
    enum Moments: Sendable, Hashable {
        /// With the offset that clocks in London had.
        case london
        /// In Coordinated Universal Time (`…T09:30:00Z`).
        case universal
    }

    var identifiers: Identifiers
    var references = References.relative
    var concepts = Concepts.snomed
    var moments = Moments.london
    /// Whether resources name the UK Core profile that they follow.
    var namesProfiles = true
    /// Whether a medicine stands in a Medication of its own.
    var refersToMedication = false
    /// Whether `Patient/{id}/$everything` is answered; otherwise each type has to be searched for.
    var offersEverything = true
    /// How many resources stand on a page where the caller does not say, and at most.
    var pageSize = 20
    var largestPage = 200

    static let acute = FHIRR4Manner(identifiers: .uuid)
    static let mentalHealth = FHIRR4Manner(identifiers: .hexadecimal(prefix: "rmh-"))
    static let community = FHIRR4Manner(
        identifiers: .number, references: .absolute, concepts: .ownCodeFirst, refersToMedication: true,
        offersEverything: false, pageSize: 10, largestPage: 50)
    static let socialCare = FHIRR4Manner(
        identifiers: .uuid, references: .uuid, concepts: .wordsFirst, namesProfiles: false)
    static let ambulance = FHIRR4Manner(
        identifiers: .hexadecimal(prefix: "epcr."), concepts: .loincFirst, moments: .universal, namesProfiles: false,
        offersEverything: false, pageSize: 5, largestPage: 25)
}

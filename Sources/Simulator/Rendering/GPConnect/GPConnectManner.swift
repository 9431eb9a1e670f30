// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// In which supplier's way a GP Connect record is written. The standard leaves room; these are two ways of filling it that the
/// public test records show.
public enum GPConnectManner: String, Sendable, Hashable, CaseIterable {
    /// Upper-case identifiers with `-PROB`, `-MS` and `-LST` endings, Read codes before SNOMED CT, quantities with units,
    /// words in `comment` and `note`.
    case emisLike
    /// Short hexadecimal identifiers, SNOMED CT before CTV3, quantities as text, patient instructions, comments as entries of
    /// their own.
    case systmOneLike
}

/// Addresses that GP Connect's profiles use.
enum GPConnectSystem {
    static let profile = "https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-"
    static let extensions = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-"
    static let careConnect = "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-"
    static let codes = "https://fhir.nhs.uk/STU3/CodeSystem/"
    static let ukCodes = "https://fhir.hl7.org.uk/STU3/CodeSystem/"
    static let read = "http://read.info/readv2"
    static let ctv3 = "http://read.info/ctv3"
    static let emisDrugs = "https://fhir.hl7.org.uk/Id/emis-drug-codes"
    static let multilexDrugs = "https://fhir.hl7.org.uk/Id/multilex-drug-codes"
    static let crossCareIdentifier = "https://fhir.nhs.uk/Id/cross-care-setting-identifier"

    static func meta(_ name: String) -> JSONTree { .element(["profile": .array([.string(profile + name + "-1")])]) }
}

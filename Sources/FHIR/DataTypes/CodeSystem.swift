// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The addresses of the code and identifier systems that the gateway reads or writes.
public enum CodeSystem {
    public static let snomed = "http://snomed.info/sct"
    public static let loinc = "http://loinc.org"
    public static let unitsOfMeasure = "http://unitsofmeasure.org"
    public static let nhsNumber = "https://fhir.nhs.uk/Id/nhs-number"
    public static let odsOrganisation = "https://fhir.nhs.uk/Id/ods-organization-code"
    /// What every code system and extension of the gateway's own begins with.
    public static let gateway = "https://mig.example.org/fhir/"
}

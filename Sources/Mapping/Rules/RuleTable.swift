// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The rules of every STU3 type whose elements changed in R4.
enum RuleTable {
    /// Rules by STU3 type and element.
    static let standard: [String: [String: ElementRule]] = {
        var table: [String: [String: ElementRule]] = [:]
        for rules in [
            AllergyIntoleranceRules.table, ConditionRules.table, MedicationRules.table, EncounterRules.table,
            ObservationRules.table, DiagnosticReportRules.table, ServiceRequestRules.table, ImmunizationRules.table,
            DocumentReferenceRules.table, QuestionnaireResponseRules.table, AdministrativeRules.table,
            OtherClinicalRules.table, DataTypeRules.table,
        ] {
            table.merge(rules) { first, _ in first }
        }
        return table
    }()

    /// The R4 type of an STU3 resource type, where it has another name.
    static let renamedTypes = ["ProcedureRequest": "ServiceRequest", "ReferralRequest": "ServiceRequest"]
}

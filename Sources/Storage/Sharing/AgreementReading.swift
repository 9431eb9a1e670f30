// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Sharing

/// How the texts of sharing agreements and templates are read and written; the register itself keeps each text as it came.
public struct AgreementReading: Sendable {
    /// The id and version of a template.
    public typealias TemplateName = (id: String, version: Int)

    /// Reads an agreement; throws where any of it is not understood.
    let agreement: @Sendable (String) throws -> SharingAgreement
    /// Reads which template a text holds.
    let template: @Sendable (String) throws -> TemplateName
    /// Writes the agreement that a template becomes for a controller: the template's text, the controller, the version, who signed.
    let adopted: @Sendable (String, String, Int, SharingAgreement.Signatory) throws -> String

    public init(
        agreement: @escaping @Sendable (String) throws -> SharingAgreement,
        template: @escaping @Sendable (String) throws -> TemplateName,
        adopted: @escaping @Sendable (String, String, Int, SharingAgreement.Signatory) throws -> String
    ) {
        self.agreement = agreement
        self.template = template
        self.adopted = adopted
    }
}

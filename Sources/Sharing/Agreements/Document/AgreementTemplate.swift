// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR

/// What may be offered to many controllers, each of which accepts or declines it for itself: an agreement without a controller.
public struct AgreementTemplate: Hashable, Sendable {
    public let id: String
    public let version: Int
    public let title: String
    public let validFrom: FHIRDateTime
    public let validUntil: FHIRDateTime?
    public let clauses: [SharingClause]

    public init(
        id: String, version: Int, title: String, validFrom: FHIRDateTime, validUntil: FHIRDateTime? = nil,
        clauses: [SharingClause]
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.clauses = clauses
    }

    /// The agreement of a controller that has accepted it. Its id is the template's and the controller's together, so that no two
    /// controllers share one.
    public func accepted(
        by controller: String, version: Int, signatories: [SharingAgreement.Signatory]
    ) -> SharingAgreement {
        SharingAgreement(
            id: "\(id)-\(controller.lowercased())", version: version, title: title, controller: controller,
            validFrom: validFrom, validUntil: validUntil, signatories: signatories, clauses: clauses)
    }
}

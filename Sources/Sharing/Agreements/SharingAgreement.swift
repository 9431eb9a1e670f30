// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR

/// One controller's versioned statement of who may see which datasets of its data, and why. What it does not name, it does not share;
/// a published version is never changed.
public struct SharingAgreement: Hashable, Sendable {
    public let id: String
    /// From 1; each published change is the next.
    public let version: Int
    public let title: String
    /// The ODS code of the controller whose data it covers.
    public let controller: String
    /// The first and the last day on which it holds; without a last day it holds until it is superseded or suspended.
    public let validFrom: FHIRDateTime
    public let validUntil: FHIRDateTime?
    public let signatories: [Signatory]
    public let clauses: [SharingClause]

    /// Who signed.
    public struct Signatory: Hashable, Sendable {
        public let name: String
        public let capacity: String
        public let organisation: String
        public let signedOn: FHIRDateTime

        public init(name: String, capacity: String, organisation: String, signedOn: FHIRDateTime) {
            self.name = name
            self.capacity = capacity
            self.organisation = organisation
            self.signedOn = signedOn
        }
    }

    public init(
        id: String, version: Int, title: String, controller: String, validFrom: FHIRDateTime,
        validUntil: FHIRDateTime? = nil, signatories: [Signatory] = [], clauses: [SharingClause]
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.controller = controller
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.signatories = signatories
        self.clauses = clauses
    }

    /// Whether a moment lies in the days for which it holds.
    public func isValid(at now: FHIRDateTime) -> Bool {
        guard validFrom.earliestSecond <= now.earliestSecond else { return false }
        // A last day is the whole of that day; a last moment is that moment.
        guard let validUntil else { return true }
        let day = validUntil.precision > .day ? 0 : 86_400
        return now.earliestSecond < validUntil.earliestSecond + day
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import JSON

/// A Patient as the Personal Demographics Service describes one.
struct DemographicsPatient: Sendable {
    private let patient: Resource<R4>
    /// The number in use: the resource's id, which one of its identifiers repeats.
    let number: NHSNumber
    /// Whether the service puts no restriction on the person. Anything but a plain *unrestricted* is a restriction.
    let isUnrestricted: Bool

    /// Reads an answer.
    /// - Throws: ``SourceFault`` when it is not a Patient whose number and restriction are certain.
    init(_ value: JSONValue) throws(SourceFault) {
        guard let patient = Resource<R4>(value), patient.type == "Patient" else {
            throw .notAvailable(.invalidAnswer, "The demographic service's answer is not a Patient.")
        }
        guard let id = patient.id, let number = try? NHSNumber(id) else {
            throw .notAvailable(.invalidAnswer, "The demographic service's Patient has no NHS number as its id.")
        }
        let current = patient.identifiers.filter { Self.isNHSNumber($0) && $0.use != "old" }
        guard current.allSatisfy({ $0.value == id }), !current.isEmpty else {
            throw .notAvailable(
                .invalidAnswer, "The demographic service's Patient contradicts itself about its number.")
        }
        let codes = patient["meta"]?["security"]?.elements.map { $0["code"]?.string } ?? []
        guard !codes.isEmpty else {
            throw .notAvailable(
                .invalidAnswer, "The demographic service does not say whether the person is restricted.")
        }
        self.patient = patient
        self.number = number
        isUnrestricted = codes.allSatisfy { $0 == "U" }
    }

    /// The numbers that the service states to be superseded by the one in use: the one that was asked, where the answer is about
    /// another, and identifiers marked *old*.
    func supersededNumbers(askedFor asked: NHSNumber) -> [NHSNumber] {
        let old = patient.identifiers.filter { Self.isNHSNumber($0) && $0.use == "old" }
        var numbers: [NHSNumber] = []
        for candidate in [asked] + old.compactMap({ $0.value.flatMap { try? NHSNumber($0) } })
        where candidate != number && !numbers.contains(candidate) {
            numbers.append(candidate)
        }
        return numbers
    }

    var demographics: PersonDemographics { PersonDemographics(patient) }

    /// The practice where the person is registered on a day.
    func registeredPractice(on today: FHIRDateTime) -> Organisation? {
        let practices = patient["generalPractitioner"]?.elements.map { $0 } ?? []
        let current = practices.first { practice in
            let identifier = practice["identifier"]
            let system = identifier?["system"]?.string
            return (system == nil || system == CodeSystem.odsOrganisation)
                && Self.isCurrent(identifier?["period"] ?? practice["period"], on: today)
        }
        guard let current, let code = current["identifier"]?["value"]?.string, !code.isEmpty else { return nil }
        return Organisation(odsCode: code, name: current["display"]?.string ?? code)
    }

    private static func isNHSNumber(_ identifier: Identifier) -> Bool {
        identifier.system == nil || identifier.system == CodeSystem.nhsNumber
    }

    /// A day is inside a period that begins or ends on it; a date that cannot be read limits nothing at the start and everything
    /// at the end.
    private static func isCurrent(_ period: JSONValue?, on today: FHIRDateTime) -> Bool {
        let day = FHIRDateTime.daysSince1970(year: today.year, month: today.month, day: today.day)
        if let start = period?["start"]?.string.flatMap({ FHIRDateTime($0) }),
            FHIRDateTime.daysSince1970(year: start.year, month: start.month, day: start.day) > day
        {
            return false
        }
        guard let text = period?["end"]?.string else { return true }
        guard let end = FHIRDateTime(text) else { return false }
        return FHIRDateTime.daysSince1970(year: end.year, month: end.month, day: end.day) >= day
    }
}

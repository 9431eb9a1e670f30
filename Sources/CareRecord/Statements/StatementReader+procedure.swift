// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension StatementReader {
    mutating func readProcedure() {
        let wasNotDone = codes("status").contains("not-done")
        readTitle(resource.code, prefix: wasNotDone ? "Not done: " : "")
        readAuthors("performer", "recorder", "asserter")
        detail("Performed", choice("performed").flatMap { words(of: $0) })
        detail("Body site", at: "bodySite")
        detail("Location", value("location").flatMap { name(of: $0) })
        detail("Reason", at: "reasonCode")
        detail("Reason", value("reasonReference").flatMap { words(of: $0) })
        detail("Outcome", at: "outcome")
        detail("Complication", at: "complication")
        detail("Follow up", at: "followUp")
        detail("Implant or device", value("focalDevice").flatMap { words(of: $0) })
        detail("Reason not done", at: "statusReason")
        readNotes()
        readStatus()
    }

    mutating func readImmunisation() {
        let wasGiven = codes("status").contains("completed")
        let procedure = named("VaccinationProcedure")?.value.flatMap { CodeableConcept($0) }
        let vaccine = value("vaccineCode").flatMap { CodeableConcept($0) }
        readTitle(procedure ?? vaccine, prefix: wasGiven ? "" : "Not given: ")
        readAuthors("performer")
        detail("Given", wasGiven ? "Yes" : "No")
        if procedure != nil { detail("Vaccine", vaccine?.words) }
        detail("Reason not given", at: "statusReason")
        detail("Occurred", choice("occurrence").flatMap { words(of: $0) })
        for protocolApplied in value("protocolApplied")?.elements.map({ $0 }) ?? [] {
            let dose = Self.choice("doseNumber", in: protocolApplied).flatMap { words(of: $0) }
            let series = Self.choice("seriesDoses", in: protocolApplied).flatMap { words(of: $0) }
            detail("Dose number", dose.map { dose in series.map { "\(dose) of \($0)" } ?? dose })
            detail("Series", protocolApplied["series"]?.string)
            detail("Against", protocolApplied["targetDisease"].flatMap { words(of: $0) })
        }
        detail("Amount", at: "doseQuantity")
        detail("Batch", at: "lotNumber")
        detail("Expires", at: "expirationDate")
        detail("Manufacturer", value("manufacturer").flatMap { name(of: $0) })
        detail("Site", at: "site")
        detail("Route", at: "route")
        detail("Location", value("location").flatMap { name(of: $0) })
        detail("Reason", at: "reasonCode")
        detail("Reaction", value("reaction").flatMap { words(of: $0) })
        if value("isSubpotent")?.boolean == true { warn("Subpotent dose: may not protect") }
        if value("primarySource")?.boolean == false { detail("Source", "Reported, not recorded by who gave it") }
        readNotes()
        readStatus()
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension StatementReader {
    mutating func readFlag() {
        readTitle(resource.code)
        readAuthors("author")
        detail("Category", at: "category")
        detail("Period", at: "period")
        readNotes()
        readStatus()
        if codes("status").contains("inactive") { warn("No longer in force") }
    }

    mutating func readConsent() {
        let category = CodeableConcept.all(in: value("category")).first
        readTitle(category ?? value("scope").flatMap { CodeableConcept($0) })
        readAuthors("performer", "organization")
        detail("Scope", at: "scope")
        detail("Provision", at: "provision.type")
        detail("In force", at: "provision.period")
        detail("Purpose", at: "provision.purpose")
        detail("About", at: "provision.code")
        detail("Policy", at: "policyRule")
        for part in value("verification")?.elements.map({ $0 }) ?? [] {
            detail("Verified", part["verified"].flatMap { words(of: $0) })
        }
        readNotes()
        readStatus()
        if ["inactive", "rejected"].contains(where: codes("status").contains) { warn("Not in force") }
    }

    mutating func readCarePlan() {
        title = words("title")
        let categories = CodeableConcept.all(in: value("category"))
        if title == nil { readTitle(categories.first) }
        readAuthors("author", "contributor")
        detail("Category", at: "category")
        detail("Description", at: "description")
        detail("Period", at: "period")
        detail("Addresses", value("addresses").flatMap { words(of: $0) })
        for activity in value("activity")?.elements.map({ $0 }) ?? [] {
            let planned = activity["detail"]
            let parts = [
                planned?["code"].flatMap { words(of: $0) }, planned?["description"]?.string,
                planned?["status"]?.string, name(of: activity["reference"]),
                planned?["doNotPerform"]?.boolean == true ? "NOT to be done" : nil,
            ]
            detail("Activity", parts.compactMap { $0 }.joined(separator: "; "))
            for progress in activity["progress"]?.elements.map({ $0 }) ?? [] {
                detail("Progress", progress["text"]?.string)
            }
        }
        detail("Intent", at: "intent")
        readNotes()
        readStatus()
    }

    mutating func readPerson() {
        let names = value("name").map { $0.kind == .array ? Array($0.elements) : [$0] } ?? []
        let usual = names.first { $0["use"]?.string == "official" } ?? names.first
        title = usual.flatMap { Self.personName($0) }
        for name in names where name["use"]?.string != usual?["use"]?.string {
            detail("Name (\(name["use"]?.string ?? "other"))", Self.personName(name))
        }
        detail("Relationship", at: "relationship")
        let number = resource.identifiers.first { $0.system == CodeSystem.nhsNumber }?.value
        detail("NHS number", number.map { (try? NHSNumber($0))?.grouped ?? $0 })
        detail("Born", at: "birthDate")
        detail("Sex", at: "gender")
        if let death = choice("deceased"), death.boolean != false {
            detail("Died", words(of: death))
            warn("Deceased")
        }
        for address in value("address")?.elements.map({ $0 }) ?? [] {
            detail("Address" + (address["use"]?.string.map { " (\($0))" } ?? ""), Self.addressWords(address))
        }
        for contact in value("telecom")?.elements.map({ $0 }) ?? [] {
            let kind = [contact["system"]?.string, contact["use"]?.string].compactMap { $0 }.joined(separator: ", ")
            detail(kind.isEmpty ? "Contact" : Self.spaced(kind), contact["value"]?.string)
        }
        for contact in value("contact")?.elements.map({ $0 }) ?? [] {
            let parts = [
                contact["relationship"].flatMap { words(of: $0) }, contact["name"].flatMap { Self.personName($0) },
                contact["telecom"]?.elements.compactMap { $0["value"]?.string }.joined(separator: ", "),
            ]
            detail("Contact person", parts.compactMap { $0.flatMap(Self.visible) }.joined(separator: "; "))
        }
        for language in value("communication")?.elements.map({ $0 }) ?? [] {
            detail("Language", language["language"].flatMap { words(of: $0) })
        }
        detail("Marital status", at: "maritalStatus")
        detail("General practitioner", value("generalPractitioner").flatMap { words(of: $0) })
        detail("Organisation", value("managingOrganization").flatMap { name(of: $0) })
        if value("active")?.boolean == false { warn("This record of a person is not in use") }
        if value("link")?.count ?? 0 > 0 { warn("Linked to another record of a person") }
    }
}

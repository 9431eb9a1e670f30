// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension StatementReader {
    mutating func readMedicine() {
        readProduct()
        readAuthors("informationSource", "requester", "recorder", "performer")
        for dose in dosages() { detail("Dose", doseWords(dose)) }
        detail("Dose given", value("dosage.dose").flatMap { words(of: $0) })
        let quantity = value("dispenseRequest.quantity") ?? value("quantity")
        detail("Quantity", quantity.flatMap { quantityWords($0) })
        detail("Supply for", words("dispenseRequest.expectedSupplyDuration") ?? words("daysSupply"))
        detail("Prescription type", named("PrescriptionType")?.value.flatMap { words(of: $0) })
        detail("Prescribed by", named("PrescribingAgency")?.value.flatMap { words(of: $0) })
        readStatus()
        detail("Status reason", at: "statusReason")
        detail("Intent", at: "intent")
        detail("Start and end", choice("effective").flatMap { words(of: $0) })
        detail("Valid", at: "dispenseRequest.validityPeriod")
        detail("Handed over", at: "whenHandedOver")
        // An issue has a day; systems that must write a time write midnight.
        let issued = named("MedicationStatementLastIssueDate")?.value
        detail("Last issued", issued?.string.flatMap { FHIRDateTime($0) }?.dayWords ?? issued.flatMap { words(of: $0) })
        detail("Dose last changed", named("DosageLastChanged")?.value.flatMap { words(of: $0) })
        readParts(of: "MedicationRepeatInformation")
        readParts(of: "MedicationStatusReason")
        detail("Reason", at: "reasonCode")
        detail("Reason", value("reasonReference").flatMap { words(of: $0) })
        detail("Authored", at: "authoredOn")
        readTaken()
        readNotes()
    }

    private mutating func readProduct() {
        let product = target(value("medicationReference"))
        readTitle(productConcept(product))
        if title == nil { title = name(of: value("medicationReference")) }
        detail("Form", product?["form"].flatMap { words(of: $0) })
        detail("Batch", product?["batch"].flatMap { words(of: $0) })
        detail("Ingredients", product?["ingredient"].flatMap { words(of: $0) })
        if title == nil { warn("The product is not named") }
    }

    /// What a line of medication is of.
    func productConcept(_ product: Resource<R4>?) -> CodeableConcept? {
        value("medicationCodeableConcept").flatMap { CodeableConcept($0) } ?? product?.code
    }

    private func dosages() -> [JSONValue] {
        ["dosage", "dosageInstruction"].compactMap { value($0) }.flatMap {
            $0.kind == .array ? Array($0.elements) : [$0]
        }
    }

    /// The dose as it was written; what the text does not repeat is added, nothing is worked out.
    private func doseWords(_ dose: JSONValue) -> String? {
        var parts = [dose["text"]?.string.flatMap(Self.visible)].compactMap { $0 }
        if parts.isEmpty {
            for rate in dose["doseAndRate"]?.elements.map({ $0 }) ?? [] {
                parts += [Self.choice("dose", in: rate), Self.choice("rate", in: rate)].compactMap {
                    $0.flatMap { words(of: $0) }
                }
            }
            parts += ["timing", "route", "site", "method"].compactMap { dose[$0].flatMap { words(of: $0) } }
            if let needed = Self.choice("asNeeded", in: dose).flatMap({ words(of: $0) }) {
                parts.append("as needed: \(needed)")
            }
            parts += ["maxDosePerPeriod", "maxDosePerAdministration"].compactMap { element in
                dose[element].flatMap { words(of: $0) }.map { "at most \($0)" }
            }
        }
        parts += ["patientInstruction", "additionalInstruction"].compactMap { dose[$0].flatMap { words(of: $0) } }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private func quantityWords(_ quantity: JSONValue) -> String? {
        let text = Extension.all(in: quantity["extension"]).first { $0.url.contains("MedicationQuantityText") }
        let parts = [words(of: quantity), text?.value?.string].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private mutating func readParts(of name: String) {
        for part in named(name)?.extensions ?? [] {
            detail(Self.spaced(part.url), part.value.flatMap { words(of: $0) })
        }
    }

    private mutating func readTaken() {
        guard let taken = named("MedicationStatement-taken")?.value?.string else { return }
        switch taken {
        case "y": detail("Taken", "Yes")
        case "n":
            detail("Taken", "No")
            warn("Not taken by the patient")
        case "unk": detail("Taken", "Not known")
        default: detail("Taken", taken == "na" ? "Not applicable" : taken)
        }
    }
}

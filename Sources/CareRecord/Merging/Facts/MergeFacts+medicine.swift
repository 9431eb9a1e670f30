// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeFacts {
    /// The product of a line of medication.
    var product: Resource<R4>? {
        value("medicationReference").flatMap { Reference($0) }.flatMap { index.resource(for: $0, of: entry) }
    }

    /// The codes of the product.
    func readProductCodes() -> [String] {
        let own = codes("medicationCodeableConcept")
        return own.isEmpty ? product?.code.map(Self.codes) ?? [] : own
    }

    /// The codes of the product and of what is in it.
    var substanceCodes: [String] {
        var codes = productCodes
        for ingredient in product?["ingredient"]?.elements.map({ $0 }) ?? [] {
            codes += CodeableConcept.all(in: ingredient["itemCodeableConcept"]).flatMap(Self.codes)
        }
        return codes
    }

    /// The codes of the substance, and the names of medicines that do most harm, whatever product
    /// or strength was prescribed. Headings and alarms may go by words; what makes entries one may not.
    func readSubstances() -> [String] {
        substanceCodes + HighRiskMedicine.substances(in: entry.title).map { "name " + $0 }
    }

    /// Statement, or what a request or a supply is.
    var kindOfMedicine: String? {
        switch resource.type {
        case "MedicationRequest": status("intent").map { "MedicationRequest " + $0 }
        case "MedicationStatement", "MedicationDispense", "MedicationAdministration": resource.type
        default: nil
        }
    }

    var form: String? { Self.everyCode(in: product?["form"]) }

    private var dosages: [JSONValue] {
        for name in ["dosageInstruction", "dosage"] {
            guard let value = value(name) else { continue }
            return value.kind == .array ? Array(value.elements) : [value]
        }
        return []
    }

    /// The one way in which the medicine is to be taken; a course of several steps is compared with nothing.
    private var onlyDosage: JSONValue? {
        let dosages = dosages
        return dosages.count == 1 ? dosages[0] : nil
    }

    var route: String? { Self.everyCode(in: onlyDosage?["route"]) }

    /// The amount of one dose, digits and unit.
    var dose: String? {
        guard let dosage = onlyDosage else { return nil }
        if let given = dosage["dose"] { return Quantity(given).flatMap(Self.quantity) }
        guard let rates = dosage["doseAndRate"], rates.count == 1 else { return nil }
        return rates[0]?["doseQuantity"].flatMap { Quantity($0) }.flatMap(Self.quantity)
    }

    /// How often, in the coded form; words are not compared.
    var timing: String? {
        guard let timing = onlyDosage?["timing"], onlyDosage?["asNeededBoolean"] == nil,
            onlyDosage?["asNeededCodeableConcept"] == nil
        else { return nil }
        if let code = Self.everyCode(in: timing["code"]) { return code }
        guard let rhythm = timing["repeat"] else { return nil }
        let parts = rhythm.members.map { $0.name + "=" + String(decoding: $0.value.bytes, as: UTF8.self) }
        return parts.isEmpty ? nil : Self.joined(parts.sorted())
    }

    var medicineStart: String? {
        let start =
            value("effectivePeriod")?["start"] ?? value("effectiveDateTime") ?? value("authoredOn")
            ?? value("whenHandedOver")
        return start?.string.flatMap { FHIRDateTime($0) }.map(Self.exact)
    }

    /// The identifier of the order: of a request its own, of what follows from one that of the request.
    var orderIdentifier: String? {
        if resource.type == "MedicationRequest" { return Self.businessIdentifiers(of: resource).min() }
        for name in ["basedOn", "authorizingPrescription", "request"] {
            guard let value = value(name) else { continue }
            return (value.kind == .array ? value[0] : value).flatMap { $0["identifier"] }.flatMap { Identifier($0) }
                .flatMap { identifier in
                    guard let system = identifier.system, let value = identifier.value else { return nil }
                    return system + "|" + value
                }
        }
        return nil
    }

    /// Whether this is a line of medication that the person is to take now.
    func readIsActiveLine() -> Bool {
        entry.section == .currentMedication && value("status")?.string == "active"
            && value("doNotPerform")?.boolean != true
    }

    func readDose() -> DoseReading { DoseReading(dosages, ofProduct: entry.title) }
}

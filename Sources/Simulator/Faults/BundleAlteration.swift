// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Changes a correct answer into one that is wrong in one respect.
struct BundleAlteration: Sendable {
    let fault: SimulatedFault
    /// The address of the next page, for an endless chain.
    let nextPage: String

    /// The answer with the fault; as it came, where it has nothing that the fault could change.
    func apply(to body: [UInt8]) -> [UInt8] {
        guard let document = try? JSONDocument(parsing: body), document.root.kind == .object else { return body }
        if document.root["resourceType"]?.string == "Patient" {
            return lonePatient(document.root).map { JSONTree.object($0).bytes } ?? body
        }
        guard document.root["resourceType"]?.string == "Bundle" else { return body }
        var bundle = JSONObject(document.root)
        if fault == .endlessNext {
            bundle.append(.element(["relation": "next", "url": .string(nextPage)]), to: "link")
            return JSONTree.object(bundle).bytes
        }
        bundle["entry"] = .array(entries(document.root["entry"].map { Array($0.elements) } ?? []))
        return JSONTree.object(bundle).bytes
    }

    /// The answer of a service that answers with a Patient alone.
    private func lonePatient(_ resource: JSONValue) -> JSONObject? {
        guard fault == .malformedResource else { return patient(resource) }
        var object = JSONObject(resource)
        object["identifier"] = .array([.number("1"), .array([.number("2")])])
        return object
    }

    private func entries(_ entries: [JSONValue]) -> [JSONTree] {
        let spoiled = spoiledPlace(entries)
        var result: [JSONTree] = []
        for (place, entry) in entries.enumerated() {
            guard let resource = entry["resource"] else {
                result.append(entry.tree)
                continue
            }
            var altered = JSONObject(entry)
            if resource["resourceType"]?.string == "Patient" {
                if fault == .missingPatient { continue }
                if fault == .twoPatients { result.append(entry.tree) }
                altered["resource"] = patient(resource).map { .object($0) } ?? resource.tree
            } else if place == spoiled || fault == .anotherPerson && isPointer(resource) {
                altered["resource"] = .object(spoil(resource))
            }
            result.append(.object(altered))
        }
        return result
    }

    /// The clinical resource that is to be spoiled: the last, so that others stand before it. Never an allergy where
    /// there is another.
    private func spoiledPlace(_ entries: [JSONValue]) -> Int? {
        guard fault == .malformedResource || fault == .strayResource else { return nil }
        let plain = ["Observation", "Condition", "MedicationStatement", "Immunization", "Encounter"]
        func type(_ entry: JSONValue) -> String { entry["resource"]?["resourceType"]?.string ?? "" }
        return entries.lastIndex { plain.contains(type($0)) } ?? entries.lastIndex { type($0) == "AllergyIntolerance" }
            ?? entries.lastIndex { $0["resource"].map(isPointer) == true }
    }

    /// A pointer of the locator, which names its subject by number.
    private func isPointer(_ resource: JSONValue) -> Bool {
        resource["resourceType"]?.string == "DocumentReference" && resource["subject"]?["identifier"] != nil
    }

    private func spoil(_ resource: JSONValue) -> JSONObject {
        var object = JSONObject(resource)
        if fault == .malformedResource {
            let member =
                ["code", "medicationReference", "vaccineCode", "custodian"].first { object[$0] != nil } ?? "status"
            object[member] = .array([.number("1"), .array([.number("2")])])
        } else if isPointer(resource) {
            object["subject"] = .element(["identifier": Self.othersNumber])
        } else {
            let subject = object["patient"] == nil ? "subject" : "patient"
            object[subject] = .element(["reference": "Patient/somebody-else"])
        }
        return object
    }

    private static let othersNumber = JSONTree.element([
        "system": .string(FHIRSystem.nhsNumber), "value": .string(NHSNumberCheck.testNumber(from: 424_242)),
    ])

    /// The Patient with the fault; `nil` where the fault does not concern it.
    private func patient(_ resource: JSONValue) -> JSONObject? {
        var object = JSONObject(resource)
        switch fault {
        case .wrongIdentity: break
        case .anotherPerson, .twoPatients:
            object["identifier"] = .array([Self.othersNumber])
            if fault == .twoPatients { object["id"] = "second-patient" }
        default: return nil
        }
        object["name"] = .array([.element(["use": "official", "family": "Someone", "given": .array(["Other"])])])
        object["birthDate"] = "1901-02-03"
        return object
    }
}

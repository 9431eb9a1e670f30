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
            return patient(document.root).map { JSONTree.object($0).bytes } ?? body
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
            } else if place == spoiled {
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
    }

    private func spoil(_ resource: JSONValue) -> JSONObject {
        var object = JSONObject(resource)
        if fault == .strayResource {
            let subject = object["patient"] == nil ? "subject" : "patient"
            object[subject] = .element(["reference": "Patient/somebody-else"])
        } else {
            let member = ["code", "medicationReference", "vaccineCode"].first { object[$0] != nil } ?? "status"
            object[member] = .array([.number("1"), .array([.number("2")])])
        }
        return object
    }

    /// The Patient with the fault; `nil` where the fault does not concern it.
    private func patient(_ resource: JSONValue) -> JSONObject? {
        var object = JSONObject(resource)
        switch fault {
        case .wrongIdentity: break
        case .anotherPerson, .twoPatients:
            let other = NHSNumberCheck.testNumber(from: 424_242)
            object["identifier"] = .array([
                .element(["system": .string(FHIRSystem.nhsNumber), "value": .string(other)])
            ])
            if fault == .twoPatients { object["id"] = "second-patient" }
        default: return nil
        }
        object["name"] = .array([.element(["use": "official", "family": "Someone", "given": .array(["Other"])])])
        object["birthDate"] = "1901-02-03"
        return object
    }
}

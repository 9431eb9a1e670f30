// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Terminology

/// One walk through one resource, from which the resource without what it must not tell results.
struct StrippingPass {
    private let resource: Resource<R4>
    private let sensitive: SensitiveCodes
    private let references: WithheldReferences
    private let words: SensitiveWords
    private let strips: (String) -> Bool
    private var containedGone: Set<String> = []
    private(set) var lostCode = false
    private(set) var lostConfidentialLink = false
    private var lostLink = false
    private var lostReason = false
    /// Whether what is being walked through says which medicine or allergy it is, or whose.
    private var isNaming = false

    init(
        _ resource: Resource<R4>, sensitive: SensitiveCodes, references: WithheldReferences, words: SensitiveWords,
        strips: @escaping (String) -> Bool
    ) {
        self.resource = resource
        self.sensitive = sensitive
        self.references = references
        self.words = words
        self.strips = strips
    }

    private enum Outcome {
        case same
        case changed(JSONTree)
        case removed
        /// A part without which the object it stands in says nothing was removed.
        case emptied
    }

    /// Free text that may be about what was taken out.
    private static let texts = ["note", "comment", "description", "conclusion", "presentedForm", "summary"]
    private static let reasons = ["reasonCode", "reason", "indication", "asNeededCodeableConcept"]
    /// Elements that R4 requires.
    private static let required: Set<String> = ["subject", "patient", "beneficiary", "device", "medicationReference"]

    /// The resource without what it must not tell; `nil` where nothing is to be taken out.
    mutating func tree() -> JSONTree? {
        noteContained()
        var object = JSONObject(resource.value)
        var isChanged = false
        for member in resource.value.members {
            let name = member.name
            if ["resourceType", "id", "meta", "text", "language"].contains(name) { continue }
            isNaming = Stripping.neverRemoved.contains(resource.type) && Stripping.naming.contains(name)
            switch outcome(member.value, name, strips: strips(name), isElement: false) {
            case .same: continue
            case .changed(let tree): object[name] = tree
            case .removed, .emptied:
                object[name] = Self.required.contains(name) ? ["extension": [Stripping.masked]] : nil
                object["_" + name] = nil
            }
            isChanged = true
        }
        let isTelling = resource["text"].map { telling(in: $0) } ?? false
        guard isChanged || isTelling else { return nil }
        object["text"] = nil
        if isTelling { lostCode = true }
        if lostReason || lostCode { removeWhatStandsWithReasons(from: &object) }
        if lostLink { removeWhatStandsWithLinks(from: &object) }
        return .object(object)
    }

    private func telling(in narrative: JSONValue) -> Bool {
        narrative["div"]?.string.map { words.stand(in: $0) } ?? false
    }

    private mutating func noteContained() {
        for contained in resource.contained
        where !Stripping.neverRemoved.contains(contained.type) && isSensitive(contained.value) {
            if let id = contained.id { containedGone.insert(id) }
        }
    }

    private func isSensitive(_ value: JSONValue) -> Bool { sensitive.stand(in: value) }

    // MARK: What stands with what was taken out

    private mutating func removeWhatStandsWithReasons(from object: inout JSONObject) {
        for name in Self.texts { remove(name, from: &object) }
        // Reasons in words alone may say the same in other words.
        for name in Self.reasons {
            guard let value = resource[name] else { continue }
            let concepts = value.kind == .array ? Array(value.elements) : [value]
            let coded = concepts.filter { ($0["coding"]?.count ?? 0) > 0 && !isSensitive($0) && !mentions($0) }
            object[name] = coded.isEmpty ? nil : value.kind == .array ? .array(coded.map { .value($0) }) : object[name]
        }
    }

    private mutating func removeWhatStandsWithLinks(from object: inout JSONObject) {
        switch resource.type {
        case "DiagnosticReport": for name in ["conclusion", "presentedForm"] { remove(name, from: &object) }
        case "DocumentReference": remove("description", from: &object)
        case "List": for name in ["note", "title"] { remove(name, from: &object) }
        default: break
        }
    }

    private func remove(_ name: String, from object: inout JSONObject) {
        object[name] = nil
        object["_" + name] = nil
    }

    private func mentions(_ value: JSONValue) -> Bool {
        switch value.kind {
        case .string: value.string.map { words.stand(in: $0) } ?? false
        case .array: value.elements.contains { mentions($0) }
        case .object: value.members.contains { mentions($0.value) }
        default: false
        }
    }

    // MARK: The walk

    private static let titles: Set<String> = [
        "title", "display", "description", "conclusion", "comment", "summary", "patientInstruction", "div",
    ]
    /// Elements that link to why something is so.
    private static let reasonLinks = Stripping.linking.union(["condition", "detail"])

    private mutating func outcome(_ value: JSONValue, _ name: String, strips: Bool, isElement: Bool) -> Outcome {
        let strips = strips || name == "extension" || name == "note"
        switch value.kind {
        case .object: return object(value, name, strips: strips, isElement: isElement)
        case .array: return array(value, name, strips: strips)
        case .string:
            guard let text = value.string else { return .same }
            if let isConfidential = ["reference", "url", "valueUri", "valueUrl"].contains(name)
                ? references.meaning(of: text) : nil
            {
                loseLink(isConfidential, name)
                return .removed
            }
            guard strips || (Self.titles.contains(name) && !isNaming) else { return .same }
            guard words.stand(in: text) || (strips && isSensitive(value)) else { return .same }
            lostCode = true
            return .removed
        default: return .same
        }
    }

    private mutating func loseLink(_ isConfidential: Bool, _ name: String) {
        lostLink = true
        if isConfidential { lostConfidentialLink = true }
        if Self.reasonLinks.contains(name) { lostReason = true }
    }

    private func isNeverRemoved(_ value: JSONValue) -> Bool {
        value["resourceType"]?.string.map { Stripping.neverRemoved.contains($0) } ?? false
    }

    private mutating func array(_ value: JSONValue, _ name: String, strips: Bool) -> Outcome {
        var kept: [JSONTree] = []
        var isChanged = false
        for element in value.elements {
            if name == "contained", let id = element["id"]?.string, containedGone.contains(id) {
                lostCode = true
                isChanged = true
                continue
            }
            // A product that is contained stays what it is, as any other does.
            let isProduct = name == "contained" && isNeverRemoved(element)
            if isProduct { isNaming = true }
            defer { if isProduct { isNaming = false } }
            switch outcome(element, name, strips: strips && !isProduct, isElement: name != "contained") {
            case .same: kept.append(.value(element))
            case .changed(let tree):
                kept.append(tree)
                isChanged = true
            case .removed, .emptied: isChanged = true
            }
        }
        guard isChanged else { return .same }
        return kept.isEmpty ? .removed : .changed(.array(kept))
    }

    /// Whether an object is one statement, which is taken out whole: a concept, a coding, an extension, a note.
    private static func isStatement(_ value: JSONValue, _ name: String) -> Bool {
        value["coding"] != nil || (value["system"] != nil && value["code"] != nil) || name == "extension"
            || name == "note"
    }

    private mutating func object(_ value: JSONValue, _ name: String, strips: Bool, isElement: Bool) -> Outcome {
        if let isConfidential = meaning(of: value) {
            loseLink(isConfidential, name)
            return .removed
        }
        if strips, Self.isStatement(value, name), isSensitive(value) || mentions(value) {
            lostCode = true
            return .removed
        }
        var object = JSONObject(value)
        var isChanged = false
        for member in value.members {
            let own = member.name
            // The words of a code belong to the code.
            if own == "display", !strips, value["code"] != nil || value["system"] != nil { continue }
            switch outcome(member.value, own, strips: strips, isElement: false) {
            case .same: continue
            case .changed(let tree): object[own] = tree
            case .emptied: object[own] = nil
            case .removed:
                object[own] = nil
                object["_" + own] = nil
                let isPart = member.value.kind == .object && isReference(member.value)
                // What is left of a link describes its target: a rank, a use, a date.
                if isPart && isElement || own == "div" || name == "extension"
                    || Self.isReferenceLike(own) && isReference(value)
                {
                    return .removed
                }
            }
            isChanged = true
        }
        guard isChanged else { return .same }
        if value["text"]?["div"] != nil { object["text"] = nil }
        return object.isEmpty ? .emptied : .changed(.object(object))
    }

    private static func isReferenceLike(_ name: String) -> Bool { name == "display" || name == "reference" }

    private func isReference(_ value: JSONValue) -> Bool {
        value["reference"]?.kind == .string
            || (value["display"]?.kind == .string && value["coding"] == nil && value["code"] == nil)
            || value["identifier"]?.kind == .object
    }

    /// Whether a Reference means something that is not shown, and whether that is confidential.
    private func meaning(of value: JSONValue) -> Bool? {
        if let text = value["reference"]?.string, text.hasPrefix("#"), containedGone.contains(String(text.dropFirst()))
        {
            return true
        }
        return references.meaning(of: value)
    }
}

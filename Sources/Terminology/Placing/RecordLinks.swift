// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// Which resource of a record belongs to which: what a single resource does not tell about its place.
struct RecordLinks: Sendable {
    /// The resource that has another as its member: a report its results, a test group its tests.
    private(set) var holders: [String: String] = [:]
    /// The medication statement for which a request is the authorisation.
    private(set) var statements: [String: String] = [:]
    /// The clinical status of the problem whose underlying entry a resource is.
    private(set) var problemStatus: [String: String] = [:]
    private(set) var resources: [String: Resource<R4>] = [:]
    private var localByID: [String: String] = [:]

    init(_ items: [ClassifiableResource]) {
        resources.reserveCapacity(items.count)
        localByID.reserveCapacity(items.count)
        for item in items {
            guard let local = item.resource.localReference, let id = item.resource.id else { continue }
            resources[local] = item.resource
            localByID[id] = local
        }
        for item in items { note(item.resource) }
    }

    /// Type and id of what a Reference element means.
    func local(_ element: JSONValue?) -> String? {
        guard let reference = element.flatMap({ Reference($0) }) else { return nil }
        switch reference.target {
        case .relative(let type, let id, _), .absolute(_, let type, let id, _): return "\(type)/\(id)"
        case .uniform(let name): return localByID[String(name.split(separator: ":").last ?? "")]
        case .contained, .unreadable: return nil
        }
    }

    private mutating func note(_ resource: Resource<R4>) {
        guard let own = resource.localReference else { return }
        switch resource.type {
        case "DiagnosticReport": hold(resource["result"], by: own)
        case "Observation":
            hold(resource["hasMember"], by: own)
            if resource.isCommentNote,
                let about = resource["derivedFrom"]?.elements.lazy.compactMap({ local($0) }).first
            {
                holders[own] = holders[own] ?? about
            }
        case "MedicationStatement":
            for plan in resource["basedOn"]?.elements.compactMap({ local($0) }) ?? [] { statements[plan] = own }
        case "Condition":
            let status = resource.codes(of: "clinicalStatus").first
            for link in resource.extensions where link.url.mentions("ActualProblem") {
                if let entry = local(link.value) { problemStatus[entry] = status }
            }
        default: break
        }
    }

    private mutating func hold(_ members: JSONValue?, by holder: String) {
        for member in members?.elements.compactMap({ local($0) }) ?? [] where holders[member] == nil && member != holder
        {
            holders[member] = holder
        }
    }
}

extension Resource<R4> {
    /// The codes of an element that is a code, a concept, or an array of them.
    func codes(of element: String) -> [String] {
        guard let value = self[element] else { return [] }
        if let code = value.string { return [code] }
        return CodeableConcept.all(in: value).flatMap { $0.codings.compactMap(\.code) }
    }

    /// The concept by which the resource is placed: a code that R4 does not allow (one with a blank) stands in an extension
    /// `source-value` beside its coding, and means the same there.
    var placedConcept: CodeableConcept {
        var concept = code ?? CodeableConcept(codings: [])
        let elements = self["code"]?["coding"]?.elements.filter { $0.kind == .object } ?? []
        for (place, element) in elements.enumerated() where concept.codings[place].code == nil {
            let displaced = Extension.all(in: element["extension"]).first {
                $0.url.hasSuffix("StructureDefinition/source-value")
                    && $0.extensions.contains { $0.url == "path" && $0.value?.string?.hasSuffix("coding.code") == true }
            }
            concept.codings[place].code = displaced?.extensions.first { $0.url == "text" }?.value?.string
        }
        return concept
    }

    /// SNOMED CT *Comment note*: free text, with no meaning of its own.
    var isCommentNote: Bool {
        guard let code = self["code"], code.mayMention(commentNote) else { return false }
        return CodeableConcept(code)?.snomedCodes.contains("37331000000100") == true
    }
}

private let commentNote = JSONWord("37331000000100")

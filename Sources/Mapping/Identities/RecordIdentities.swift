// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// What every resource of a record is called in R4, and what references to it become. Ids stay as they are unless FHIR does
/// not allow them, there is none, or two types that are one in R4 both have it.
struct RecordIdentities {
    /// The R4 ids, by place among the source's resources.
    private(set) var ids: [String]
    /// The source's own type and id of each; where the source gave no id, the one that stands for it.
    private(set) var sourceReferences: [String]
    /// For each resource, what its references to resources that it contains become.
    private(set) var localReferences: [Int: [String: String]] = [:]
    private var renamed: [String: String] = [:]
    /// The last number given to each name that several resources would have.
    private var lastNumbers: [String: Int] = [:]

    init(_ resources: [SourceResource]) {
        ids = resources.map { $0.id ?? "" }
        sourceReferences = resources.map { $0.type + "/" + ($0.id ?? "") }
        var taken: Set<String> = []
        for (place, resource) in resources.enumerated()
        where resource.holder == nil && resource.type != "ReferralRequest" {
            if PrimitiveType.isIdentity(ids[place]) { taken.insert(resource.mappedType + "/" + ids[place]) }
        }
        for (place, resource) in resources.enumerated() where resource.holder == nil {
            assignID(at: place, resource, &taken)
        }
        for (place, resource) in resources.enumerated() {
            guard let holder = resource.holder else { continue }
            guard let own = resource.id else {
                ids[place] = firstFree(Self.stem(of: resource), resource.mappedType, &taken)
                sourceReferences[place] = sourceReferences[holder] + "#"
                continue
            }
            assignContainedID(at: place, resource, own, in: holder, resources[holder], &taken)
        }
    }

    private mutating func assignID(at place: Int, _ resource: SourceResource, _ taken: inout Set<String>) {
        let type = resource.mappedType
        guard let own = resource.id else {
            let stem = Self.stem(of: resource)
            ids[place] = firstFree(stem, type, &taken)
            sourceReferences[place] = resource.type + "/" + ids[place]
            return
        }
        let reference = resource.type + "/" + own
        if renamed[reference] != nil {
            // The same resource twice in one bundle: both keep the one name.
            ids[place] = String(renamed[reference]?.split(separator: "/").last ?? "")
            return
        }
        if !PrimitiveType.isIdentity(own) {
            ids[place] = firstFree("id-" + Self.digest(own), type, &taken)
        } else if resource.type == "ReferralRequest", taken.contains(type + "/" + own) {
            let other = own + "-referral"
            ids[place] = firstFree(
                PrimitiveType.isIdentity(other) ? other : "id-" + Self.digest(reference), type, &taken)
        } else if type == resource.type {
            return
        }
        renamed[reference] = type + "/" + ids[place]
    }

    private mutating func assignContainedID(
        at place: Int, _ resource: SourceResource, _ own: String, in holder: Int, _ container: SourceResource,
        _ taken: inout Set<String>
    ) {
        let whole = ids[holder] + "." + own
        let stem = PrimitiveType.isIdentity(whole) ? whole : "id-" + Self.digest(sourceReferences[holder] + "#" + own)
        ids[place] = firstFree(stem, resource.mappedType, &taken)
        sourceReferences[place] = sourceReferences[holder] + "#" + own
        localReferences[holder, default: [:]]["#" + own] = resource.mappedType + "/" + ids[place]
        localReferences[place] = ["#": container.mappedType + "/" + ids[holder]]
    }

    /// References inside a resource that was contained see its siblings too.
    func localReferences(of place: Int, _ resource: SourceResource) -> [String: String] {
        var result = localReferences[place] ?? [:]
        if let holder = resource.holder {
            result.merge(localReferences[holder] ?? [:]) { own, _ in own }
        }
        return result
    }

    /// What the text of a reference becomes; `nil` where it stays as it is.
    func rewritten(_ text: String) -> String? {
        guard !text.hasPrefix("#"), !text.hasPrefix("urn:") else { return nil }
        if text.utf8.reduce(0, { $0 + ($1 == UInt8(ascii: "/") ? 1 : 0) }) == 1 {
            if let other = renamed[text] { return other }
            guard text.hasPrefix("ProcedureRequest/") || text.hasPrefix("ReferralRequest/") else { return nil }
        }
        switch Reference.target(of: text) {
        case .relative(let type, let id, let version):
            return replacement(type, id).map { $0 + (version.map { "/_history/" + $0 } ?? "") }
        case .absolute(let url, let type, let id, let version):
            guard let other = replacement(type, id) else { return nil }
            return url.dropLast(type.count + 1 + id.count) + other + (version.map { "/_history/" + $0 } ?? "")
        default: return nil
        }
    }

    private func replacement(_ type: String, _ id: String) -> String? {
        renamed[type + "/" + id] ?? RuleTable.renamedTypes[type].map { $0 + "/" + id }
    }

    /// What begins the id of a resource that came without one: for a list its code, so that it is the same every time.
    private static func stem(of resource: SourceResource) -> String {
        let name = resource.type.lowercased().filter { $0.isASCII && $0.isLetter }.prefix(20)
        let code = resource.value["code"]?["coding"]?[0]?["code"]?.string ?? ""
        let whole = name + "-" + code
        return resource.type == "List" && PrimitiveType.isIdentity(whole) && whole.utf8.count <= 50
            ? whole : String(name)
    }

    private mutating func firstFree(_ stem: String, _ type: String, _ taken: inout Set<String>) -> String {
        let whole = type + "/" + stem
        if taken.insert(whole).inserted { return stem }
        var number = lastNumbers[whole, default: 1] + 1
        while !taken.insert(whole + "-" + String(number)).inserted { number += 1 }
        lastNumbers[whole] = number
        let numbered = stem + "-" + String(number)
        return PrimitiveType.isIdentity(numbered) ? numbered : firstFree("id-" + Self.digest(numbered), type, &taken)
    }

    /// A short name for a text, the same every time (FNV-1a, 64 bits): it tells texts apart and protects nothing.
    private static func digest(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

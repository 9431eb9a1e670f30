// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeRule {
    /// The exact keys of an entry: it is a copy of what has one of them too. Empty where a part is missing. Copies are of one type
    /// and stand in one section, so that what must never be mixed never meets.
    /// - Parameter names: those of the entry's identity names to be believed: a name that no other entry has makes no copy, so that
    ///   of most entries nothing more need be read.
    func copyKeys(_ facts: MergeFacts, named names: [String]) -> [String] {
        guard !facts.hasUnknownMeaning else { return [] }
        let keys = identityKeys(facts, named: names) + contentKeys(facts)
        guard !keys.isEmpty else { return [] }
        let frame = facts.resource.type + " " + facts.entry.section.rawValue + " "
        return keys.map { frame + $0 }
    }

    private func contentKeys(_ facts: MergeFacts) -> [String] {
        guard let codes, !copyParts.isEmpty else { return [] }
        var parts: [String] = []
        for part in copyParts {
            guard let text = part.read(facts) else { return [] }
            parts.append(text)
        }
        var ways = [MergeFacts.joined(parts)]
        for (place, part) in copyParts.enumerated() {
            guard let other = part.readOtherwise?(facts), other != parts[place] else { continue }
            var parts = parts
            parts[place] = other
            ways.append(MergeFacts.joined(parts))
        }
        return Set(codes(facts)).flatMap { code in ways.map { "content \(code)\u{1F}\($0)" } }
    }

    /// The names by which an entry may be another's copy: identifiers, with their version where there are versions.
    func identityNames(_ facts: MergeFacts) -> [String] {
        guard !facts.hasUnknownMeaning else { return [] }
        switch identity {
        case .none: return []
        case .identifier: return MergeFacts.businessIdentifiers(of: facts.resource)
        case .identifierAndVersion: return versioned(MergeFacts.businessIdentifiers(of: facts.resource), facts)
        case .masterIdentifierOrDigest:
            let masters = MergeFacts.businessIdentifiers(of: facts.resource, element: "masterIdentifier")
            let names = versioned(masters + MergeFacts.businessIdentifiers(of: facts.resource), facts)
            return names + [facts.digest.map { "digest " + $0 }].compactMap { $0 }
        }
    }

    private func identityKeys(_ facts: MergeFacts, named names: [String]) -> [String] {
        guard !names.isEmpty else { return [] }
        let standing = facts.standing
        // One number may stand for several tests of a report, so the code has to agree as well.
        let codes = codes.map { Set($0(facts)) } ?? []
        if codes.isEmpty, facts.isDegraded { return [] }
        return names.flatMap { name in
            (codes.isEmpty ? [""] : codes).map { "identifier \(name)\u{1F}\($0)\u{1F}\(standing)" }
        }
    }

    private func versioned(_ identifiers: [String], _ facts: MergeFacts) -> [String] {
        guard !identifiers.isEmpty, let version = facts.resource.versionID, !version.isEmpty else { return [] }
        return identifiers.map { "\($0)|\(version)" }
    }
}

extension MergeFacts {
    /// Whether what the entry is of lost its code on the way.
    var isDegraded: Bool {
        let concepts = ["code", "medicationCodeableConcept", "vaccineCode"].flatMap {
            CodeableConcept.all(in: value($0))
        }
        return (concepts + [product?.code].compactMap { $0 }).contains { DegradedCode.isDegraded($0) }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A source's record that a seed makes: items with labels, sensitive codes and references among them, each with words of its own by which it
/// is found wherever it gets to. What of it may be shown is said from its description alone.
struct GeneratedRecord: Sendable {
    enum Label: String, CaseIterable, Sendable {
        case none, normal = "N", restricted = "R", veryRestricted = "V", unknown = "Q", notForPatient = "NOPAT"
    }
    enum LabelPlace: CaseIterable, Sendable { case own, contained, contact, composition }
    enum Kind: String, CaseIterable, Sendable {
        case condition = "Condition", observation = "Observation", procedure = "Procedure"
        case request = "MedicationRequest", statement = "MedicationStatement", allergy = "AllergyIntolerance"

        var isNeverRemoved: Bool { self == .request || self == .statement || self == .allergy }
        var hasReason: Bool { self == .procedure || self == .request || self == .statement }
    }

    struct Item: Sendable {
        let place: Int
        let kind: Kind
        var label = Label.none
        var labelPlace = LabelPlace.own
        var hasSensitiveCode = false
        var hasSensitiveReason = false
        var hasSensitiveValue = false
        var hasSensitiveExtension = false
        /// The places of items that it refers to.
        var targets: [Int] = []

        var words: String { "zq\(place / 10)\(place % 10)x" }
        /// Those of its contact or composition, which has its label and not its codes.
        var contactWords: String { "zc\(place / 10)\(place % 10)x" }
        var reasonWords: String { "zr\(place / 10)\(place % 10)x" }
        var extensionWords: String { "ze\(place / 10)\(place % 10)x" }
        var reference: String { "\(kind.rawValue)/\(words)" }
    }

    /// Who asks, and what the agreement says.
    struct Asking: Hashable, Sendable {
        var isPatient = false
        var includesRestricted = false
    }

    var items: [Item]

    init(seed: UInt64, isPlain: Bool = false) {
        var dice = Dice(seed: seed)
        let count = dice.number(2...8)
        items = (0..<count).map { place in
            var item = Item(place: place, kind: dice.pick(Kind.allCases))
            item.targets = (0..<count).filter { $0 != place && dice.chance(25) }
            if !isPlain {
                if dice.chance(35) { item.label = dice.pick(Label.allCases) }
                item.labelPlace = dice.pick(LabelPlace.allCases)
                item.hasSensitiveCode = dice.chance(20)
                item.hasSensitiveReason = item.kind.hasReason && dice.chance(25)
                item.hasSensitiveValue = item.kind == .observation && dice.chance(25)
                item.hasSensitiveExtension = dice.chance(20)
            }
            return item
        }
    }

    // MARK: What may be shown

    func isMarked(_ item: Item, for asking: Asking) -> Bool {
        switch item.label {
        case .none, .normal: false
        case .restricted, .unknown: !asking.includesRestricted
        case .veryRestricted: true
        case .notForPatient: asking.isPatient
        }
    }

    func isShown(_ item: Item, to asking: Asking) -> Bool {
        guard !isMarked(item, for: asking) else { return false }
        return item.kind.isNeverRemoved || !(item.hasSensitiveCode || item.hasSensitiveValue)
    }

    func shown(to asking: Asking) -> Set<String> {
        Set(items.filter { isShown($0, to: asking) }.map(\.reference))
    }

    /// Words that may stand nowhere in what is given.
    func secrets(from asking: Asking) -> [String] {
        items.flatMap { item in
            (isShown(item, to: asking) ? [] : [item.words])
                + (isMarked(item, for: asking) ? [item.contactWords] : [])
                + (item.hasSensitiveReason || !isShown(item, to: asking) ? [item.reasonWords] : [])
                + (item.hasSensitiveExtension || !isShown(item, to: asking) ? [item.extensionWords] : [])
        }
    }

    // MARK: In FHIR

    private static let confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
    private static let actCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode"

    private static func security(_ label: Label) -> String {
        guard label != .none else { return "" }
        let system = label == .notForPatient ? actCode : confidentiality
        return ",\"meta\":{\"security\":[{\"system\":\"\(system)\",\"code\":\"\(label.rawValue)\"}]}"
    }

    private static func concept(_ isSensitive: Bool, _ words: String) -> String {
        let code = isSensitive ? WithheldFixture.sensitiveCode : "73211009"
        return
            "{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"\(code)\",\"display\":\"\(words)\"}],\"text\":\"\(words)\"}"
    }

    /// All resources of the record.
    var resources: [String] {
        items.flatMap { item -> [String] in
            let patient = "\"reference\":\"Patient/p\""
            switch (item.label, item.labelPlace) {
            case (.none, _), (_, .own), (_, .contained): return [resource(item)]
            case (_, .contact):
                return [
                    resource(item),
                    "{\"resourceType\":\"Encounter\",\"id\":\"\(item.contactWords)\"\(Self.security(item.label)),\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\"subject\":{\(patient)}}",
                ]
            case (_, .composition):
                return [
                    resource(item),
                    "{\"resourceType\":\"Composition\",\"id\":\"\(item.contactWords)\"\(Self.security(item.label)),\"status\":\"final\",\"type\":{\"text\":\"Letter\"},\"subject\":{\(patient)},\"date\":\"2020-01-01\",\"title\":\"\(item.contactWords)\",\"author\":[{\"display\":\"A\"}]}",
                ]
            }
        }
    }

    private func resource(_ item: Item) -> String {
        let isLabelled = item.label != .none
        var parts = ["\"resourceType\":\"\(item.kind.rawValue)\"", "\"id\":\"\(item.words)\""]
        if isLabelled, item.labelPlace == .own { parts.append(String(Self.security(item.label).dropFirst())) }
        if isLabelled, item.labelPlace == .contained {
            parts.append(
                "\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"o\"\(Self.security(item.label)),\"name\":\"\(item.words)\"}]"
            )
        }
        let subject = item.kind == .allergy ? "patient" : "subject"
        parts.append("\"\(subject)\":{\"reference\":\"Patient/p\"}")
        let code = Self.concept(item.hasSensitiveCode, item.words)
        switch item.kind {
        case .condition, .allergy: parts.append("\"code\":\(code)")
        case .observation: parts += ["\"status\":\"final\"", "\"code\":\(code)"]
        case .procedure: parts += ["\"status\":\"completed\"", "\"code\":\(code)"]
        case .request:
            parts += ["\"status\":\"active\"", "\"intent\":\"order\"", "\"medicationCodeableConcept\":\(code)"]
        case .statement: parts += ["\"status\":\"active\"", "\"medicationCodeableConcept\":\(code)"]
        }
        if item.kind == .observation {
            parts.append("\"valueCodeableConcept\":\(Self.concept(item.hasSensitiveValue, item.words))")
        }
        if item.kind.hasReason {
            parts.append("\"reasonCode\":[\(Self.concept(item.hasSensitiveReason, item.reasonWords))]")
        }
        parts.append(contentsOf: references(of: item))
        return "{" + parts.joined(separator: ",") + "}"
    }

    private func references(of item: Item) -> [String] {
        var extensions: [String] = []
        if item.hasSensitiveExtension {
            extensions.append(
                "{\"url\":\"https://example.org/x\",\"valueCodeableConcept\":\(Self.concept(true, item.extensionWords))}"
            )
        }
        var parts: [String] = []
        if item.label != .none, item.labelPlace == .contact {
            // Of medicines and conditions the contact is `encounter`, of statements `context`.
            let name = item.kind == .statement ? "context" : "encounter"
            parts.append("\"\(name)\":{\"reference\":\"Encounter/\(item.contactWords)\"}")
        }
        if item.label != .none, item.labelPlace == .composition {
            extensions.append(
                "{\"url\":\"https://example.org/in\",\"valueReference\":{\"reference\":\"Composition/\(item.contactWords)\"}}"
            )
        }
        let targets = item.targets.map { target in
            "{\"reference\":\"\(items[target].reference)\",\"display\":\"\(items[target].words)\"}"
        }
        if item.kind.hasReason, !targets.isEmpty {
            parts.append("\"reasonReference\":[\(targets.joined(separator: ","))]")
        } else {
            extensions += targets.map { "{\"url\":\"https://example.org/related\",\"valueReference\":\($0)}" }
        }
        if !targets.isEmpty {
            let told = item.targets.map { items[$0].words }.joined(separator: " ")
            parts.append(
                "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns='http://www.w3.org/1999/xhtml'>\(item.words) \(told)</div>\"}"
            )
        }
        if !extensions.isEmpty { parts.append("\"extension\":[\(extensions.joined(separator: ","))]") }
        return parts
    }
}

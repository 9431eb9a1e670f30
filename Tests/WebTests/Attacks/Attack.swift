// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import TestSupport

/// One attempt, made from its seed alone. Tokens, cookies, forms and handles stand in it by name (`{bearer:…}`, `{cookie:0}`,
/// `{form:0}`, `{handle:0:1}`), as they are others in every run.
struct Attack: Sendable {
    let seed: UInt64
    let attacker: Attacker?
    var wire: AttackedGateway.Wire
    /// What the answer may hold at most.
    let ceiling: Set<String>
    /// Whose cookie it brings to a page.
    var visitor: Visitor?

    init(seed: UInt64) {
        var dice = Dice(seed: seed)
        self = dice.chance(30) ? Self.page(seed, &dice) : Self.programme(seed, &dice)
    }

    init(
        seed: UInt64, attacker: Attacker?, wire: AttackedGateway.Wire, ceiling: Set<String>,
        visitor: Visitor? = nil
    ) {
        (self.seed, self.attacker, self.wire, self.ceiling, self.visitor) = (seed, attacker, wire, ceiling, visitor)
    }

    var description: String {
        """
        seed \(seed): \(wire.method) \(wire.path) on '\(wire.certificate)' of \(wire.authority)
        \(wire.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n"))

        \(wire.body)
        may hold \(ceiling.sorted())
        """
    }

    /// Chooses by a seed.
    struct Dice {
        private var random: SeededGenerator
        init(seed: UInt64) { random = SeededGenerator(seed: seed) }
        mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        mutating func below(_ end: Int) -> Int { Int.random(in: 0..<end, using: &random) }
        mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }
        /// Most are people with a record.
        mutating func place() -> Int { chance(85) ? below(AttackedWorld.count) : below(AttackedWorld.numbers.count) }
        mutating func number() -> String { AttackedWorld.numbers[place()] }
    }
}

// MARK: Programs

extension Attack {
    private static let fhir = "/fhir/R4/"

    private static func programme(_ seed: UInt64, _ dice: inout Dice) -> Attack {
        // Half of them could see something, so that there is something to be bent.
        let attacker = dice.pick(dice.chance(35) ? Attacker.allCases.filter(\.isEntitled) : Attacker.allCases)
        let place = attackedPlace(attacker, &dice)
        let number = AttackedWorld.numbers[place]
        var wire = AttackedGateway.Wire(path: "", certificate: attacker.certificate)
        var isAnswerable = true
        var parameters = AttackParameters.draw(&dice, place)
        let way = dice.below(13)
        if way >= 10 { return service(seed, attacker, place, way > 10, &dice) }
        switch way {
        case 0...3: wire.path = fhir + "Patient/\(number)/$detailed-care-record"
        case 4: wire.path = fhir + "Patient/\(number)"
        case 5: wire.path = fhir + "Patient/\(number)/$locate"
        case 6...8:
            wire.method = "POST"
            wire.path =
                fhir
                + dice.pick(
                    [
                        "Patient/$detailed-care-record", "Patient/$detailed-care-record", "Patient/$locate",
                        "$explain-access",
                    ])
            let body = AttackBody.draw(&dice, number, &parameters)
            (wire.body, isAnswerable) = (body.text, body.isAnswerable)
            wire.headers.append(("Content-Type", body.type))
        default:
            (wire.method, wire.path) = elsewhere(&dice, number)
            isAnswerable = false
        }
        if way != 9, dice.chance(25) { wire.path = AttackPath.bend(wire.path, number: number, &dice) }
        let query = parameters.query
        if !query.isEmpty { wire.path += (wire.path.contains("?") ? "&" : "?") + query }
        if attacker != .none { wire.headers.append(("Authorization", "Bearer {bearer:\(attacker)}")) }
        if AttackHeaders.add(to: &wire, &dice) { isAnswerable = false }
        let ceiling = attacker.ceiling(
            place: place, isPermissionStated: parameters.statesPermission(attacker, about: place))
        var words = Set(ceiling.map(\.description))
        if wire.path.contains("$explain-access") { words.formUnion(attacker.clauses) }
        return Attack(seed: seed, attacker: attacker, wire: wire, ceiling: isAnswerable ? words : [])
    }

    /// What is asked of the gateway's own books: wishes and explanations.
    private static func service(
        _ seed: UInt64, _ attacker: Attacker, _ place: Int, _ isExplanation: Bool, _ dice: inout Dice
    ) -> Attack {
        // Of explanations there is most to be had by whoever speaks for a controller.
        let attacker = isExplanation && dice.chance(30) ? Attacker.controllerManager : attacker
        let parameters = AttackParameters.draw(&dice, place)
        let drawn =
            isExplanation
            ? AttackExplanation.draw(&dice, attacker, AttackedWorld.numbers[place])
            : AttackWish.draw(&dice, attacker, place)
        var wire = drawn.wire
        wire.certificate = attacker.certificate
        let query = dice.chance(20) ? parameters.query : ""
        if !query.isEmpty { wire.path += (wire.path.contains("?") ? "&" : "?") + query }
        if attacker != .none { wire.headers.append(("Authorization", "Bearer {bearer:\(attacker)}")) }
        let isClosed = AttackHeaders.add(to: &wire, &dice)
        return Attack(seed: seed, attacker: attacker, wire: wire, ceiling: isClosed ? [] : drawn.ceiling)
    }

    /// Patients sometimes ask for themselves, so that an answer is there to be bent.
    private static func attackedPlace(_ attacker: Attacker, _ dice: inout Dice) -> Int {
        guard dice.chance(40) else { return dice.place() }
        return switch attacker {
        case .patient0, .replayed, .twoPatients: 0
        case .patient1, .proxyOf1: 1
        default: dice.place()
        }
    }

    /// What other servers of FHIR have, and methods that nothing here has.
    private static func elsewhere(_ dice: inout Dice, _ number: String) -> (method: String, path: String) {
        let paths = [
            "Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|\(number)", "Patient?_id=\(number)",
            "Patient/_search",
            "Observation?patient=\(number)", "Condition?subject=Patient/\(number)&_revinclude=Observation:focus",
            "AllergyIntolerance?patient.identifier=\(number)", "Patient/\(number)/$everything",
            "Patient/\(number)/_history", "Patient/\(number)/_history/1", "Patient/\(number)/Condition",
            "Patient/\(number)/*", "Binary/\(number)", "AuditEvent?patient=\(number)", "Consent/\(number)",
            "Bundle/\(number)", "Composition?patient=\(number)", "", "_search?_id=\(number)", "$graphql",
            "Patient/\(number)/$detailed-care-record/_history/1", "Patient/\(number)/$everything/$detailed-care-record",
            "Group/\(number)/$export", "$export", "DocumentReference?patient=\(number)", "Patient/$match",
            "Patient/\(number)/$detailed-care-record",
        ]
        let path = fhir + dice.pick(paths)
        let isOwn = path.hasSuffix("\(number)/$detailed-care-record")
        return (
            dice.pick(isOwn ? ["POST", "PUT", "DELETE", "PATCH", "HEAD", "TRACE", "OPTIONS"] : ["GET", "POST"]), path
        )
    }
}

// MARK: Pages

extension Attack {
    private static func page(_ seed: UInt64, _ dice: inout Dice) -> Attack {
        let (owner, visitor) = (dice.pick(Visitor.allCases), dice.pick(Visitor.allCases))
        let isOwn = dice.chance(25)
        let holder = isOwn ? owner : visitor
        let place = dice.place()
        let isAltered = dice.chance(20)
        let handle = "{handle:\(owner.rawValue):\(place)\(isAltered ? ":\(dice.below(90))" : "")}"
        let hasCookie = dice.chance(90)
        var wire = AttackedGateway.Wire(path: "/viewer/patients/" + handle)
        if hasCookie { wire.headers.append(("Cookie", "__Host-mig-session={cookie:\(holder.rawValue)}")) }
        var ceiling =
            hasCookie && holder == owner && !isAltered ? Set(holder.ceiling(place: place).map(\.description)) : []
        let form = "{form:\(dice.pick(Visitor.allCases).rawValue)}"
        func post(_ path: String, _ body: String) {
            (wire.method, wire.path, wire.body) = ("POST", path, body + "&token=" + form)
            wire.headers.append(("Content-Type", "application/x-www-form-urlencoded"))
            ceiling = []
        }
        switch dice.below(14) {
        case 0...3: wire.path += "?whole=1"
        case 4: wire.path += dice.pick(["", "?view=clinician", "?ask=no", "?ask=again"])
        case 5, 6: wire.path += "/events"
        case 7:
            post(
                wire.path + "/permission",
                dice.pick([
                    "answer=given", "answer=given&extent=episode", "answer=could-not-be-asked&reason=not-present",
                ]))
        case 8 where dice.chance(50): post(wire.path + "/relationship", "text=Seen+in+the+clinic+today")
        case 8: post(wire.path + "/emergency", "reason=life-threatening&text=Found+unconscious+at+home")
        case 9 where dice.chance(50):
            // A form that is the visitor's own opens what the page itself would.
            let own = ceiling
            post(wire.path + "?whole=1", "page=" + dice.pick(["", "AAAAAAAAAAAAAAAAAAAAAAAA", handle]))
            ceiling = own
        case 9: post(wire.path + "/again", "stream=" + dice.pick(["", "AAAAAAAAAAAAAAAAAAAAAAAA", handle]))
        case 10: post("/viewer/find", "nhs-number=\(AttackedWorld.numbers[place])")
        case 11, 12:
            wire.path = "/portal/alerts/\(1 + dice.below(3))"
            let isOfficer = wire.path == "/portal/alerts/1" && hasCookie && holder == .privacyOfficer
            // The first of all alerts is of the hospital, and its officer may open it.
            ceiling = isOfficer ? [AttackedWorld.alertCanary(of: AttackedWorld.hospital)] : []
        default:
            wire.path = dice.pick([
                "/portal/alerts", "/viewer",
                wire.path + "/emergency", "/viewer/patients/",
                "/viewer/patients/" + AttackedWorld.numbers[place], "/viewer/patients/" + handle + "/events/..",
                "/signin/callback?code=doctor.\(AttackedWorld.clinic).x.n&state=" + handle,
                "/signin?return=//evil.example", "/viewer/patients/%2e%2e/" + handle,
            ])
            if !wire.path.hasSuffix("/emergency") { ceiling = [] }
        }
        _ = AttackHeaders.add(to: &wire, &dice, isPage: true)
        return Attack(
            seed: seed, attacker: nil, wire: wire, ceiling: ceiling, visitor: hasCookie ? holder : nil)
    }
}

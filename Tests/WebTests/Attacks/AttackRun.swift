// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Sharing
import TestSupport
import Testing

@testable import Web

/// A gateway with everybody signed in and every token made, and the means to carry out attacks on it.
struct AttackRun: Sendable {
    /// A hole that a test plants: what is changed of a request before the real gateway has it, as a gateway with the hole would.
    typealias Hole = @Sendable (AttackedGateway.Wire, AttackRun) -> AttackedGateway.Wire

    let gateway: AttackedGateway
    private let stores: AttackedStores
    private(set) var tokens: [String: String] = [:]
    private(set) var cookies: [String] = []
    private(set) var forms: [String] = []
    /// The handles of each visitor for each number.
    private(set) var handles: [[String]] = []
    private let hostile: [String]
    var hole: Hole?

    /// What came of an attack.
    struct Outcome: Sendable {
        let status: Int
        /// Canaries that the answer may hold, and holds.
        let seen: Set<String>
        /// Canaries that it must not hold.
        let leaks: Set<String>
    }

    /// - Parameters:
    ///   - plant: puts a part with a hole in a real one's place.
    ///   - hole: what a gateway with a hole would make of each request.
    static func prepare(
        _ plant: (inout AttackedParts) -> Void = { _ in }, hole: Hole? = nil
    ) async throws -> AttackRun {
        let stores = try await AttackedStores.open()
        try await askBefore(stores)
        var parts = AttackedParts(stores, audit: AttackedJournal())
        plant(&parts)
        let alerts = parts.alerts
        let gateway = try await AttackedGateway.open(
            parts.service, signIn: StubProvider().signIn { $0.alerts = alerts },
            sharing: SharingServices(explanations: parts.explanations, preferences: parts.preferences))
        var run = AttackRun(gateway: gateway, stores: stores)
        for attacker in Attacker.allCases { run.tokens["\(attacker)"] = attacker.token }
        for visitor in Visitor.allCases { try await run.signIn(visitor) }
        // The unbound token is used up.
        let first = try await run.gateway.send(
            .init(
                path: "/fhir/R4/Patient/\(AttackedWorld.numbers[0])",
                headers: [("Authorization", "Bearer \(run.tokens["replayed"] ?? "")")]))
        try #require(first.status == 200)
        run.hole = hole
        return run
    }

    /// Requests that stand in the audit before the attacks, so that there is something to be explained.
    private static func askBefore(_ stores: AttackedStores) async throws {
        let gateway = try await AttackedGateway.open(
            AttackedParts(stores, audit: stores.journal).service, signIn: nil)
        for (person, attacker) in [Attacker.hospitalDoctor, .clinicDoctor].enumerated() {
            let reply = try await gateway.send(
                .init(
                    path: "/fhir/R4/Patient/\(AttackedWorld.numbers[person])/$detailed-care-record",
                    headers: [
                        ("Authorization", "Bearer " + attacker.token), ("X-Request-ID", AttackedStores.traces[person]),
                    ], certificate: attacker.certificate))
            try #require(reply.status == 200)
        }
        await gateway.close()
        stores.clock.next()
    }

    func close() async {
        await gateway.close()
        stores.close()
    }

    private init(gateway: AttackedGateway, stores: AttackedStores) {
        self.gateway = gateway
        self.stores = stores
        hostile = HostileToken.all.compactMap { hostile in
            var draft = TokenDraft()
            hostile.spoil(&draft)
            let isOwn = draft.certificate?.name == "ward.example" && draft.certificate?.byte == 7
            let text = draft.text
            return isOwn && text.utf8.count < 8_000 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? text : nil
        }
    }

    private mutating func signIn(_ visitor: Visitor) async throws {
        let begun = try await gateway.send(.init(path: "/signin/begin"))
        let attempt = try cookie("__Host-mig-signin", begun)
        let query = begun.header("Location")?.split(separator: "?", maxSplits: 1).last
        let pairs = query.flatMap { RequestTarget.parameters($0) } ?? []
        let nonce = try #require(pairs.first { $0.name == "nonce" }?.value)
        let state = try #require(pairs.first { $0.name == "state" }?.value)
        let path = "/signin/callback?code=\(visitor.code).\(nonce)&state=\(state)"
        let back = try await gateway.send(.init(path: path, headers: [("Cookie", "__Host-mig-signin=" + attempt)]))
        let session = try cookie("__Host-mig-session", back)
        let cookie = ("Cookie", "__Host-mig-session=" + session)
        let form = try `The viewer over a socket`.token(
            in: try await gateway.send(.init(path: "/viewer", headers: [cookie])).text)
        var found: [String] = []
        for number in AttackedWorld.numbers {
            let reply = try await gateway.send(
                .init(
                    method: "POST", path: "/viewer/find",
                    headers: [cookie, ("Content-Type", "application/x-www-form-urlencoded")],
                    body: "nhs-number=\(number)&token=\(form)"))
            found.append(String(try #require(reply.header("Location")).dropFirst("/viewer/patients/".count)))
        }
        cookies.append(session)
        forms.append(form)
        handles.append(found)
    }

    private func cookie(_ name: String, _ told: AttackedGateway.Told) throws -> String {
        let line = try #require(told.all("Set-Cookie").first { $0.hasPrefix(name + "=") })
        return String(line.dropFirst(name.count + 1).prefix { $0 != ";" })
    }

    // MARK: Carrying out

    /// What is answered to an attack, to be looked at.
    func answer(to attack: Attack) async throws -> AttackedGateway.Told { try await gateway.send(resolved(attack)) }

    func carryOut(_ attack: Attack) async throws -> Outcome {
        let wire = resolved(attack)
        stores.clock.next()
        try await stores.ask(asNamedIn: wire.path + wire.body)
        let told = try await gateway.send(hole.map { $0(wire, self) } ?? wire)
        let (canaries, ceiling) = (told.canaries, attack.ceiling)
        var leaks = canaries.subtracting(ceiling)
        if let location = told.header("Location"), location.hasPrefix("/viewer/patients/") {
            leaks.formUnion(try await followed(location, notAs: attack.visitor))
        }
        return Outcome(status: told.status, seen: canaries.intersection(ceiling), leaks: leaks)
    }

    /// What a link that somebody was sent shows to another.
    private func followed(_ location: String, notAs visitor: Visitor?) async throws -> Set<String> {
        let other = visitor == .otherHospitalDoctor ? Visitor.hospitalDoctor : .otherHospitalDoctor
        let wire = AttackedGateway.Wire(
            path: location + "?whole=1", headers: [("Cookie", "__Host-mig-session=" + cookies[other.rawValue])])
        return try await gateway.send(hole.map { $0(wire, self) } ?? wire).canaries
    }

    private func resolved(_ attack: Attack) -> AttackedGateway.Wire {
        var wire = attack.wire
        wire.path = resolved(wire.path, attack.seed)
        wire.body = resolved(wire.body, attack.seed)
        wire.headers = wire.headers.map { ($0.name, resolved($0.value, attack.seed)) }
        return wire
    }

    private func resolved(_ text: String, _ seed: UInt64) -> String {
        guard text.contains("{") else { return text }
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "}"), let value = value(rest[rest.index(after: open)..<close], seed)
            else {
                result.append("{")
                rest = rest.dropFirst()
                continue
            }
            result += value
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private func value(_ name: Substring, _ seed: UInt64) -> String? {
        let parts = name.split(separator: ":").map(String.init)
        let places = parts.dropFirst().compactMap { Int($0) }
        switch parts.first {
        case "bearer" where parts.last == "hostile": return hostile[Int(seed % UInt64(hostile.count))]
        case "bearer": return parts.last.flatMap { tokens[$0] }
        case "cookie": return places.first.map { cookies[$0] }
        case "form": return places.first.map { forms[$0] }
        case "handle" where places.count >= 2:
            let handle = handles[places[0]][places[1]]
            guard places.count == 3 else { return handle }
            var letters = Array(handle)
            let place = places[2] % letters.count
            letters[place] = letters[place] == "A" ? "B" : "A"
            return String(letters)
        default: return nil
        }
    }
}

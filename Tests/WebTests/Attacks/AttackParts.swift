// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The parameters of an attack: those of the gateway, and those by which other servers are led to somebody else's data.
struct AttackParameters {
    private var pairs: [(name: String, value: String)] = []
    /// Those that stand in a body; the others in the query.
    private var bodyCount = 0

    static func draw(_ dice: inout Attack.Dice, _ place: Int) -> AttackParameters {
        var parameters = AttackParameters()
        if dice.chance(10) { parameters.pairs.append(("consultation", "open-\(dice.below(AttackedWorld.count))")) }
        for _ in 0..<(dice.chance(40) ? 0 : 1 + dice.below(3)) {
            let other = dice.number()
            let consultation = "open-\(dice.chance(50) ? (AttackedWorld.person(at: place) ?? 0) : dice.below(4))"
            parameters.pairs += dice.pick(
                [
                    [("dataset", dice.pick(["problems", "risks", "demographics", "problems,risks", "summary"]))],
                    [("source", "source-" + dice.pick(["a", "b", "c"]))], [("source", "source-a,source-b,source-c")],
                    [("from", "2020-01-01")], [("to", "2030-01-01")], [("consultation", consultation)],
                    [("permission", "given")], [("permission", "given"), ("permission-extent", "episode")],
                    [("permission", "could-not-be-asked"), ("permission-reason", "not-present")],
                    [
                        ("permission", "emergency"), ("permission-reason", "life-threatening"),
                        ("permission-text", "Found unconscious"),
                    ],
                    [("relationship", dice.pick(["stated-by-system", "self-claimed", "registered-practice"]))],
                    [("dataset", "risks"), ("dataset", "problems")], [("patient", other)],
                    [("patient", "Patient/" + other)], [("subject", other)], [("identifier", other)],
                    [("_id", other)], [("patientNHSNumber", other)], [("nhsNumber", other)], [("_include", "*")],
                    [("_revinclude", "Observation:focus")], [("_has:Observation:patient:code", "1")],
                    [("patient.identifier", other)], [("organisation", dice.pick(["RXX01", "RYY02"]))],
                    [("role", "doctor")], [("requester", "doctor-b1")], [("_count", "1000")], [("_format", "json")],
                    [("_format", "text")], [("_format", "html")], [("access_token", "{bearer:clinicDoctor}")],
                    [("deadline", "29.5")], [("_elements", "*")], [("_summary", "false")], [("page", "2")],
                ] as [[(String, String)]])
        }
        return parameters
    }

    /// Moves all into the body, as members of a Parameters resource.
    mutating func takeForBody() -> String {
        bodyCount = pairs.count
        return pairs.map { ",{\"name\":\"\($0.name)\",\"valueString\":\"\($0.value)\"}" }.joined()
    }

    var query: String {
        pairs.dropFirst(bodyCount).map { pair in
            pair.name + "=" + pair.value.replacing(" ", with: "+")
        }.joined(separator: "&")
    }

    /// Whether the request says, or the consultation knows, that the person may be looked at.
    func statesPermission(_ attacker: Attacker, about place: Int) -> Bool {
        pairs.contains { name, value in
            switch name {
            case "permission": true
            case "consultation":
                attacker == .clinicDoctor && AttackedWorld.person(at: place).map { value == "open-\($0)" } ?? false
            default: false
            }
        }
    }
}

/// Bodies of operations.
enum AttackBody {
    private static func identifier(
        _ name: String, _ number: String, system: String = "https://fhir.nhs.uk/Id/nhs-number"
    )
        -> String
    { #"{"name":"\#(name)","valueIdentifier":{"system":"\#(system)","value":"\#(number)"}}"# }

    private static func whole(_ parameters: String) -> String {
        #"{"resourceType":"Parameters","parameter":["# + parameters + "]}"
    }

    static func draw(
        _ dice: inout Attack.Dice, _ number: String, _ parameters: inout AttackParameters
    ) -> (text: String, type: String, isAnswerable: Bool) {
        let json = "application/fhir+json"
        let name = dice.pick(["patientNHSNumber", "patientNHSNumber", "nhsNumber"])
        let own = identifier(name, number)
        let rest = dice.chance(70) ? parameters.takeForBody() : ""
        let other = dice.number()
        guard dice.chance(35) else { return (whole(own + rest), json, true) }
        let wrong: [(String, String)] = [
            (whole(own + "," + identifier(name, other) + rest), json),
            (whole(own + "," + identifier("nhsNumber", other) + "," + identifier("patientNHSNumber", other)), json),
            (#"{"resourceType":"Parameters","parameter":[\#(own)],"parameter":[\#(identifier(name, other))]}"#, json),
            (whole(identifier(name, number, system: "https://example.org/mrn")), json),
            (
                #"{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Patient/\#(number)"}}]}"#,
                json
            ),
            (whole(#"{"name":"patientNHSNumber","valueIdentifier":{"value":"\#(number)","value":"\#(other)"}}"#), json),
            (whole(#"{"name":"patientNHSNumber","part":[\#(own)]}"#), json),
            (whole(#"{"name":"patientNHSNumber","valueString":"\#(number)"}"#), json),
            ("patientNHSNumber=\(number)", "application/x-www-form-urlencoded"), (whole(own), "text/plain"), ("", json),
            (String(repeating: "[", count: 60_000), json),
        ]
        let (text, type) = dice.pick(wrong)
        return (text, type, false)
    }
}

/// Paths that other servers have read in two ways.
enum AttackPath {
    static func bend(_ path: String, number: String, _ dice: inout Attack.Dice) -> String {
        let other = dice.number()
        func put(_ text: String) -> String { path.replacing(number, with: text) }
        func escaped(_ text: String) -> String {
            text.utf8.map { "%" + String($0, radix: 16) }.joined()
        }
        // Two numbers in one path, as a server that resolves dots would have them.
        if dice.chance(15) { return put("\(number)/../\(other)") }
        let wide = String(
            String.UnicodeScalarView(other.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
        return dice.pick([
            put(escaped(number)), put(number.prefix(3) + escaped(String(number.dropFirst(3)))),
            put("\(number)/../\(other)"),
            put("\(number)/%2e%2e/\(other)"), put("\(number)%2f..%2f\(other)"), put("\(number);\(other)"),
            put("\(number);patient=\(other)"), put("\(number)%00\(other)"), put("\(number)%c0%ae%c0%ae/\(other)"),
            put("\(number),\(other)"), put("\(number)%20\(other)"), put("\(number)|\(other)"),
            put("\(number)%7c\(other)"),
            put("\(number)%0d%0aX-NHS-Number:%20\(other)"), put("\(number)//"), put("./\(number)"),
            put("%2e/\(number)"),
            put(escaped(wide).replacing("%", with: "%25")), put("\(number)#\(other)"), put("\(number)\\..\\\(other)"),
            put("\(number)%5c..%5c\(other)"), path + "/", path + "/../\(other)",
            path.replacing("/fhir", with: "//fhir"),
            path.replacing("/fhir/R4", with: "/FHIR/r4"), path.replacing("/fhir/R4", with: "/viewer/..;/fhir/R4"),
            path.replacing("/fhir/R4", with: "/fhir/R4/."), path.replacing("/Patient/", with: "%2fPatient%2f"),
            path.replacing("/Patient", with: "/patient"), "https://evil.example" + path, path + "%", path + "%zz",
            path.replacing("$", with: "%24"), path + ".json", path + ";jsessionid={cookie:0}",
            put(String(repeating: "0", count: 4_000) + number), put(" " + number), put(number + "\u{200B}"),
        ])
    }
}

/// Headers in which other servers have found who asks, for whom, and what.
enum AttackHeaders {
    /// - Returns: whether nothing may be answered because of them.
    static func add(to wire: inout AttackedGateway.Wire, _ dice: inout Attack.Dice, isPage: Bool = false) -> Bool {
        var isClosed = false
        if dice.chance(50) {
            let types = [
                "application/fhir+json", "text/html", "text/plain", "text/event-stream", "text/event-stream, text/html",
            ]
            wire.headers.append(("Accept", dice.pick(types)))
        }
        if dice.chance(40) { wire.headers.append(("Prefer", "handling=lenient")) }
        for _ in 0..<dice.below(3) {
            let number = dice.number()
            let cookie = "__Host-mig-session={cookie:\(dice.below(Visitor.allCases.count))}"
            let header: (String, String) = dice.pick([
                ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Host", "clinic.example"),
                ("X-Forwarded-Proto", "https"),
                ("X-Forwarded-User", "doctor-b1"), ("X-Remote-User", "doctor-b1"), ("Forwarded", "for=127.0.0.1"),
                ("X-HTTP-Method-Override", "GET"), ("X-Method-Override", "GET"), ("X-NHS-Number", number),
                ("X-Patient-ID", number), ("X-Original-URL", "/fhir/R4/Patient/\(number)/$detailed-care-record"),
                ("X-Rewrite-URL", "/fhir/R4/Patient/\(number)"), ("X-SSL-Client-S-DN", "CN=clinic.example"),
                ("X-Client-Cert", "clinic.example"), ("X-SSL-Client-Verify", "SUCCESS"), ("Ssp-From", "RYY02"),
                ("X-Organisation", "RYY02"), ("X-Role", "doctor"), ("Range", "bytes=0-"), ("If-None-Match", "*"),
                ("X-Request-ID", "6f1c1f6e-0000-4000-8000-000000000001"),
                ("Content-Location", "/fhir/R4/Patient/\(number)"),
                ("Authorization", "Bearer {bearer:clinicDoctor}"),
                ("Cookie", isPage ? "mig-visitor={cookie:0}" : cookie),
                ("X-Authorization", "Bearer {bearer:clinicDoctor}"),
                ("Proxy-Authorization", "Bearer {bearer:clinicDoctor}"),
            ])
            if header.0 == "Authorization" {
                // Two tokens are none; alone, it is a stolen one, on this connection's certificate.
                isClosed = true
            }
            wire.headers.append(header)
        }
        if dice.chance(5) { wire.authority = dice.pick(["evil.example", "127.0.0.1", "gateway.example:1"]) }
        return isClosed
    }
}

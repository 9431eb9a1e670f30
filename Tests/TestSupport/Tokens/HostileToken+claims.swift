// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension HostileToken {
    static let claims: [HostileToken] = [
        HostileToken("no issuer", "wrong-issuer", { $0.claim("iss", nil) }),
        HostileToken("another issuer", "wrong-issuer", { $0.claim("iss", #""https://auth.example.evil/realm""#) }),
        HostileToken("the issuer with a slash", "wrong-issuer", { $0.claim("iss", #""https://auth.example/realm/""#) }),
        HostileToken("the issuer in capitals", "wrong-issuer", { $0.claim("iss", #""https://AUTH.example/realm""#) }),
        HostileToken("a list of issuers", "malformed-claim", { $0.claim("iss", #"["https://auth.example/realm"]"#) }),
        HostileToken("no audience", "wrong-audience", { $0.claim("aud", nil) }),
        HostileToken("another audience", "wrong-audience", { $0.claim("aud", #""https://other.example""#) }),
        HostileToken("the audience's beginning", "wrong-audience", { $0.claim("aud", #""https://gateway.example""#) }),
        HostileToken(
            "two audiences", "wrong-audience",
            { $0.claim("aud", "[\"\(TokenDraft.audience)\",\"https://other.example\"]") },
            twin: { $0.claim("aud", "[\"\(TokenDraft.audience)\"]") }),
        HostileToken("an empty list of audiences", "wrong-audience", { $0.claim("aud", "[]") }),
        HostileToken(
            "an audience that is an object", "wrong-audience", { $0.claim("aud", "{\"a\":\"\(TokenDraft.audience)\"}") }
        ),
        HostileToken("no identifier", "missing-identifier", { $0.claim("jti", nil) }),
        HostileToken("an empty identifier", "malformed-claim", { $0.claim("jti", #""""#) }),
        HostileToken("an identifier that is a number", "malformed-claim", { $0.claim("jti", "17") }),
        HostileToken(
            "an identifier of 257 bytes", "malformed-claim",
            { $0.claim("jti", "\"\(String(repeating: "j", count: 257))\"") },
            twin: { $0.claim("jti", "\"\(String(repeating: "j", count: 256))\"") }),
        HostileToken("no subject", "missing-subject", { $0.claim("sub", nil) }),
        HostileToken("an empty subject", "malformed-claim", { $0.claim("sub", #""""#) }),
        HostileToken("a subject that is null", "malformed-claim", { $0.claim("sub", "null") }),
        HostileToken("a subject with a line end", "malformed-claim", { $0.claim("sub", #""person\n1""#) }),
        HostileToken("a subject of look-alike letters", "malformed-claim", { $0.claim("sub", #""pеrson-1""#) }),
    ]

    static let times: [HostileToken] = [
        HostileToken("no end", "missing-time", { $0.claim("exp", nil) }),
        HostileToken(
            "ended", "expired", { $0.claims(from: -310, to: -10) }, twin: { $0.claims(from: -309, to: -9) }),
        HostileToken("an end that is a text", "malformed-claim", { $0.claim("exp", "\"\(TokenDraft.now + 300)\"") }),
        HostileToken("an end with a fraction", "malformed-claim", { $0.claim("exp", "\(TokenDraft.now + 300).5") }),
        HostileToken("an end with an exponent", "malformed-claim", { $0.claim("exp", "1e10") }),
        HostileToken("a negative end", "malformed-claim", { $0.claim("exp", "-1") }),
        HostileToken("an end of twenty digits", "malformed-claim", { $0.claim("exp", "99999999999999999999") }),
        HostileToken("an end that is true", "malformed-claim", { $0.claim("exp", "true") }),
        HostileToken("an end that is null", "malformed-claim", { $0.claim("exp", "null") }),
        HostileToken("no beginning", "missing-time", { $0.claim("iat", nil) }),
        HostileToken(
            "made in the future", "not-yet", { $0.claims(from: 11, to: 200) }, twin: { $0.claims(from: 10, to: 200) }),
        HostileToken(
            "not to be used yet", "not-yet", { $0.claim("nbf", "\(TokenDraft.now + 11)") },
            twin: { $0.claim("nbf", "\(TokenDraft.now + 10)") }),
        HostileToken("not to be used before a text", "malformed-claim", { $0.claim("nbf", #""now""#) }),
        HostileToken(
            "a life of 301 seconds", "lives-too-long", { $0.claims(from: -1, to: 300) },
            twin: { $0.claims(from: 0, to: 300) }),
        HostileToken("a life of a year", "lives-too-long", { $0.claim("exp", "\(TokenDraft.now + 31_536_000)") }),
        HostileToken(
            "ended before it was made", "lives-too-long", { $0.claims(from: 5, to: 4) },
            twin: { $0.claims(from: 4, to: 5) }),
    ]

    static let bindings: [HostileToken] = [
        HostileToken("bound to no certificate though it must be", "not-bound", { $0.claim("cnf", nil) }),
        HostileToken(
            "on another certificate of the same system", "wrong-certificate", { $0.certificate = (8, "ward.example") }),
        HostileToken("on a connection without a certificate", "wrong-certificate", { $0.certificate = nil }),
        HostileToken("on another system's certificate", "wrong-certificate", { $0.certificate = (7, "other.example") }),
        HostileToken(
            "bound to a key that was not shown", "unsupported-confirmation", { $0.claim("cnf", #"{"jkt":"abc"}"#) }),
        HostileToken(
            "bound in two ways", "unsupported-confirmation",
            { $0.claim("cnf", #"{"jkt":"abc","x5t#S256":"\#(TestKeys.base64URL([UInt8](repeating: 7, count: 32)))"}"#) }
        ),
        HostileToken("bound to a text", "unsupported-confirmation", { $0.claim("cnf", #""x5t""#) }),
        HostileToken("bound to nothing", "unsupported-confirmation", { $0.claim("cnf", "{}") }),
        HostileToken(
            "bound to a beginning of the thumbprint", "unsupported-confirmation",
            { $0.claim("cnf", #"{"x5t#S256":"\#(TestKeys.base64URL([UInt8](repeating: 7, count: 20)))"}"#) }),
        HostileToken(
            "of a system that has a certificate, and does not show it", "wrong-certificate",
            { draft in
                draft.claim("client_id", #""desk""#)
                draft.claim("cnf", nil)
                draft.certificate = nil
            },
            twin: { draft in
                draft.claim("client_id", #""desk""#)
                draft.claim("cnf", nil)
                draft.certificate = (9, "desk.example")
            }),
        HostileToken(
            "an unbound system's token, bound, on no certificate", "wrong-certificate",
            { draft in
                draft.claim("client_id", #""kiosk""#)
                draft.certificate = nil
            },
            twin: { draft in
                draft.claim("client_id", #""kiosk""#)
                draft.claim("cnf", nil)
                draft.certificate = nil
            }),
    ]

    static let askers: [HostileToken] = [
        HostileToken("no system", "unknown-consumer", { $0.claim("client_id", nil) }),
        HostileToken("a system that is not registered", "unknown-consumer", { $0.claim("client_id", #""stranger""#) }),
        HostileToken(
            "two systems", "unknown-consumer", { $0.claim("azp", #""kiosk""#) },
            twin: { $0.claim("azp", #""ward-app""#) }),
        HostileToken(
            "another system's name", "wrong-certificate", { $0.claim("client_id", #""clinic-app""#) },
            twin: { draft in
                draft.claim("client_id", #""clinic-app""#)
                draft.certificate = (7, "clinic.example")
            }),
        HostileToken("no organisation", "foreign-organisation", { $0.claim("organisation", nil) }),
        HostileToken(
            "another organisation", "foreign-organisation", { $0.claim("organisation", #""RYY02""#) },
            twin: { $0.claim("organisation", #""RXX02""#) }),
        HostileToken("a list of organisations", "malformed-claim", { $0.claim("organisation", #"["RXX01"]"#) }),
        HostileToken("a name with a line end", "malformed-claim", { $0.claim("name", #""Ada\r\nTest""#) }),
        HostileToken(
            "a scope with a filter", "granular-scope",
            { $0.claim("scope", #""user/Observation.rs?category=laboratory""#) }),
        HostileToken(
            "a scope with a filter among others", "granular-scope", { $0.claim("scope", #""user/*.rs user/*.rs?x=y""#) }
        ),
        HostileToken("a list of scopes", "malformed-claim", { $0.claim("scope", #"["user/*.rs"]"#) }),
        HostileToken(
            "300 scopes", "malformed-claim",
            { $0.claim("scope", "\"" + String(repeating: "user/Flag.rs ", count: 300) + "\"") }),
        HostileToken(
            "a patient without a number", "wrong-patient", { $0.claim("role", #""patient""#) },
            twin: { draft in
                draft.claim("role", #""patient""#)
                draft.claim("nhs_number", #""9990000018""#)
            }),
        HostileToken(
            "a patient with a wrong number", "malformed-claim",
            { draft in
                draft.claim("role", #""patient""#)
                draft.claim("nhs_number", #""9990000019""#)
            }),
        HostileToken(
            "a patient launched for somebody else", "wrong-patient",
            { draft in
                draft.claim("role", #""patient""#)
                draft.claim("nhs_number", #""9990000018""#)
                draft.claim("patient", #""9990000026""#)
            },
            twin: { draft in
                draft.claim("role", #""proxy""#)
                draft.claim("nhs_number", #""9990000018""#)
                draft.claim("patient", #""9990000026""#)
            }),
        HostileToken("a proxy for nobody", "wrong-patient", { $0.claim("role", #""proxy""#) }),
    ]
}

extension TokenDraft {
    /// Made and ended so many seconds from now.
    fileprivate mutating func claims(from begin: Int, to end: Int) {
        claim("iat", "\(Self.now + begin)")
        claim("exp", "\(Self.now + end)")
    }
}

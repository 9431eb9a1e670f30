// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A token in the making: each member is raw JSON text, so that a test can write whatever it likes.
public struct TokenDraft: Sendable {
    public typealias Members = [(name: String, json: String)]

    public var header: Members
    public var claims: Members
    public var signer = TestKeys.Signer.es256
    /// Instead of the object that the members make.
    public var rawHeader: [UInt8]?
    public var rawClaims: [UInt8]?
    /// Puts the three parts together.
    public var assemble: @Sendable (String, String, String) -> String = { "\($0).\($1).\($2)" }
    /// The certificate of the connection on which it is sent: its thumbprint's one repeated byte, and its name.
    public var certificate: (byte: UInt8, name: String)? = (7, "ward.example")

    /// 2026-01-31T09:30:00Z, the date of the tests' clocks.
    public static let now = 1_769_851_800
    public static let issuer = "https://auth.example/realm"
    public static let audience = "https://gateway.example/fhir/R4"

    /// A token that is accepted.
    public init(id: String = "token-1") {
        header = [("alg", #""ES256""#), ("typ", #""at+jwt""#), ("kid", #""ec""#)]
        claims = [
            ("iss", "\"\(Self.issuer)\""), ("aud", "\"\(Self.audience)\""), ("iat", "\(Self.now)"),
            ("exp", "\(Self.now + 300)"), ("jti", "\"\(id)\""), ("sub", #""person-1""#), ("name", #""Dr Ada Test""#),
            ("client_id", #""ward-app""#), ("role", #""doctor""#), ("organisation", #""RXX01""#),
            ("purpose_of_use", #""TREAT""#), ("acr", #""aal3""#), ("scope", #""openid user/*.rs""#),
            ("cnf", #"{"x5t#S256":"\#(TestKeys.base64URL([UInt8](repeating: 7, count: 32)))"}"#),
        ]
    }

    public mutating func header(_ name: String, _ json: String?) { Self.set(&header, name, json) }
    public mutating func claim(_ name: String, _ json: String?) { Self.set(&claims, name, json) }

    private static func set(_ members: inout Members, _ name: String, _ json: String?) {
        let place = members.firstIndex { $0.name == name }
        switch (place, json) {
        case (let place?, let json?): members[place].json = json
        case (let place?, nil): members.remove(at: place)
        case (nil, let json?): members.append((name, json))
        case (nil, nil): break
        }
    }

    /// By another published key.
    public mutating func sign(_ signer: TestKeys.Signer, key: String, algorithm: String) {
        self.signer = signer
        header("kid", "\"\(key)\"")
        header("alg", "\"\(algorithm)\"")
    }

    public var text: String {
        let (header, claims) = (
            TestKeys.base64URL(rawHeader ?? Self.object(header)), TestKeys.base64URL(rawClaims ?? Self.object(claims))
        )
        return assemble(header, claims, TestKeys.base64URL(signer.signature(of: "\(header).\(claims)")))
    }

    private static func object(_ members: Members) -> [UInt8] {
        Array(("{" + members.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ",") + "}").utf8)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Crypto
import CryptoExtras
import Foundation

/// A token with one fault, and its twin without it.
public struct HostileToken: Sendable, CustomStringConvertible {
    public let name: String
    /// The code of the fault.
    public let fault: String
    public let spoil: @Sendable (inout TokenDraft) -> Void
    /// What the twin has besides; nothing where the ordinary token is near enough.
    public let twin: @Sendable (inout TokenDraft) -> Void

    init(
        _ name: String, _ fault: String, _ spoil: @escaping @Sendable (inout TokenDraft) -> Void,
        twin: @escaping @Sendable (inout TokenDraft) -> Void = { _ in }
    ) {
        (self.name, self.fault, self.spoil, self.twin) = (name, fault, spoil, twin)
    }

    public var description: String { name }

    public static let all: [HostileToken] =
        forms + headers + algorithms + signatures + claims + times + bindings + askers

    static let forms: [HostileToken] = [
        HostileToken("nothing at all", "not-three-parts", { $0.assemble = { _, _, _ in "" } }),
        HostileToken("one part", "not-three-parts", { $0.assemble = { header, _, _ in header } }),
        HostileToken(
            "no signature part", "not-three-parts", { $0.assemble = { "\($0).\($1)" + String($2.prefix(0)) } }),
        HostileToken(
            "an empty signature", "not-three-parts", { $0.assemble = { "\($0).\($1)." + String($2.prefix(0)) } }),
        HostileToken("four parts", "not-three-parts", { $0.assemble = { "\($0).\($1).\($2).\($2)" } }),
        HostileToken(
            "five parts, as if encrypted", "not-three-parts", { $0.assemble = { "\($0).\($1).\($2).\($2).\($2)" } }),
        HostileToken("an empty header", "not-three-parts", { $0.assemble = { ".\($1).\($2)" + String($0.prefix(0)) } }),
        HostileToken("empty claims", "not-three-parts", { $0.assemble = { "\($0)..\($2)" + String($1.prefix(0)) } }),
        HostileToken("padding", "not-base64url", { $0.assemble = { "\($0).\($1).\($2)==" } }),
        HostileToken("the other alphabet", "not-base64url", { $0.assemble = { "\($0).\($1)./+" + $2.dropFirst(2) } }),
        HostileToken("a space inside", "not-base64url", { $0.assemble = { "\($0). \($1).\($2)" } }),
        HostileToken("a line end at its end", "not-base64url", { $0.assemble = { "\($0).\($1).\($2)\n" } }),
        HostileToken("a NUL", "not-base64url", { $0.assemble = { "\($0).\($1)\u{0}.\($2)" } }),
        HostileToken("bits that nothing uses", "not-base64url", { $0.assemble = { "\($0).\($1)." + loosened($2) } }),
        HostileToken("an impossible length", "not-base64url", { $0.assemble = { "\($0).\($1).\($2)AAA" } }),
        HostileToken(
            "17 KiB", "too-long", { $0.claim("filler", "\"\(String(repeating: "a", count: 12_600))\"") },
            twin: { $0.claim("filler", "\"\(String(repeating: "a", count: 10_000))\"") }),
        HostileToken("a header that is no JSON", "not-json", { $0.rawHeader = Array("alg: ES256".utf8) }),
        HostileToken("a header that is a list", "not-an-object", { $0.rawHeader = Array(#"["ES256"]"#.utf8) }),
        HostileToken("claims that are no JSON", "not-json", { $0.rawClaims = Array("sub=person-1".utf8) }),
        HostileToken("claims that are a text", "not-an-object", { $0.rawClaims = Array(#""person-1""#.utf8) }),
        HostileToken("a claim twice", "not-json", { $0.claims.append(("sub", #""person-2""#)) }),
        HostileToken(
            "a claim twice, once with an escape", "not-json", { $0.claims.append(("su\\u0062", #""person-2""#)) }),
        HostileToken("an algorithm twice", "not-json", { $0.header.append(("alg", #""none""#)) }),
        HostileToken("bytes after the claims", "not-json", { $0.rawClaims = Array("{} {}".utf8) }),
        HostileToken("a byte order mark", "not-json", { $0.rawHeader = [0xEF, 0xBB, 0xBF] + Array("{}".utf8) }),
        HostileToken(
            "claims that are no UTF-8", "not-json", { $0.rawClaims = Array(#"{"a":""#.utf8) + [0xFF, 0x22, 0x7D] }),
        HostileToken(
            "claims nested deeply", "not-json",
            { $0.claim("deep", String(repeating: "[", count: 40) + String(repeating: "]", count: 40)) },
            twin: { $0.claim("deep", "[[[[]]]]") }),
        HostileToken(
            "thousands of claims", "not-json",
            { $0.claim("many", "[" + String(repeating: "0,", count: 3_000) + "0]") },
            twin: { $0.claim("many", "[" + String(repeating: "0,", count: 100) + "0]") }),
        HostileToken(
            "a header of 3 KiB", "not-json", { $0.header("filler", "\"\(String(repeating: "a", count: 3_000))\"") },
            twin: { $0.header("filler", "\"\(String(repeating: "a", count: 1_000))\"") }),
    ]

    static let headers: [HostileToken] = [
        HostileToken("jku", "key-in-header", { $0.header("jku", #""https://auth.example/realm/keys""#) }),
        HostileToken(
            "its own key, and signed with it", "key-in-header",
            {
                $0.signer = .foreignES256
                $0.header("jwk", TestKeys.curveKey("own", "P-256", TestKeys.foreign.publicKey.rawRepresentation))
            }),
        HostileToken("x5u", "key-in-header", { $0.header("x5u", #""https://auth.example/chain.pem""#) }),
        HostileToken("x5c", "key-in-header", { $0.header("x5c", #"["MIIB"]"#) }),
        HostileToken("crit that names exp", "critical-header", { $0.header("crit", #"["exp"]"#) }),
        HostileToken(
            "crit that names something unknown", "critical-header", { $0.header("crit", #"["urn:unknown"]"#) }),
        HostileToken("an empty crit", "critical-header", { $0.header("crit", "[]") }),
        HostileToken("b64", "unsupported-header", { $0.header("b64", "false") }),
        HostileToken("zip", "unsupported-header", { $0.header("zip", #""DEF""#) }),
        HostileToken("enc", "unsupported-header", { $0.header("enc", #""A128GCM""#) }),
        HostileToken("a token in a token", "unsupported-header", { $0.header("cty", #""JWT""#) }),
        HostileToken(
            "of a type for proofs", "wrong-type", { $0.header("typ", #""dpop+jwt""#) },
            twin: { $0.header("typ", #""JWT""#) }),
        HostileToken(
            "of a type for signing out", "wrong-type", { $0.header("typ", #""logout+jwt""#) },
            twin: { $0.header("typ", nil) }),
        HostileToken(
            "of a type that is a number", "wrong-type", { $0.header("typ", "1") },
            twin: { $0.header("typ", #""AT+JWT""#) }),
        HostileToken("no key named", "no-key-named", { $0.header("kid", nil) }),
        HostileToken("a key named by a number", "malformed-claim", { $0.header("kid", "1") }),
        HostileToken("an unknown key", "unknown-key", { $0.header("kid", #""other""#) }),
        HostileToken("a key named by a path", "unknown-key", { $0.header("kid", #""../../../../dev/null""#) }),
        HostileToken("a key named by a query", "unknown-key", { $0.header("kid", #""x'UNION/**/SELECT/**/1--""#) }),
        HostileToken("a key named in the wrong case", "unknown-key", { $0.header("kid", #""EC""#) }),
        HostileToken("a key named with spaces", "malformed-claim", { $0.header("kid", #""ec ""#) }),
    ]

    static let algorithms: [HostileToken] = [
        HostileToken("alg none", "wrong-algorithm", { $0.header("alg", #""none""#) }),
        HostileToken(
            "alg nOnE, signed by nobody", "wrong-algorithm", { $0.sign(.bytes([0]), key: "ec", algorithm: "nOnE") }),
        HostileToken(
            "HS256 with the public RSA key as the secret", "wrong-algorithm",
            {
                $0.sign(
                    .hs256(secret: Array(TestKeys.rsa.publicKey.pemRepresentation.utf8)), key: "rs256",
                    algorithm: "HS256")
            },
            twin: { $0.sign(.rs256, key: "rs256", algorithm: "RS256") }),
        HostileToken(
            "HS256 with the public key's DER as the secret", "wrong-algorithm",
            {
                $0.sign(
                    .hs256(secret: Array(TestKeys.rsa.publicKey.derRepresentation)), key: "rs256", algorithm: "HS256")
            },
            twin: { $0.sign(.rs256, key: "rsa", algorithm: "RS256") }),
        HostileToken(
            "HS256 with an empty secret", "wrong-algorithm",
            { $0.sign(.hs256(secret: []), key: "ec", algorithm: "HS256") }),
        HostileToken(
            "RS256 named for an ES256 key", "wrong-algorithm", { $0.sign(.rs256, key: "ec", algorithm: "RS256") },
            twin: { $0.sign(.rs256, key: "rs256", algorithm: "RS256") }),
        HostileToken(
            "ES256 named for an RSA key", "wrong-algorithm", { $0.sign(.es256, key: "rs256", algorithm: "ES256") },
            twin: { $0.sign(.es256, key: "ec", algorithm: "ES256") }),
        HostileToken(
            "PS256 by a key for RS256", "wrong-algorithm", { $0.sign(.ps256, key: "rs256", algorithm: "PS256") },
            twin: { $0.sign(.ps256, key: "ps256", algorithm: "PS256") }),
        HostileToken(
            "RS384 by a key for RS256", "wrong-algorithm", { $0.sign(.rs384, key: "rs256", algorithm: "RS384") },
            twin: { $0.sign(.rs384, key: "rs384", algorithm: "RS384") }),
        HostileToken(
            "RS512", "wrong-algorithm", { $0.sign(.rs512, key: "rsa", algorithm: "RS512") },
            twin: { $0.sign(.rs256, key: "rsa", algorithm: "RS256") }),
        HostileToken(
            "PS384", "wrong-algorithm", { $0.sign(.ps384, key: "ps256", algorithm: "PS384") },
            twin: { $0.sign(.ps256, key: "ps256", algorithm: "PS256") }),
        HostileToken(
            "RS256 signed as PS256", "wrong-signature", { $0.sign(.ps256, key: "rs256", algorithm: "RS256") },
            twin: { $0.sign(.rs256, key: "rs256", algorithm: "RS256") }),
        HostileToken(
            "ES256 named for an ES384 key", "wrong-algorithm", { $0.sign(.es256, key: "ec384", algorithm: "ES256") },
            twin: { $0.sign(.es384, key: "ec384", algorithm: "ES384") }),
        HostileToken("no algorithm", "wrong-algorithm", { $0.header("alg", nil) }),
        HostileToken("an algorithm in lower case", "wrong-algorithm", { $0.header("alg", #""es256""#) }),
        HostileToken("a list of algorithms", "wrong-algorithm", { $0.header("alg", #"["ES256"]"#) }),
    ]

    static let signatures: [HostileToken] = [
        HostileToken("signed by a foreign key", "wrong-signature", { $0.signer = .foreignES256 }),
        HostileToken("r and s are nought", "wrong-signature", { $0.signer = .bytes([UInt8](repeating: 0, count: 64)) }),
        HostileToken(
            "half a signature", "wrong-signature", { $0.assemble = { "\($0).\($1)." + $2.prefix(43).dropLast() + "A" } }
        ),
        HostileToken("one wrong character", "wrong-signature", { $0.assemble = { "\($0).\($1)." + turned($2) } }),
        HostileToken(
            "the signature twice", "wrong-signature", { $0.signer = .bytes([UInt8](repeating: 1, count: 128)) }),
        HostileToken(
            "a signature in DER", "wrong-signature",
            { $0.assemble = { "\($0).\($1)." + der("\($0).\($1)") + $2.prefix(0) } }),
        HostileToken(
            "claims changed after signing", "wrong-signature",
            {
                $0.assemble = {
                    "\($0)." + TestKeys.base64URL(Array(#"{"sub":"person-2"}"#.utf8)) + ".\($2)" + $1.prefix(0)
                }
            }),
        HostileToken(
            "a header changed after signing", "wrong-signature",
            {
                $0.assemble = {
                    TestKeys.base64URL(Array(#"{"kid":"ec","alg":"ES256"}"#.utf8)) + ".\($1).\($2)" + $0.prefix(0)
                }
            }),
    ]

    private static func loosened(_ text: String) -> String {
        // 64 bytes end in two characters, the last of which has four bits that nothing uses.
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        guard let last = text.last, let place = alphabet.firstIndex(of: last) else { return text }
        return text.dropLast() + String(alphabet[place | 1])
    }

    private static func turned(_ text: String) -> String { (text.first == "A" ? "B" : "A") + text.dropFirst() }

    private static func der(_ text: String) -> String {
        guard let signature = try? TestKeys.p256.signature(for: Data(text.utf8)) else { return "" }
        return TestKeys.base64URL(signature.derRepresentation)
    }
}

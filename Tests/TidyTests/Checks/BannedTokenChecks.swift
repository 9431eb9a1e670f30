// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A check that a token stands in no Swift code but where it is allowed. Its samples are made from the token itself.
private func ban(_ banned: BannedToken, in scope: String) -> TidyCheck {
    let sample = "func sample() { \(banned.token)\n}\n"
    let inComment = "// \(banned.token)\nlet words = \"\(banned.token.filter { $0 != "\"" })\"\n"
    var good: [SourceTree] = [["\(scope)/A.swift": inComment], ["\(scope)/A.swift": "my\(banned.token)Not"]]
    if banned.token.first?.isNamePart != true { good.removeLast() }
    good += banned.allowed.map { [($0.hasSuffix(".swift") ? $0 : "\($0)/A.swift"): sample] }
    return TidyCheck("no \(banned.token) under \(scope)", bad: [["\(scope)/A.swift": sample]], good: good) { file in
        guard file.isSwift, file.isIn([scope]), !file.isIn(banned.allowed) else { return [] }
        return file.lineNumbers(having: banned.token).map { ($0, "uses \(banned.token); \(banned.instead)") }
    }
}

private let clock = "take the time from the clock that is handed in, so that a run can be replayed"
private let chance = "take the random source that is handed in, so that a run can be replayed from its seed"
private let parser = "read bytes from outside with JSONDocument, which has limits and keeps every lexeme"
private let safeMemory = "use Span or Array: an answer from outside must never be able to reach memory"

/// What may be used by the one target that puts the parts together, and by no other.
private let composition = ["Sources/mig"]

/// Where a hash is keyed at random, so that nobody can send names that collide; no answer depends on the key.
private let hashKeys = ["Sources/JSON/JSONDocument.swift", "Sources/JSON/MemberNames.swift"]

/// Where a requester is made: of a token or a sign-in; the type's own file, with the one of a gateway without authentication; and of the
/// audit's words, for a decision about the past that releases nothing.
private let requesters = [
    "Sources/Identity/Requesters", "Sources/Sharing/Requester", "Sources/Sharing/Replay",
]

private let bannedInSources: [BannedToken] = [
    .init(token: "print(", allowed: composition, instead: "log it, or return it to the command line"),
    .init(token: "debugPrint(", instead: "log it, or return it to the command line"),
    .init(token: "dump(", instead: "log it, or return it to the command line"),
    .init(token: "fatalError(", instead: "return a typed error, or state the invariant in a precondition"),
    .init(token: "nonisolated(unsafe)", instead: "use Mutex, or a value"),
    .init(token: "Date()", allowed: composition, instead: clock),
    .init(token: "Date.now", allowed: composition, instead: clock),
    .init(token: "ContinuousClock.now", allowed: composition, instead: clock),
    .init(token: "ContinuousClock()", allowed: composition, instead: clock),
    .init(token: "SuspendingClock", allowed: composition, instead: clock),
    .init(token: "clock_gettime", allowed: composition, instead: clock),
    .init(token: "UUID()", allowed: composition, instead: chance),
    .init(token: "SystemRandomNumberGenerator", allowed: composition, instead: chance),
    .init(token: ".randomElement()", allowed: composition, instead: chance),
    .init(token: ".shuffled()", allowed: composition, instead: chance),
    .init(token: "@TaskLocal", instead: "hand the value on as an argument, so that no step can take another's"),
    .init(
        token: "Requester(", allowed: requesters,
        instead: "who asks is made where it is established, and handed on as it is"),
    .init(
        token: "ProcessInfo", allowed: composition,
        instead: "take the setting as a parameter; Sources/mig reads the environment"),
    .init(token: "JSONSerialization", instead: parser),
    .init(token: "JSONDecoder", instead: parser),
    .init(token: "PropertyListDecoder", instead: parser),
    .init(token: "XMLParser", instead: "Foundation's XML readers drop text and open local files; refuse the format"),
    .init(token: "XMLDocument", instead: "Foundation's XML readers drop text and open local files; refuse the format"),
    .init(token: "NSRegularExpression", instead: "write the parser out: a pattern over foreign text can run for ever"),
]

private let unsafeTokens = [
    "UnsafePointer", "UnsafeMutablePointer", "UnsafeRawPointer", "UnsafeMutableRawPointer", "UnsafeBufferPointer",
    "UnsafeMutableBufferPointer", "UnsafeRawBufferPointer", "UnsafeMutableRawBufferPointer", "withUnsafeBytes",
    "withUnsafeMutableBytes", "withUnsafeBufferPointer", "withUnsafeTemporaryAllocation", "unsafeBitCast",
    "withUnsafePointer", "unsafeDowncast", "Unmanaged",
]

/// Tokens that the house does without, each with what to use instead.
let bannedTokenChecks: [TidyCheck] =
    bannedInSources.map { ban($0, in: "Sources") }
    + ["Sources", "Tests"].flatMap { scope in
        [
            ban(.init(token: "try!", instead: "throw on, or say in the error what to do"), in: scope),
            ban(.init(token: "as!", instead: "use as? and say what to do otherwise"), in: scope),
        ]
    }
    + ["JSON", "FHIR", "CareRecord", "Mapping"].flatMap { target in
        unsafeTokens.map { ban(.init(token: $0, instead: safeMemory), in: "Sources/\(target)") }
    }
    + [
        TidyCheck(
            "no randomness without a source of it",
            bad: [["Sources/JSON/A.swift": "let a = Int.random(in: 0..<9)\n"]],
            good: [
                ["Sources/JSON/A.swift": "let a = Int.random(in: 0..<9, using: &random)\n"],
                ["Sources/mig/A.swift": "let a = Int.random(in: 0..<9)\n"],
            ]
        ) { file in
            guard file.isSource, !file.isIn(composition + hashKeys) else { return [] }
            return file.lineNumbers(having: ".random(")
                .filter { !file.codeLines[$0 - 1].contains("using:") }
                .map { ($0, "draws at random; \(chance)") }
        }
    ]

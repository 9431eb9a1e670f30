// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Testing

@testable import Web

/// Somebody's browser: it keeps cookies and sends forms.
struct Browser {
    let gateway: TestGateway
    var cookies: [String: String] = [:]

    static let session = "__Host-mig-session"
    static let attempt = "__Host-mig-signin"

    mutating func get(_ path: String) async throws -> TestGateway.Reply { try await send(path, "GET", nil) }

    mutating func post(_ path: String, _ fields: KeyValuePairs<String, String>) async throws -> TestGateway.Reply {
        try await send(path, "POST", RequestTarget.query(fields.map { (name: $0.key, value: $0.value) }))
    }

    private mutating func send(_ path: String, _ method: String, _ form: String?) async throws -> TestGateway.Reply {
        var headers = ["Cookie": cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")]
        if form != nil { headers["Content-Type"] = "application/x-www-form-urlencoded" }
        let reply = try await gateway.send(path, method: method, headers: headers, body: form)
        for header in reply.headers where header.name.lowercased() == "set-cookie" {
            let pair = header.value.prefix { $0 != ";" }.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = header.value.contains("Max-Age=0") ? nil : String(pair[1])
        }
        return reply
    }

    /// What the gateway sent to the provider with the browser.
    struct Wish {
        let state: String
        let nonce: String
    }

    mutating func beginSignIn(returningTo path: String = "/viewer") async throws -> Wish {
        let reply = try await get("/signin/begin?return=" + path)
        let location = try #require(reply["location"])
        let query = location.split(separator: "?", maxSplits: 1).last.flatMap { RequestTarget.parameters($0) } ?? []
        func value(_ name: String) throws -> String { try #require(query.first { $0.name == name }?.value) }
        return Wish(state: try value("state"), nonce: try value("nonce"))
    }

    @discardableResult
    mutating func signIn(
        as role: String, of organisation: String = "ZZ9A1", person: String = "p-1", returningTo path: String = "/viewer"
    ) async throws -> TestGateway.Reply {
        let wish = try await beginSignIn(returningTo: path)
        return try await get(
            "/signin/callback?code=\(role).\(organisation).\(person).\(wish.nonce)&state=\(wish.state)")
    }

    /// The token of the forms of a page.
    mutating func token(of path: String = "/viewer") async throws -> String {
        try `The viewer over a socket`.token(in: try await get(path).body)
    }

    /// Finds a person; what is returned is the address of their record.
    mutating func find(_ number: String = SampleRecord.number) async throws -> String {
        let reply = try await post("/viewer/find", ["nhs-number": number, "token": try await token()])
        return try #require(reply["location"])
    }
}

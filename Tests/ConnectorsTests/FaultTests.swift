// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Testing

@testable import Connectors

/// What every source may do wrong, over real sockets. Each case must end in the right reason, in time, without reading for ever.
@Suite struct `Asking a source that is at fault` {
    /// Asks a scripted server for one answer.
    private func ask(
        _ reply: ScriptedReply, within limit: Duration = .seconds(20),
        adjust: (inout SourceConnection) -> Void = { _ in }
    ) async throws -> (code: SourceOutcome.Code?, bytesSent: Int, elapsed: Duration) {
        try await ScriptedServer.run { _ in
            reply
        } during: { server in
            try await TestSource.withClient(
                server,
                adjust: {
                    $0.answerBytes = 1 << 20; $0.connectTimeLimit = .seconds(1)
                }
            ) { client in
                let start = ContinuousClock.now
                let question = HTTPQuestion.get(client.connection.address.appending("metadata"), headers: [])
                var code: SourceOutcome.Code?
                do throws(SourceFault) {
                    let answer = try await client.answer(to: question, until: start + limit)
                    if let fault = answer.statusFault { throw fault }
                    _ = try answer.json(limits: client.connection.jsonLimits)
                } catch {
                    code = error.reason.code
                }
                return (code, server.bytesSent, .now - start)
            }
        }
    }

    @Test func `reads a whole answer`() async throws {
        let result = try await ask(.answer(#"{"resourceType":"Bundle"}"#))
        #expect(result.code == nil)
    }

    @Test func `reads an answer in chunks`() async throws {
        let head = ScriptedReply.head(length: nil, type: "application/json", headers: ["Transfer-Encoding: chunked"])
        let result = try await ask(ScriptedReply(.send(head + "5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n")))
        #expect(result.code == nil)
    }

    @Test func `gives up a source that hangs`() async throws {
        let result = try await ask(ScriptedReply(.hang), within: .milliseconds(200))
        #expect(result.code == .timedOut)
        #expect(result.elapsed < .seconds(10))
    }

    @Test func `gives up a source that hangs after its head`() async throws {
        let head = ScriptedReply.head(length: 100, type: "application/json")
        let result = try await ask(ScriptedReply(.send(head + "{"), .hang), within: .milliseconds(200))
        #expect(result.code == .timedOut)
        #expect(result.elapsed < .seconds(10))
    }

    @Test func `gives up a source that drips its body`() async throws {
        let body = String(repeating: " ", count: 100_000)
        let head = ScriptedReply.head(length: body.count, type: "application/json")
        let result = try await ask(ScriptedReply(.send(head), .drip(body)), within: .milliseconds(250))
        #expect(result.code == .timedOut)
        #expect(result.elapsed < .seconds(10))
    }

    @Test func `gives up a source that drips its head`() async throws {
        let head = "HTTP/1.1 200 OK\r\nX-Long: " + String(repeating: "a", count: 10_000)
        let result = try await ask(ScriptedReply(.drip(head)), within: .milliseconds(250))
        #expect(result.code == .timedOut)
    }

    @Test func `says that a source closed in the middle`() async throws {
        let head = ScriptedReply.head(length: 100, type: "application/json")
        #expect(try await ask(ScriptedReply(.send(head + "{}"), .close)).code == .connectionClosed)
        let chunked = ScriptedReply.head(length: nil, type: "application/json", headers: ["Transfer-Encoding: chunked"])
        #expect(try await ask(ScriptedReply(.send(chunked + "2\r\n{}\r\n"), .close)).code == .connectionClosed)
    }

    @Test func `says that a source closed without an answer, having tried once more`() async throws {
        let count = try await ScriptedServer.run { _ in
            ScriptedReply(.close)
        } during: { server in
            try await TestSource.withClient(server) { client in
                let question = HTTPQuestion.get(client.connection.address, headers: [])
                await #expect(throws: SourceFault.connectionClosed) {
                    try await client.answer(to: question, until: TestSource.generousDeadline)
                }
            }
            return server.requests.count
        }
        #expect(count == 2)
    }

    @Test func `refuses a body that is declared too large without reading it`() async throws {
        let head = ScriptedReply.head(length: 1 << 30, type: "application/json")
        let result = try await ask(ScriptedReply(.send(head), .endless(String(repeating: " ", count: 65_536))))
        #expect(result.code == .tooLarge)
        #expect(result.bytesSent < 512 << 20)
    }

    @Test func `stops reading an endless body`() async throws {
        let head = ScriptedReply.head(length: nil, type: "application/json", headers: ["Transfer-Encoding: chunked"])
        let chunk = "10000\r\n" + String(repeating: " ", count: 65_536) + "\r\n"
        let result = try await ask(ScriptedReply(.send(head), .endless(chunk)))
        #expect(result.code == .tooLarge)
        #expect(result.bytesSent < 512 << 20)
    }

    @Test(arguments: ["gzip", "deflate", "br", "gzip, gzip", "x-unknown"])
    func `does not decompress what it did not ask for`(encoding: String) async throws {
        let reply = ScriptedReply.answer("whatever", headers: ["Content-Encoding: " + encoding])
        #expect(try await ask(reply).code == .invalidAnswer)
    }

    @Test func `follows no redirect`() async throws {
        let requests = try await ScriptedServer.run { _ in
            .answer("", status: 302, headers: ["Location: http://169.254.169.254/"])
        } during: { server in
            try await TestSource.withClient(server) { client in
                let question = HTTPQuestion.get(client.connection.address, headers: [])
                await #expect(throws: SourceFault.redirect) {
                    try await client.answer(to: question, until: TestSource.generousDeadline)
                }
            }
            return server.requests.count
        }
        #expect(requests == 1)
    }

    @Test(arguments: [
        ("<html>Sign in</html>", "text/html"), (#"{"a":1}"#, "text/plain"),
        (#"{"a":1}"#, "application/json; charset=iso-8859-1"), (#"{"a":1,"a":2}"#, "application/json"),
        (#"{"a":"#, "application/json"), ("", "application/json"), ("{\"a\":\"\u{1}\"}", "application/fhir+json"),
    ])
    func `refuses what is not JSON`(body: String, type: String) async throws {
        #expect(try await ask(.answer(body, type: type)).code == .invalidAnswer)
    }

    @Test func `refuses an answer without a type`() async throws {
        #expect(try await ask(.answer(#"{"a":1}"#, type: nil)).code == .invalidAnswer)
    }

    @Test(arguments: [
        "application/fhir+json;charset=UTF-8", "application/json+fhir", "Application/JSON; charset=\"utf-8\"",
    ])
    func `reads every label of JSON`(type: String) async throws {
        #expect(try await ask(.answer(#"{"a":1}"#, type: type)).code == nil)
    }

    @Test func `refuses what is not HTTP`() async throws {
        #expect(try await ask(ScriptedReply(.send("SSH-2.0-OpenSSH_9.6\r\n\r\n"), .close)).code == .invalidAnswer)
    }

    @Test(arguments: [
        (401, SourceOutcome.Code.notAuthorised), (403, .accessDenied), (404, .invalidAnswer), (408, .timedOut),
        (418, .invalidAnswer), (429, .busy), (500, .serverError), (502, .serverError), (503, .serverError),
    ])
    func `understands a status`(status: Int, code: SourceOutcome.Code) async throws {
        #expect(try await ask(.answer("no", status: status, type: "text/plain")).code == code)
    }

    @Test func `says how long a busy source asks to be left alone`() async throws {
        let answer = HTTPAnswer(status: 429, contentType: nil, retryAfterSeconds: 30, body: [])
        #expect(answer.statusFault?.reason.sentence.contains("30 seconds") == true)
        #expect(try await ask(.answer("", status: 503, headers: ["Retry-After: 30"])).code == .busy)
        #expect(try await ask(.answer("", status: 503, headers: ["Retry-After: -5"])).code == .serverError)
    }

    @Test func `says that nobody listens`() async throws {
        let port = try await ScriptedServer.run { _ in
            ScriptedReply(.close)
        } during: {
            $0.port
        }
        let connection = SourceConnection(address: try #require(WebAddress("http://127.0.0.1:\(port)/")))
        let client = try BoundedHTTPClient(connection, clock: try FixedDayClock())
        let start = ContinuousClock.now
        await #expect(throws: SourceFault.unreachable) {
            try await client.answer(
                to: .get(connection.address, headers: []), until: TestSource.generousDeadline)
        }
        #expect(.now - start < .seconds(10))
        await client.shutDown()
    }

    @Test func `speaks plain text to no other machine unless it may`() throws {
        var connection = SourceConnection(address: try #require(WebAddress("http://source.example/")))
        #expect(throws: ConnectionConfigurationError.self) {
            try BoundedHTTPClient(connection, clock: try FixedDayClock())
        }
        connection = SourceConnection(
            address: try #require(WebAddress("https://source.example/")), tls: TLSFiles(trustRoots: "/nowhere.pem"))
        #expect(throws: ConnectionConfigurationError.self) {
            try BoundedHTTPClient(connection, clock: try FixedDayClock())
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Glibc
import Testing

@testable import Web

/// Clients that send too much, too slowly, or two requests in one (the reference calls them N1 to N3).
@Suite struct `Floods over a socket` {
    private static let path = "/fhir/R4/Patient/\(SampleRecord.number)/$detailed-care-record"
    private static let operation = "/fhir/R4/Patient/$detailed-care-record"

    private static func refusal(
        of request: String, configure: @escaping (inout GatewayServer.Configuration) -> Void = { _ in }
    )
        async throws -> String
    {
        var told = ""
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        let answers = AsyncStream<String>.makeStream()
        try await TestGateway.serving(service, configure: configure) { gateway, _ in
            let socket = try FloodSocket(port: gateway.port)
            socket.send(request)
            answers.continuation.yield(socket.untilClosed())
            answers.continuation.finish()
            // It is there for everybody else.
            #expect(try await gateway.send("/health/live").status == 200)
            #expect(try await gateway.send(Self.path).status == 200)
        }
        for await answer in answers.stream { told = answer }
        return told
    }

    private static func get(_ headers: String) -> String {
        "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(headers)Connection: close\r\n\r\n"
    }

    @Test func `as many headers as are allowed are answered`() async throws {
        let headers = (0..<50).map { "X-H\($0): v\r\n" }.joined()
        #expect(try await Self.refusal(of: Self.get(headers)).hasPrefix("HTTP/1.1 200 "))
    }

    @Test(arguments: [100, 500_000]) func `more headers are not`(count: Int) async throws {
        let headers = String(repeating: "X-H: v\r\n", count: count)
        let told = try await Self.refusal(of: Self.get(headers))
        #expect(
            told.isEmpty || told.hasPrefix("HTTP/1.1 431 ") || told.hasPrefix("HTTP/1.1 400 "), "\(told.prefix(40))")
    }

    @Test(arguments: [9 << 10, 1 << 20]) func `a header that is too long is not`(length: Int) async throws {
        let told = try await Self.refusal(of: Self.get("X-H: " + String(repeating: "v", count: length) + "\r\n"))
        #expect(
            told.isEmpty || told.hasPrefix("HTTP/1.1 431 ") || told.hasPrefix("HTTP/1.1 400 "), "\(told.prefix(40))")
    }

    @Test func `an address that is too long is not`() async throws {
        let long = "GET /viewer?x=" + String(repeating: "a", count: 200_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"
        #expect(try await !Self.refusal(of: long).contains(" 200 "))
    }

    @Test func `a body that does not come in time is given up with 408`() async throws {
        let slow =
            "POST \(Self.operation) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/fhir+json\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{"
        let told = try await Self.refusal(of: slow) {
            $0.bodyTimeLimit = .milliseconds(100)
            $0.idleLimit = .milliseconds(500)
        }
        #expect(told.hasPrefix("HTTP/1.1 408 "), "\(told.prefix(40))")
    }

    @Test func `a head that does not come is not waited for`() async throws {
        let told = try await Self.refusal(of: "GET \(Self.path) HTTP/1.1\r\nHost: loc") {
            $0.idleLimit = .milliseconds(200)
        }
        #expect(!told.contains(" 200 "))
    }

    @Test func `a body in pieces that is too long ends with 413`() async throws {
        let piece = "4000\r\n" + String(repeating: " ", count: 0x4000) + "\r\n"
        let told = try await Self.refusal(
            of:
                "POST \(Self.operation) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/fhir+json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + String(repeating: piece, count: 8) + "0\r\n\r\n")
        #expect(told.isEmpty || told.hasPrefix("HTTP/1.1 413 "), "\(told.prefix(40))")
    }

    @Test(arguments: [
        "Content-Length: 5\r\nContent-Length: 0\r\n", "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n", "Content-Length: +5\r\n", "Transfer-Encoding : chunked\r\n",
        "Content-Length: 0, 5\r\n", "X\u{0}Y: 1\r\n", "X-H: a\rb\r\n", " folded: 1\r\n",
    ])
    func `a request that could be read as two is answered as none`(headers: String) async throws {
        let hidden = "GET \(Self.path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        let told = try await Self.refusal(
            of: "POST \(Self.operation) HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\n0\r\n\r\n" + hidden
        ) { $0.idleLimit = .milliseconds(500) }
        #expect(!told.contains(" 200 "), "\(told.prefix(200))")
    }
}

/// A client that sends what it likes and reads until the other end closes.
final class FloodSocket {
    private let socket: Int32

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { Glibc.close(socket) }

    /// Sends as much as the other end takes.
    func send(_ text: String) {
        let bytes = Array(text.utf8)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// All that comes until the other end closes.
    func untilClosed() -> String {
        var received: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let length = recv(socket, &piece, piece.count, 0)
            guard length > 0 else { return String(decoding: received, as: UTF8.self) }
            received += piece[0..<length]
        }
    }
}

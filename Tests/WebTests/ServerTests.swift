// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import Glibc
import ServiceLifecycle
import TestSupport
import Testing

@testable import Web

@Suite struct `The server` {
    static let path = "/fhir/R4/Patient/\(SampleRecord.number)/$detailed-care-record"

    /// Every header that an answer may have.
    static let allowedHeaders: Set<String> = [
        "allow", "cache-control", "content-length", "content-security-policy", "content-type",
        "cross-origin-resource-policy", "date", "location", "referrer-policy", "retry-after", "set-cookie",
        "transfer-encoding", "x-content-type-options", "x-frame-options", "x-request-id",
    ]

    @Test func `sends no header but those allowed, and always those required`() async throws {
        try await TestGateway.serving(FakeRecordService(.record(SampleRecord.incomplete))) { gateway, _ in
            for path in [
                Self.path, "/", "/viewer", "/viewer/style.css", "/health/live", "/nowhere", "/fhir/R4/metadata",
            ] {
                let reply = try await gateway.send(path)
                let names = Set(reply.headers.map { $0.name.lowercased() })
                #expect(names.isSubset(of: Self.allowedHeaders), "\(path): \(names.subtracting(Self.allowedHeaders))")
                #expect(reply["cache-control"] == "no-store")
                #expect(reply["x-content-type-options"] == "nosniff")
                #expect(reply["x-frame-options"] == "DENY")
                #expect(reply["referrer-policy"] == "no-referrer")
                #expect(reply["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
                #expect(reply["content-security-policy"]?.contains("unsafe") == false)
                #expect(reply["x-request-id"]?.asUUID != nil)
            }
        }
    }

    @Test func `tells the log nothing about a person`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service) { gateway, _ in
            _ = try await gateway.send(Self.path + "?from=2026-01-01")
            _ = try await gateway.send("/fhir/R4/Patient/\(SampleRecord.number)?_id=\(SampleRecord.number)")
            _ = try await gateway.send("/viewer/patients/\(SampleRecord.number)")
            _ = try await gateway.send("/" + SampleRecord.number)
            let log = gateway.log.text
            #expect(log.contains("/fhir/R4/Patient/{nhs-number}/$detailed-care-record"))
            for canary in [SampleRecord.number, "Testpatient", "TESTPATIENT", "Warfarin", "2026-01-01"] {
                #expect(!log.contains(canary), "\(canary) is in the log")
            }
        }
    }

    @Test func `tells whether it lives and whether it is ready`() async throws {
        try await TestGateway.serving(FakeRecordService(.noRecord)) { gateway, _ in
            let live = try await gateway.send("/health/live")
            let ready = try await gateway.send("/health/ready")
            #expect(live.status == 200 && ready.status == 200)
        }
        let failing = [ReadinessCheck(name: "audit", isReady: false, detail: "full")]
        try await TestGateway.serving(FakeRecordService(.noRecord, checks: failing)) { gateway, _ in
            let reply = try await gateway.send("/health/ready")
            #expect(reply.status == 503 && reply.body.contains("\"name\":\"audit\",\"ready\":false"))
            #expect(try await gateway.send("/health/live").status == 200)
        }
    }

    @Test(arguments: ["*/*", "text/event-stream"])
    func `cancels what it began for a client that goes away`(accept: String) async throws {
        let service = FakeRecordService(.waits)
        try await TestGateway.serving(service) { gateway, _ in
            let client = try RawClient(port: gateway.port)
            client.send("GET \(Self.path) HTTP/1.1\r\nHost: localhost\r\nAccept: \(accept)\r\n\r\n")
            for await _ in service.begun.stream { break }
            client.close()
            // Ends only if the service is cancelled: the fake waits for a minute otherwise.
            let began = ContinuousClock.now
            for await _ in service.cancelled.stream { break }
            #expect(ContinuousClock.now - began < .seconds(30))
        }
    }

    @Test func `lets a request in flight finish when it shuts down`() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let service = FakeRecordService(.gated(SampleRecord.incomplete, gate.stream))
        try await TestGateway.serving(service) { gateway, group in
            async let reply = gateway.send(Self.path)
            for await _ in service.begun.stream { break }
            await group.triggerGracefulShutdown()
            gate.continuation.yield()
            let status = try await reply.status
            #expect(status == 200)
        }
    }

    @Test func `cancels a request in flight at the shutdown limit`() async throws {
        let service = FakeRecordService(.waits)
        try await TestGateway.serving(service, configure: { $0.shutdownLimit = .milliseconds(50) }) { gateway, group in
            let client = try RawClient(port: gateway.port)
            client.send("GET \(Self.path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
            for await _ in service.begun.stream { break }
            await group.triggerGracefulShutdown()
            for await _ in service.cancelled.stream { break }
            client.close()
        }
    }

    @Test func `serves several requests on one connection`() async throws {
        try await TestGateway.serving(FakeRecordService(.record(SampleRecord.incomplete))) { gateway, _ in
            let client = try RawClient(port: gateway.port)
            let request = "GET \(Self.path) HTTP/1.1\r\nHost: localhost\r\n\r\n"
            client.send(request)
            #expect(client.receive(untilCount: 1) == 1)
            client.send(request)
            #expect(client.receive(untilCount: 2) == 2)
            client.close()
        }
    }
}

/// A client that is no more than a socket.
final class RawClient {
    private let socket: Int32
    private var received: [UInt8] = []

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
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Reads until that many status lines have come; tells how many did.
    func receive(untilCount count: Int) -> Int {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while statusLines < count {
            let length = recv(socket, &piece, piece.count, 0)
            guard length > 0 else { break }
            received += piece[0..<length]
        }
        return statusLines
    }

    /// All that comes until the other end closes.
    func receiveAll() -> String {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let length = recv(socket, &piece, piece.count, 0)
            guard length > 0 else { return String(decoding: received, as: UTF8.self) }
            received += piece[0..<length]
        }
    }

    private var statusLines: Int { String(decoding: received, as: UTF8.self).ranges(of: "HTTP/1.1 200 OK").count }

    func close() { Glibc.close(socket) }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// One connection of the load generator: blocking, on a thread of its own, and as cheap as can be, because it shares the machine
/// with what it measures.
final class LoadConnection {
    private var descriptor: Int32 = -1
    private let port: Int
    /// Where the last answer's body stands in the buffer.
    private var lastBody = 0..<0
    private var buffer = [UInt8](repeating: 0, count: 2 << 20)

    /// What came back: the status, and how many entries stand in the body.
    struct Answer {
        let status: Int
        let entries: Int
        let bytes: Int
    }

    struct Broken: Error {}

    init(port: Int) { self.port = port }

    deinit { close() }

    func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    private func connect() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close()
            throw Broken()
        }
    }

    /// Asks for a path and reads the whole answer.
    /// - Parameter headers: header lines that are sent besides, each with its end.
    func get(_ path: String, headers: String = "") throws -> Answer {
        if descriptor < 0 { try connect() }
        do {
            try send("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/fhir+json\r\n\(headers)\r\n")
            return try receive()
        } catch {
            close()
            throw error
        }
    }

    private func send(_ text: String) throws {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Broken() }
            bytes = bytes.dropFirst(count)
        }
    }

    private func receive() throws -> Answer {
        var filled = 0
        var bodyStart = 0
        var length = -1
        var status = 0
        while length < 0 || filled < bodyStart + length {
            if buffer.count - filled < 1 << 16 { buffer += [UInt8](repeating: 0, count: buffer.count) }
            let count = buffer.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress.map { $0 + filled }, $0.count - filled, 0)
            }
            guard count > 0 else { throw Broken() }
            filled += count
            guard length < 0, let head = Self.head(buffer[..<filled]) else { continue }
            (bodyStart, length, status) = head
        }
        lastBody = bodyStart..<(bodyStart + length)
        let entries = buffer.withUnsafeBytes {
            EntryCount.entries(in: UnsafeRawBufferPointer(rebasing: $0[lastBody]))
        }
        return Answer(status: status, entries: entries, bytes: length)
    }

    /// Whether the last answer says that a source is missing.
    var saysIncomplete: Bool { buffer[lastBody].firstRange(of: Array("\"code\":\"not-available\"".utf8)) != nil }

    /// Where the body begins, how long it is, and the status; `nil` while the head is not whole.
    private static func head(_ bytes: ArraySlice<UInt8>) -> (Int, Int, Int)? {
        let end = Array("\r\n\r\n".utf8)
        guard let place = bytes.prefix(16 << 10).firstRange(of: end) else { return nil }
        let text = String(decoding: bytes[..<place.lowerBound], as: UTF8.self)
        var length = 0
        for line in text.split(separator: "\r\n") where line.lowercased().hasPrefix("content-length:") {
            length = Int(line.dropFirst(15).drop { $0 == " " }) ?? 0
        }
        return (place.upperBound, length, Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Testing

@testable import Identity

@Suite struct `The directory of consumers` {
    private static func consumer(_ id: String, _ names: Set<String>) -> RegisteredConsumer {
        RegisteredConsumer(id: id, name: id, organisation: "RX1", certificateNames: names)
    }

    private func directory() throws -> ConsumerDirectory {
        try ConsumerDirectory([
            Self.consumer("ward", ["ward.hospital.example", "ward2.hospital.example"]),
            Self.consumer("surgery", ["surgery.example"]),
        ])
    }

    private func consumer(_ names: String...) throws -> String? {
        try directory().consumer(for: PeerCertificate(thumbprint: [], dnsNames: names))?.id
    }

    @Test func `finds whose certificate it is by any of its names`() throws {
        #expect(try consumer("ward.hospital.example") == "ward")
        #expect(try consumer("WARD.hospital.EXAMPLE") == "ward")
        #expect(try consumer("ward2.hospital.example", "ward.hospital.example") == "ward")
        #expect(try consumer("other.example", "surgery.example") == "surgery")
    }

    @Test func `finds nobody for the names of two consumers in one certificate`() throws {
        #expect(try consumer("ward.hospital.example", "surgery.example") == nil)
    }

    @Test func `finds nobody by an identifier that two systems have with the authorization server`() throws {
        func system(_ id: String, _ client: String) -> RegisteredConsumer {
            RegisteredConsumer(id: id, name: id, organisation: "RX1", clientID: client)
        }
        let directory = try ConsumerDirectory([system("a", "app"), system("b", "app"), system("c", "other")])
        #expect(directory.consumer(clientID: "app") == nil)
        #expect(directory.consumer(clientID: "other")?.id == "c")
    }

    @Test(arguments: [
        "hospital.example", "a.ward.hospital.example", "ward.hospital.example.evil.example", "ward.hospital.exampl",
        "xward.hospital.example", "*.hospital.example", "ward.hospital.example.", "ward.hospital.example\0",
        "w\u{0430}rd.hospital.example", "xn--wrd-5cd.hospital.example", "", " ward.hospital.example",
    ])
    func `finds nobody for a name that only resembles a registered one`(name: String) throws {
        #expect(try consumer(name) == nil)
        #expect(try consumer("ward.hospital.example") == "ward")
    }

    @Test func `finds nobody for a certificate without names`() throws {
        #expect(try directory().consumer(for: PeerCertificate(thumbprint: [], dnsNames: [])) == nil)
        let unnamed = try ConsumerDirectory([Self.consumer("token", [])])
        #expect(unnamed.consumer(for: PeerCertificate(thumbprint: [], dnsNames: [])) == nil)
        #expect(unnamed.consumer(for: PeerCertificate(thumbprint: [], dnsNames: ["a.example"])) == nil)
    }

    @Test func `refuses consumers that could not be told apart`() throws {
        #expect(throws: ConsumerDirectory.Fault.repeatedID("a")) {
            _ = try ConsumerDirectory([Self.consumer("a", ["a.example"]), Self.consumer("a", ["b.example"])])
        }
        #expect(throws: ConsumerDirectory.Fault.sharedName("a.example")) {
            _ = try ConsumerDirectory([Self.consumer("a", ["a.example"]), Self.consumer("b", ["A.Example"])])
        }
        #expect(throws: ConsumerDirectory.Fault.impossibleName("*.example")) {
            _ = try ConsumerDirectory([Self.consumer("a", ["*.example"])])
        }
    }

    @Test func `knows whether every consumer is named by a certificate`() throws {
        #expect(try directory().areAllNamedByCertificates)
        #expect(try !ConsumerDirectory([]).areAllNamedByCertificates)
        #expect(
            try !ConsumerDirectory([Self.consumer("a", ["a.example"]), Self.consumer("b", [])])
                .areAllNamedByCertificates)
    }
}

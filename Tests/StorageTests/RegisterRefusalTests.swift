// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import GRDB
import Sharing
import Storage
import Testing

/// What the register itself refuses says why; that the database would not have it either is tried elsewhere.
@Suite struct `What the register refuses` {
    /// The sentence of a refusal; `nil` where nothing was refused.
    private static func refusal(of step: () async throws(RegisterFault) -> Void) async throws -> String? {
        do throws(RegisterFault) {
            try await step()
            return nil
        } catch {
            guard case .refused(let sentence) = error else { throw error }
            return sentence
        }
    }

    private static func signatory(_ organisation: String) throws -> SharingAgreement.Signatory {
        .init(
            name: "A. Manager", capacity: "practice manager", organisation: organisation,
            signedOn: try #require(FHIRDateTime("2026-01-31")))
    }

    @Test func `is a draft of a version that was published, of another controller, or too long`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            func drafting(_ text: String) async throws -> String? {
                try await Self.refusal { () async throws(RegisterFault) in
                    try await fixture.register.draft(text, by: "manager", at: fixture.now)
                }
            }
            #expect(try await drafting(RegisterFixture.agreement())?.contains("has been published") == true)
            let foreign = RegisterFixture.agreement(version: 2, controller: "B12345")
            #expect(try await drafting(foreign)?.contains("is an agreement of A12345") == true)
            let long = RegisterFixture.agreement(version: 2) + "\n#" + String(repeating: "x", count: 1 << 20)
            #expect(try await drafting(long)?.contains("longer than 1 MiB") == true)
            #expect(try await drafting(RegisterFixture.agreement(version: 2)) == nil)
        }
    }

    @Test func `is to publish a draft that is older than what stands, or that cannot be read`() async throws {
        try await RegisterFixture.with { fixture in
            func publishing(_ id: String) async throws -> String? {
                try await Self.refusal { () async throws(RegisterFault) in
                    try await fixture.register.publish(id, by: "manager", at: fixture.now)
                }
            }
            for version in [1, 2] {
                try await fixture.register.draft(
                    RegisterFixture.agreement(version: version), by: "manager", at: fixture.now)
            }
            #expect(try await publishing("anytown") == nil)
            #expect(try await publishing("anytown")?.contains("is newer than the draft") == true)
            try fixture.raw("INSERT INTO agreementVersion VALUES ('broken', 1, 'A12345', 'no agreement', 'draft')")
            #expect(try await publishing("broken")?.contains("cannot be read") == true)
        }
    }

    @Test func `is not to publish the same once more, which changes nothing`() async throws {
        try await RegisterFixture.with { fixture in
            let text = RegisterFixture.agreement()
            try await fixture.publish(text)
            #expect(try await !fixture.register.publishIfNewer(text, by: "manager", at: fixture.now))
            #expect(try await fixture.register.history(of: "anytown").count == 2)
        }
    }

    @Test func `is to offer a version twice, to accept for another, and to answer twice`() async throws {
        try await RegisterFixture.with { fixture in
            func offering() async throws -> String? {
                try await Self.refusal { () async throws(RegisterFault) in
                    _ = try await fixture.register.offer(
                        RegisterFixture.template, to: ["A12345"], by: "network", at: fixture.now)
                }
            }
            #expect(try await offering() == nil)
            #expect(try await offering()?.contains("has been offered to A12345") == true)
            let (other, own) = (try Self.signatory("B12345"), try Self.signatory("A12345"))
            let foreign = try await Self.refusal { () async throws(RegisterFault) in
                _ = try await fixture.register.accept(1, signedBy: other, at: fixture.now)
            }
            #expect(foreign?.contains("accepts for itself") == true)
            _ = try await fixture.register.accept(1, signedBy: own, at: fixture.now)
            let again = try await Self.refusal { () async throws(RegisterFault) in
                _ = try await fixture.register.accept(1, signedBy: own, at: fixture.now)
            }
            #expect(again?.contains("has been accepted") == true)
        }
    }
}

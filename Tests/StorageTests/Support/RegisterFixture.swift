// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Foundation
import GRDB
import Sharing
import Storage
import Testing

/// A register in a file of its own, with a person, a doctor and an agreement.
struct RegisterFixture: Sendable {
    let path: String
    let register: SQLiteSharingRegister
    let number: NHSNumber
    let now: FHIRDateTime
    let practice = Organisation(odsCode: "A12345", name: "Anytown Surgery")

    static func with<Value>(_ body: (RegisterFixture) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("register-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(try RegisterFixture(path: folder.path + "/register.sqlite"))
    }

    private init(path: String) throws {
        self.path = path
        register = try Self.open(path)
        number = try NHSNumber("9434765919")
        now = try #require(FHIRDateTime("2026-01-31T09:30:00.000Z"))
    }

    /// Another process's view of the same file.
    func another() throws -> SQLiteSharingRegister { try Self.open(path) }

    private static func open(_ path: String) throws -> SQLiteSharingRegister {
        try SQLiteSharingRegister(
            path: path,
            reading: AgreementReading(
                agreement: { try AgreementDocument.read($0) },
                template: { text in
                    let template = try AgreementDocument.readTemplate(text)
                    return (template.id, template.version)
                },
                adopted: { text, controller, version, signatory in
                    AgreementDocument.write(
                        try AgreementDocument.readTemplate(text)
                            .accepted(by: controller, version: version, signatories: [signatory]))
                }))
    }

    /// Does to the file what no code of the register does.
    func raw(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: sql) }
    }

    func count(_ table: String) throws -> Int {
        try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM \(table)") ?? -1 }
    }

    static func agreement(
        _ id: String = "anytown", version: Int = 1, controller: String = "A12345",
        consumer: String = "organisation: RX1",
        datasets: String = "[risks, medication]"
    ) -> String {
        """
        agreement: \(id)
        version: \(version)
        title: Anytown shares
        controller: \(controller)
        validFrom: 2026-01-01
        signatories:
          - name: A. Manager
            capacity: practice manager
            organisation: \(controller)
            signedOn: 2025-12-15
        clauses:
          - clause: hospital
            consumers:
              - \(consumer)
            roles: [doctor, nurse]
            purposes: [TREAT]
            datasets: \(datasets)
          - clause: hospital-emergency
            consumers:
              - \(consumer)
            roles: [doctor, nurse]
            purposes: [BTG]
            datasets: \(datasets)
        """
    }

    /// The same as a template.
    static var template: String {
        let lines = agreement().split(separator: "\n")
        guard let clauses = lines.firstIndex(of: "clauses:") else { return "" }
        return
            (["template: direct-care", "version: 1", "title: Direct care", "validFrom: 2026-01-01"] + lines[clauses...])
            .joined(separator: "\n")
    }

    func publish(_ document: String = agreement()) async throws {
        try await register.publishIfNewer(document, by: "manager", at: now)
    }

    static func requester(
        _ person: String = "doctor-1", role: Role = .doctor, organisation: String = "RX1",
        purpose: PurposeOfUse = .treatment, statesRelationships: Bool = true
    ) -> Requester {
        Requester(
            person: person, name: "Dr One", role: role, organisation: organisation, system: "ward", purpose: purpose,
            strength: .high,
            establishment: Establishment(person: .signIn, organisation: .signIn, system: .signIn, purpose: .signIn),
            statesRelationships: statesRelationships)
    }

    func question(
        _ requester: Requester = requester(), consultation: String? = "consultation-1",
        statement: PermissionToView.Answer? = nil, extent: PermissionToView.Extent = .consultation,
        relationship: SharingFacts.Relationship? = .statedBySystem, because reason: String? = nil,
        registeredAt practice: String = "A12345", traceID: String = "trace-1", controllers: Set<String>? = nil
    ) -> SharingQuestion {
        SharingQuestion(
            requester: requester, numbers: [number],
            registeredPractice: Organisation(odsCode: practice, name: "Practice"), consultation: consultation,
            statement: statement.map { PermissionStatement($0, extent: extent) }, relationship: relationship,
            relationshipReason: reason, traceID: traceID, controllers: controllers)
    }

    /// Whether the practice's risks may be seen.
    func opens(
        _ question: SharingQuestion, with register: SQLiteSharingRegister? = nil, after seconds: Int = 0
    ) async throws -> Bool {
        try await denial(question, with: register, after: seconds) == nil
    }

    /// Why the practice's risks may not be seen.
    func denial(
        _ question: SharingQuestion, with register: SQLiteSharingRegister? = nil, after seconds: Int = 0
    ) async throws -> Denial? {
        let facts = try await (register ?? self.register).facts(for: question, at: now.advanced(bySeconds: seconds))
        return decide(question.requester, controller: practice, dataset: .risks, given: facts).denial
    }
}

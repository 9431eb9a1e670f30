// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import JSON
import Sharing
import Simulator
import Storage
import TestSupport
import Testing

@testable import mig

extension `The whole gateway` {
    /// The demonstration with sign-in: its own provider's tokens, the register on disk, agreements as documents.
    @Suite struct `Who may see what` {
        private static let number = DemonstrationPeople.knownToAll

        private static func ask(
            _ gateway: RunningDemonstration, as user: String, _ statement: String = "", about number: String = number
        ) async throws -> Reply {
            let provider = try #require(gateway.provider)
            let token = try await DemonstrationToken.fetch(
                user, from: provider, for: DemonstrationToken.audience)
            let body = """
                {"resourceType":"Parameters","parameter":[{"name":"nhsNumber","valueIdentifier":{"system":\
                "https://fhir.nhs.uk/Id/nhs-number","value":"\(number)"}}\(statement)]}
                """
            return try await gateway.send(
                "/fhir/R4/Patient/$detailed-care-record", method: "POST",
                headers: [
                    "Authorization": "Bearer \(token)", "Content-Type": "application/fhir+json",
                    "Accept": "application/fhir+json",
                ], body: body)
        }

        private static let given = #",{"name":"permission","valueCode":"given"}"#
        private static let refused = #",{"name":"permission","valueCode":"refused"}"#
        private static let claimed = """
            ,{"name":"relationship","valueCode":"self-claimed"},{"name":"relationship-reason","valueString":"On my ward round"}
            """
        private static let emergency = """
            ,{"name":"permission","valueCode":"emergency"},{"name":"permission-reason","valueCode":"life-threatening"},\
            {"name":"permission-text","valueString":"Unconscious, CANARY-EMERGENCY, no relative reached."}
            """

        private static func register(_ gateway: RunningDemonstration) throws -> SQLiteSharingRegister {
            try SharingConfiguration(registerFile: gateway.folder.registerFile).openRegister()
        }

        private static func outcomes(_ reply: Reply) throws -> [RecordDocument.Outcome] {
            guard reply.status == 200, let root = reply.json else {
                throw RunningDemonstration.Missing("status \(reply.status) and no record")
            }
            return RecordDocument(reply: reply, root: root).outcomes
        }

        @Test func `a doctor is asked for the person's permission before anything is shown`() async throws {
            try await withDemonstration(signsIn: true) { gateway in
                let unasked = try await Self.ask(gateway, as: "ae-doctor")
                #expect(unasked.status == 403)
                #expect(unasked.text.contains("permission to view has not been asked"))
                #expect(!unasked.text.contains("Anytown"))
                #expect(try await Self.ask(gateway, as: "ae-doctor", Self.refused).status == 403)
                let opened = try await Self.ask(gateway, as: "ae-doctor", Self.given)
                #expect(opened.status == 200)
                #expect(try Self.outcomes(opened).allSatisfy { $0.code != "refused" })
                // The next request is another consultation.
                #expect(try await Self.ask(gateway, as: "ae-doctor").status == 403)
            }
        }

        @Test func `nobody without a token, and no token twice, is answered`() async throws {
            try await withDemonstration(signsIn: true) { gateway in
                let path = "/fhir/R4/Patient/\(Self.number)/$detailed-care-record"
                #expect(try await gateway.send(path).status == 401)
                let token = try await DemonstrationToken.fetch(
                    "patient", from: try #require(gateway.provider), for: DemonstrationToken.audience)
                let headers: KeyValuePairs = ["Authorization": "Bearer \(token)"]
                #expect(try await gateway.send(path, headers: headers).status == 200)
                #expect(try await gateway.send(path, headers: headers).status == 401)
            }
        }

        @Test func `a social worker sees fewer datasets, and is told which are withheld and why`() async throws {
            try await withDemonstration(signsIn: true) { gateway in
                let reply = try await Self.ask(gateway, as: "social-worker", Self.given)
                let outcomes = try Self.outcomes(reply)
                let medication = outcomes.filter { $0.dataset == "medication" }
                #expect(!medication.isEmpty && medication.allSatisfy { $0.code == "refused" })
                #expect(reply.text.contains("no sharing agreement shares this dataset"))
                #expect(outcomes.contains { $0.dataset == "risks" && $0.code == "answered" })
            }
        }

        @Test func `one controller asks a pharmacist why they care for the person, and is told when they have said so`()
            async throws
        {
            try await withDemonstration(signsIn: true) { gateway in
                let trust = DemonstrationSource.mentalHealthTrust
                func medication(_ user: String, _ statement: String) async throws -> [String: String] {
                    let outcomes = try Self.outcomes(try await Self.ask(gateway, as: user, statement))
                    return Dictionary(
                        outcomes.filter { $0.dataset == "medication" }.map { ($0.source, $0.code) },
                        uniquingKeysWith: { first, _ in first })
                }
                let before = try await medication("pharmacist", Self.given)
                #expect(before[trust.rawValue] == "refused")
                #expect(before.filter { $0.value == "refused" }.count == 1)
                #expect(try await medication("community-nurse", Self.given).values.allSatisfy { $0 != "refused" })
                #expect(
                    try await medication("pharmacist", Self.given + Self.claimed).values.allSatisfy { $0 != "refused" })
                let manager = Requester(
                    person: "manager", role: .practiceManager, organisation: trust.odsCode, system: "viewer",
                    purpose: .treatment, strength: .high, establishment: .none)
                let notices = try await Self.register(gateway).notices(for: manager)
                #expect(notices.map(\.cause) == [.selfClaimedRelationship])
            }
        }

        @Test func `a patient sees their own record and nobody else's, a manager none`() async throws {
            try await withDemonstration(signsIn: true) { gateway in
                #expect(try await Self.ask(gateway, as: "patient").status == 200)
                let other = try await Self.ask(gateway, as: "patient", about: "9991003037")
                #expect(other.status == 403)
                #expect(!other.text.uppercased().contains("SHARMA"))
                #expect(try await Self.ask(gateway, as: "practice-manager").status == 403)
                #expect(try await Self.ask(gateway, as: "privacy-officer", Self.given).status == 403)
            }
        }

        @Test func `what a controller stops is not shown by the next request, and is again when it resumes`()
            async throws
        {
            try await withDemonstration(signsIn: true) { gateway in
                let (register, now) = (try Self.register(gateway), SystemClock().utc)
                let surgery = DemonstrationSource.anytownSurgery
                let id = "demonstration-\(surgery.odsCode.lowercased())"
                func codes() async throws -> Set<String> {
                    let outcomes = try Self.outcomes(try await Self.ask(gateway, as: "ae-doctor", Self.given))
                    return Set(outcomes.filter { $0.source == surgery.rawValue && $0.dataset == "risks" }.map(\.code))
                }
                #expect(try await codes() == ["answered"])
                _ = try await register.suspend(id, by: "manager", at: now)
                #expect(try await codes() == ["refused"])
                _ = try await register.resume(id, by: "manager", at: now)
                #expect(try await codes() == ["answered"])
            }
        }

        @Test func `an emergency opens the record and is on the privacy officer's list when it does`() async throws {
            try await withDemonstration(signsIn: true) { gateway in
                #expect(try await Self.ask(gateway, as: "ae-doctor", Self.emergency).status == 200)
                let doctor = try #require(DemonstrationUser.named("ae-doctor"))
                let officer = Requester(
                    person: "officer", role: .privacyOfficer, organisation: doctor.organisation, system: "viewer",
                    purpose: .treatment, strength: .high,
                    establishment: Establishment(
                        person: .signIn, organisation: .signIn, system: .signIn, purpose: .signIn))
                let register = try Self.register(gateway)
                let alerts = try await register.alerts(for: officer)
                #expect(alerts.count == 1 && alerts.first?.person == "demo-ae-doctor")
                // What the clinician wrote is for the officer alone: it is in no log and not in the audit.
                #expect(!gateway.log.text.contains("CANARY-EMERGENCY"))
                #expect(try await gateway.auditLines().allSatisfy { !$0.contains("CANARY-EMERGENCY") })
                #expect(try await gateway.auditLines().contains { $0.contains("emergency: life-threatening") })
            }
        }

        @Test func `where an agreement asks for a relationship, one claimed with its reason opens, and is looked at`()
            async throws
        {
            try await withDemonstration(signsIn: true) { gateway in
                let (register, surgery) = (try Self.register(gateway), DemonstrationSource.anytownSurgery)
                let agreement = try #require(
                    DemonstrationSharing.agreements().first { $0.controller == surgery.odsCode })
                let required = AgreementDocument.write(agreement).replacing("version: 1", with: "version: 2")
                    .replacing("relationship: not-required", with: "relationship: required")
                _ = try await register.publishIfNewer(required, by: "manager", at: SystemClock().utc)
                func risks(_ statement: String) async throws -> Set<String> {
                    let outcomes = try Self.outcomes(
                        try await Self.ask(gateway, as: "ae-doctor", Self.given + statement))
                    return Set(outcomes.filter { $0.source == surgery.rawValue && $0.dataset == "risks" }.map(\.code))
                }
                #expect(try await risks("") == ["refused"])
                let stated = #",{"name":"relationship","valueCode":"stated-by-system"}"#
                #expect(try await Self.ask(gateway, as: "ae-doctor", Self.given + stated).status == 403)
                let claim = #",{"name":"relationship","valueCode":"self-claimed"}"#
                #expect(try await Self.ask(gateway, as: "ae-doctor", Self.given + claim).status == 400)
                let reason = #",{"name":"relationship-reason","valueString":"CANARY-REASON, seen in clinic"}"#
                #expect(try await risks(claim + reason) == ["answered"])
                let doctor = try #require(DemonstrationUser.named("ae-doctor"))
                let officer = Requester(
                    person: "officer", role: .privacyOfficer, organisation: doctor.organisation, system: "viewer",
                    purpose: .treatment, strength: .high,
                    establishment: Establishment(
                        person: .signIn, organisation: .signIn, system: .signIn, purpose: .signIn))
                let alerts = try await register.alerts(for: officer)
                #expect(alerts.map(\.cause) == [.selfClaimedRelationship])
                let lines = try await gateway.auditLines()
                #expect(lines.contains { $0.contains("relationship=\"self-claimed\"") })
                #expect(!lines.contains { $0.contains("CANARY-REASON") } && !gateway.log.text.contains("CANARY-REASON"))
            }
        }

        @Test
        func `word of an emergency goes to the controllers that hold something about the person, and to no others`()
            async throws
        {
            try await withDemonstration(signsIn: true) { gateway in
                let everybody = DemonstrationSource.allCases
                let person = try #require(
                    gateway.people.first {
                        !$0.isRestricted && $0.records[.anytownSurgery] != nil && $0.records.count < everybody.count
                    })
                let reply = try await Self.ask(gateway, as: "ae-doctor", Self.emergency, about: person.nhsNumber)
                let located = Set(try Self.outcomes(reply).compactMap(\.source))
                #expect(located.contains(DemonstrationSource.anytownSurgery.rawValue))
                let trace = try #require(reply["X-Request-ID"])
                let register = try Self.register(gateway)
                var uninformed = 0
                for source in everybody {
                    let manager = Requester(
                        person: "manager", role: .practiceManager, organisation: source.odsCode, system: "viewer",
                        purpose: .treatment, strength: .high,
                        establishment: Establishment(
                            person: .signIn, organisation: .signIn, system: .signIn, purpose: .signIn))
                    let notices = try await register.notices(for: manager)
                    #expect(notices.map(\.traceID) == (located.contains(source.rawValue) ? [trace] : []), "\(source)")
                    if notices.isEmpty { uninformed += 1 }
                }
                #expect(uninformed > 0)
                // The manager of the practice reads it on the page; nothing of the person is on it.
                let cookie = try await gateway.signIn(as: "practice-manager")
                let page = try await gateway.send("/portal/alerts", headers: ["Cookie": cookie])
                #expect(page.status == 200 && page.text.contains(trace))
                #expect(!page.text.contains(person.nhsNumber) && !page.text.contains("CANARY-EMERGENCY"))
            }
        }

        @Test func `somebody restricted and somebody unknown are answered alike`() async throws {
            try await withDemonstration(signsIn: true) { gateway in
                let restricted = try #require(gateway.people.first { $0.isRestricted })
                for statement in ["", Self.given, Self.emergency] {
                    let one = try await Self.ask(gateway, as: "ae-doctor", statement, about: restricted.nhsNumber)
                    let other = try await Self.ask(gateway, as: "ae-doctor", statement, about: "9990000018")
                    #expect(one.status == 404 && other.status == 404)
                    #expect(Self.withoutTrace(one) == Self.withoutTrace(other))
                }
            }
        }

        private static func withoutTrace(_ reply: Reply) -> String {
            reply.text.replacing(#/"id":"[0-9a-f-]{36}"/#, with: "")
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Sharing
import Synchronization
import Testing

@testable import Web

@Suite struct `A relationship to the person, claimed on the pages` {
    private static let reason = "Referred by her practice"

    @Test func `is asked for with its reason before the person's permission, and then the record opens`() async throws {
        let service = ClaimingService()
        try await TestGateway.serving(service, signIn: StubProvider().signIn()) { gateway, _ in
            var browser = Browser(gateway: gateway)
            try await browser.signIn(as: "doctor")
            let path = try await browser.find()
            let page = try await browser.get(path)
            #expect(page.status == 200 && page.body.contains("Do you care for this person?"))
            #expect(page.body.contains("Your privacy officer is told at once"))
            #expect(!page.body.contains("Testpatient") && !page.body.contains("id=\"record\""))
            let token = try `The viewer over a socket`.token(in: page.body)
            for text in ["", "   ", "...", String(repeating: "a", count: 1_001)] {
                let unfit = try await browser.post(path + "/relationship", ["token": token, "text": text])
                #expect(unfit.status == 400 && unfit.body.contains("role=\"alert\""))
            }
            #expect(service.claims.isEmpty)
            let claimed = try await browser.post(path + "/relationship", ["token": token, "text": Self.reason])
            #expect(claimed.status == 303 && claimed["location"] == path)
            #expect(service.claims == [Self.reason])
            #expect(try await browser.get(path).body.contains("May this person’s record be looked at?"))
            _ = try await browser.post(path + "/permission", ["token": token, "answer": "given"])
            #expect(try await browser.get(path).body.contains("id=\"record\""))
            // What was claimed is not claimed twice.
            #expect(try await browser.post(path + "/relationship", ["token": token, "text": "again"]).status == 303)
            #expect(service.claims == [Self.reason])
        }
    }

    @Test func `is said on the record that it opened, whole and as it fills, and on no other`() throws {
        let frame = PageFrame(requester: .unauthenticatedDemonstration)
        for isClaimed in [true, false] {
            let record = SampleRecord.record(SampleEntries.all, isClaimed: isClaimed)
            let whole = String(decoding: RecordPage.render(record, frame: frame), as: UTF8.self)
            let filling = String(decoding: PageUpdate.render(record, frame: frame), as: UTF8.self)
            let text = String(decoding: RecordText.render(record), as: UTF8.self)
            let count = isClaimed ? 1 : 0
            for words in ["CLAIMED RELATIONSHIP.", "are recorded", "the controllers of these records have been told"] {
                #expect(whole.ranges(of: words).count == count && filling.ranges(of: words).count == count, "\(words)")
            }
            #expect(text.ranges(of: "CLAIMED RELATIONSHIP.").count == count)
            // It does not look like an emergency access, nor an emergency access like it.
            #expect(!whole.contains("emergency-banner"))
        }
        let emergency = PageFrame(
            requester: .unauthenticatedDemonstration, emergencyEnd: FHIRDateTime(secondsSince1970: 1_769_900_000))
        let page = String(
            decoding: RecordPage.render(SampleRecord.record(SampleEntries.all), frame: emergency), as: UTF8.self)
        #expect(page.contains("emergency-banner") && !page.contains("claim-banner"))
    }

    @Test func `is recorded with the form's token alone, for the handle's own visitor`() async throws {
        let service = ClaimingService()
        try await TestGateway.serving(service, signIn: StubProvider().signIn()) { gateway, _ in
            var (browser, stranger) = (Browser(gateway: gateway), Browser(gateway: gateway))
            try await browser.signIn(as: "doctor")
            try await stranger.signIn(as: "doctor", person: "p-2")
            let path = try await browser.find() + "/relationship"
            let (token, foreign) = (try await browser.token(), try await stranger.token())
            #expect(try await browser.post(path, ["text": Self.reason]).status == 403)
            #expect(try await browser.post(path, ["token": foreign, "text": Self.reason]).status == 403)
            #expect(try await stranger.post(path, ["token": foreign, "text": Self.reason]).status == 410)
            var nobody = Browser(gateway: gateway)
            #expect(try await nobody.post(path, ["token": token, "text": Self.reason]).status == 401)
            #expect(service.claims.isEmpty)
            #expect(try await browser.post(path, ["token": token, "text": Self.reason]).status == 303)
        }
    }

    @Test func `of somebody of whom nothing can be shown is recorded nowhere, and answered as anything about them is`()
        async throws
    {
        let service = FakeRecordService(.noRecord)
        try await TestGateway.serving(service, signIn: StubProvider().signIn()) { gateway, _ in
            var browser = Browser(gateway: gateway)
            try await browser.signIn(as: "doctor")
            let path = try await browser.find()
            let token = try await browser.token()
            let told = try await browser.post(path + "/relationship", ["token": token, "text": Self.reason])
            #expect(told.status == 404 && told.body.contains("No record can be shown"))
            #expect(service.requests.allSatisfy { $0.relationshipReason == nil })
        }
    }

    @Test func `can be left, for the question to the person or for what is shown without it`() async throws {
        let service = ClaimingService(opensPart: true)
        try await TestGateway.serving(service, signIn: StubProvider().signIn()) { gateway, _ in
            var browser = Browser(gateway: gateway)
            try await browser.signIn(as: "doctor")
            let path = try await browser.find()
            let page = try await browser.get(path)
            #expect(page.body.contains("\(path)?ask=no") && page.body.contains("/emergency"))
            #expect(try await browser.get(path + "?ask=no").body.contains("id=\"record\""))
            #expect(try await browser.get(path + "?ask=permission").body.contains("id=\"record\""))
            #expect(service.claims.isEmpty)
        }
    }
}

/// A broker that opens nothing, or a part, until a relationship is claimed.
private final class ClaimingService: RecordService {
    private let inner = AskingService()
    private let claimed = Mutex<[String]>([])
    private let opensPart: Bool

    init(opensPart: Bool = false) { self.opensPart = opensPart }

    var claims: [String] { claimed.withLock { $0 } }
    var sources: [SourceDescription] { inner.sources }

    private func isClosed(_ request: RecordRequest) -> Bool {
        claimed.withLock { claims in
            if let reason = request.relationshipReason, request.relationship == .selfClaimed { claims.append(reason) }
            return claims.isEmpty
        }
    }

    private var closed: AccessOutlook {
        AccessOutlook(
            opensNow: opensPart, needsPermission: false, needsRelationship: true, emergencyWouldOpen: true,
            denial: .noRelationship)
    }

    func outlook(_ request: RecordRequest) async -> OutlookAnswer {
        isClosed(request) ? .outlook(closed) : await inner.outlook(request)
    }

    func record(
        _ request: RecordRequest, rendering renderer: RecordRenderer,
        progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async -> RecordAnswer {
        isClosed(request) ? .notPermitted(closed) : await inner.record(request, rendering: renderer, progress: progress)
    }

    func follow(
        _ request: RecordRequest, rendering renderer: RecordUpdateRenderer, again: AsyncStream<Void>,
        deliver: @escaping @Sendable (RecordUpdate) async -> Void
    ) async -> RecordFollowingEnd {
        isClosed(request)
            ? .notPermitted(closed)
            : await inner.follow(request, rendering: renderer, again: again, deliver: deliver)
    }

    func locate(_ request: RecordRequest) async -> LocateAnswer { .noRecordCanBeShown }
    func readiness() async -> [ReadinessCheck] { [] }
}

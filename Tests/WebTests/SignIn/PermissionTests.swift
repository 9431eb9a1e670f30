// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import Sharing
import Testing

@testable import Web

@Suite struct `Permission to view on the pages` {
    private static func signedIn(
        _ gateway: TestGateway, as role: String = "doctor", person: String = "p-1"
    ) async throws -> Browser {
        var browser = Browser(gateway: gateway)
        try await browser.signIn(as: role, person: person)
        return browser
    }

    @Test func `the question comes before the record, which opens with the answer, in this consultation alone`()
        async throws
    {
        let service = AskingService()
        try await TestGateway.serving(service, signIn: StubProvider().signIn()) { gateway, _ in
            var browser = try await Self.signedIn(gateway)
            let path = try await browser.find()
            let page = try await browser.get(path)
            #expect(page.status == 200 && page.body.contains("May this person’s record be looked at?"))
            #expect(!page.body.contains("Testpatient") && !page.body.contains("id=\"record\""))
            #expect(try await browser.get(path + "?whole=1").status == 200)
            let answered = try await browser.post(
                path + "/permission", ["token": try await browser.token(of: path), "answer": "given"])
            #expect(answered.status == 303 && answered["location"] == path)
            let shell = try await browser.get(path)
            #expect(shell.status == 200 && shell.body.contains("data-events=\"\(path)/events\""))
            #expect(try await browser.get(path + "/events").body.contains("Testpatient"))
            #expect(try await browser.get(path + "?whole=1").body.contains("shown to p-1"))
            #expect(!shell.body.contains("EMERGENCY"))

            let next = try await browser.find()
            #expect(try await browser.get(next).body.contains("May this person’s record be looked at?"))
            #expect(try await browser.get(next + "/events").body.contains("Not shared"))
            let consultations = Set(service.requests.map(\.consultation))
            #expect(consultations.count == 2 && !consultations.contains(nil))
        }
    }

    @Test func `each answer is recorded as it was given, and a reason is needed where nobody could be asked`()
        async throws
    {
        let service = AskingService()
        try await TestGateway.serving(service, signIn: StubProvider().signIn()) { gateway, _ in
            var browser = try await Self.signedIn(gateway)
            let path = try await browser.find()
            let token = try await browser.token(of: path)
            let unfit: [KeyValuePairs<String, String>] = [
                ["token": token], ["token": token, "answer": "emergency"],
                ["token": token, "answer": "could-not-be-asked"],
                ["token": token, "answer": "could-not-be-asked", "reason": "life-threatening"],
            ]
            for fields in unfit {
                let reply = try await browser.post(path + "/permission", fields)
                #expect(reply.status == 400 && reply.body.contains("role=\"alert\""))
            }
            #expect(service.statements.isEmpty)

            _ = try await browser.post(
                path + "/permission", ["token": token, "answer": "refused", "extent": "episode"])
            let refused = try await browser.get(path)
            #expect(refused.status == 403 && refused.body.contains("The person refused: nothing is shown"))
            #expect(try await browser.get(path + "?ask=again").body.contains("What did the person answer?"))
            for reason in PermissionToView.CouldNotBeAsked.allCases {
                _ = try await browser.post(
                    path + "/permission",
                    [
                        "token": token, "answer": "could-not-be-asked", "reason": reason.rawValue,
                        "extent": "consultation",
                    ])
            }
            #expect(try await browser.get(path).body.contains("id=\"record\""))
            #expect(service.statements.first == PermissionStatement(.refused))
            #expect(
                service.statements.dropFirst().map(\.answer)
                    == PermissionToView.CouldNotBeAsked.allCases.map { .couldNotBeAsked($0) })
            #expect(service.requests.allSatisfy { $0.requester.purpose == .treatment })
        }
    }

    @Test func `an answer without the form's token, of another session, or about another's handle records nothing`()
        async throws
    {
        let service = AskingService()
        try await TestGateway.serving(service, signIn: StubProvider().signIn()) { gateway, _ in
            var browser = try await Self.signedIn(gateway)
            var stranger = try await Self.signedIn(gateway, person: "p-2")
            let path = try await browser.find()
            let (token, foreign) = (try await browser.token(), try await stranger.token())
            for place in ["/permission", "/emergency"] {
                let fields: (String) -> KeyValuePairs<String, String> = {
                    ["token": $0, "answer": "given", "reason": "life-threatening", "text": "unconscious on arrival"]
                }
                #expect(try await browser.post(path + place, fields("")).status == 403)
                #expect(try await browser.post(path + place, fields(foreign)).status == 403)
                #expect(try await stranger.post(path + place, fields(foreign)).status == 410)
                #expect(try await stranger.post(path + place, fields(token)).status == 410)
                var nobody = Browser(gateway: gateway)
                #expect(try await nobody.post(path + place, fields(token)).status == 401)
            }
            #expect(try await stranger.get(path).status == 410)
            #expect(service.statements.isEmpty)
            #expect(try await browser.post(path + "/permission", ["token": token, "answer": "given"]).status == 303)
            #expect(service.statements == [PermissionStatement(.given)])
        }
    }

    @Test func `an emergency needs reason and text, opens under its own purpose, and says on each page what it is`()
        async throws
    {
        let service = AskingService()
        try await TestGateway.serving(service, signIn: StubProvider().signIn()) { gateway, _ in
            var browser = try await Self.signedIn(gateway)
            let path = try await browser.find()
            let page = try await browser.get(path + "/emergency")
            #expect(page.status == 200 && page.body.contains("told to your privacy officer"))
            #expect(!page.body.contains("name=\"answer\""))
            let token = try `The viewer over a socket`.token(in: page.body)
            let unfit: [KeyValuePairs<String, String>] = [
                ["token": token, "text": "unconscious on arrival"],
                ["token": token, "reason": "life-threatening", "text": "   . 1  "],
                ["token": token, "reason": "not-present", "text": "unconscious on arrival"],
            ]
            for fields in unfit { #expect(try await browser.post(path + "/emergency", fields).status == 400) }
            #expect(service.statements.isEmpty)

            let begun = try await browser.post(
                path + "/emergency",
                ["token": token, "reason": "life-threatening", "text": "unconscious on arrival"])
            let opened = try #require(begun["location"])
            #expect(begun.status == 303 && opened != path)
            let before = service.requests.count
            let shell = try await browser.get(opened)
            #expect(shell.body.contains("EMERGENCY ACCESS.") && shell.body.contains("31-Jan-2026 17:30 UTC"))
            #expect(try await browser.get(opened + "/events").body.contains("Testpatient"))
            #expect(try await browser.get(opened + "?whole=1").body.contains("EMERGENCY ACCESS."))
            let asked = service.requests[before...]
            #expect(asked.count == 3 && asked.allSatisfy { $0.requester.purpose == .breakGlass })
            #expect(Set(asked.map(\.consultation)) == [service.requests[0].consultation])

            // The consultation's own address is no emergency.
            #expect(try await browser.get(path).body.contains("May this person’s record be looked at?"))
            #expect(service.statements.count == 1 && service.statements[0].isEmergency)
        }
    }

    @Test func `an emergency that would open nothing is not offered and not recorded`() async throws {
        let service = AskingService(emergencyWouldOpen: false)
        try await TestGateway.serving(service, signIn: StubProvider().signIn()) { gateway, _ in
            var browser = try await Self.signedIn(gateway)
            let path = try await browser.find()
            #expect(!(try await browser.get(path).body.contains("/emergency")))
            #expect(try await browser.get(path + "/emergency").status == 403)
            let reply = try await browser.post(
                path + "/emergency",
                [
                    "token": try await browser.token(), "reason": "life-threatening", "text": "unconscious on arrival",
                ])
            #expect(reply.status == 403 && service.statements.isEmpty)
        }
    }

    @Test func `who may see nothing is told why, and what would open it`() async throws {
        try await TestGateway.serving(AskingService(), signIn: StubProvider().signIn()) { gateway, _ in
            var browser = try await Self.signedIn(gateway, as: "practice-manager")
            let page = try await browser.get(try await browser.find())
            #expect(page.status == 403 && page.body.contains("No sharing agreement names this role."))
            #expect(page.body.contains("A sharing agreement of the controller that names it."))
            #expect(page.body.contains("This does not mean there is no record"))
        }
    }

    @Test func `without authentication nobody is asked, and the pages of signing in are not there`() async throws {
        try await TestGateway.serving(AskingService(asks: false)) { gateway, _ in
            let (cookie, _, path) = try await gateway.visit()
            #expect(try await gateway.send(path, headers: cookie).body.contains("id=\"record\""))
            for path in ["/signin", "/signin/begin", "/portal/alerts", path + "/emergency"] {
                #expect(try await gateway.send(path, headers: cookie).status == 404)
            }
        }
    }
}

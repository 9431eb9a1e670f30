// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Simulator

@testable import mig

extension RunningDemonstration {
    static let emergencyText = "Found at the foot of the stairs, nobody to ask."

    /// Signs one of the eight people in, as a browser does.
    /// - Returns: the cookie of the session.
    func signIn(as user: String) async throws -> String {
        let begun = try await send("/signin/begin")
        guard let attempt = Self.cookie(begun), let address = begun["location"],
            let query = address.split(separator: "?", maxSplits: 1).last
        else { throw Missing("nothing to sign in with") }
        let chosen = try await Self.send(
            to: String(address.prefix { $0 != "?" }), method: "POST",
            headers: ["Content-Type": "application/x-www-form-urlencoded"], body: query + "&user=" + user)
        guard let back = chosen["location"], back.hasPrefix(self.address) else { throw Missing("no way back") }
        let landed = try await send(String(back.dropFirst(self.address.count)), headers: ["Cookie": attempt])
        guard let session = Self.cookie(landed) else { throw Missing("no session: \(landed.status)") }
        return session
    }

    private static func cookie(_ reply: Reply) -> String? {
        reply["set-cookie"].map { String($0.prefix { $0 != ";" }) }
    }

    /// The token of the first form of a page that has one of its own beside the one for signing out.
    private static func token(of reply: Reply) -> String? {
        reply.text.ranges(of: "name=\"token\" value=\"").last.map { mark in
            String(reply.text[mark.upperBound...].prefix { $0 != "\"" })
        }
    }

    /// Everything that one of the eight people can try about a person, whether they may or not.
    /// - Returns: all that was answered.
    func doEverything(as user: String, about number: String) async throws -> String {
        try await askEverything(as: user, about: number) + browseEverything(as: user, about: number)
    }

    private func askEverything(as user: String, about number: String) async throws -> String {
        guard let provider else { throw Missing("nobody signs in") }
        var told = ""
        let trace = UUID().uuidString.lowercased()
        func ask(
            _ path: String, method: String = "GET", accept: String = "application/fhir+json", _ body: String? = nil
        )
            async throws
        {
            let token = try await DemonstrationToken.fetch(user, from: provider, for: DemonstrationToken.audience)
            let reply = try await send(
                "/fhir/R4/" + path, method: method,
                headers: [
                    "Authorization": "Bearer \(token)", "Content-Type": "application/fhir+json", "Accept": accept,
                    "X-Request-ID": trace,
                ], body: body)
            guard reply.status < 500 else { throw Missing("\(path): \(reply.status)") }
            told += reply.text
        }
        let record = "Patient/\(number)/$detailed-care-record"
        let emergency =
            "?permission=emergency&permission-reason=life-threatening&permission-text="
            + Self.emergencyText.replacing(" ", with: "+").replacing(",", with: "%2C")
        for accept in ["application/fhir+json", "text/html", "text/plain", "text/event-stream"] {
            try await ask(record + "?permission=given", accept: accept)
        }
        for query in ["", "?permission=refused", emergency, "?dataset=nothing"] { try await ask(record + query) }
        for path in ["Patient/\(number)", "Patient/\(number)/$locate?permission=given", "Consent?patient=\(number)"] {
            try await ask(path)
        }
        let person =
            #"{"name":"nhsNumber","valueIdentifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(number)"}}"#
        for parameter in [person, #"{"name":"trace-id","valueString":"\#(trace)"}"#] {
            let body = #"{"resourceType":"Parameters","parameter":["# + parameter + "]}"
            try await ask("$explain-access", method: "POST", body)
        }
        let wish =
            #"{"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"text":"x"}],"patient":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(number)"}},"provision":{"type":"permit"}}"#
        try await ask("Consent", method: "POST", wish)
        return told
    }

    private func browseEverything(as user: String, about number: String) async throws -> String {
        let cookie = try await signIn(as: user)
        var told = ""
        func look(_ path: String) async throws -> Reply {
            let reply = try await send(path, headers: ["Cookie": cookie])
            told += reply.text
            return reply
        }
        func post(_ path: String, _ fields: String, after form: Reply) async throws -> Reply {
            let reply = try await send(
                path, method: "POST",
                headers: ["Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"],
                body: fields + "&token=" + (Self.token(of: form) ?? ""))
            told += reply.text
            return reply
        }
        for (form, fields) in [
            ("/permission", "answer=given"),
            ("/emergency", "reason=life-threatening&text=" + Self.emergencyText.replacing(" ", with: "+")),
        ] {
            let found = try await post("/viewer/find", "nhs-number=\(number)", after: try await look("/viewer"))
            guard let path = found["location"] else { throw Missing("\(user) found nobody: \(found.status)") }
            let asked = try await look(form == "/emergency" ? path + form : path)
            let stated = try await post(path + form, fields, after: asked)
            // An emergency leads to an address of its own.
            let place = stated["location"].map { String($0.prefix { $0 != "?" }) } ?? path
            for rest in ["", "?whole=1", "?whole=1&view=social-care", "/events"] { _ = try await look(place + rest) }
        }
        for path in ["/portal/alerts", "/portal/alerts/1", "/viewer/nothing", "/signin?ended=1"] {
            _ = try await look(path)
        }
        return told
    }
}

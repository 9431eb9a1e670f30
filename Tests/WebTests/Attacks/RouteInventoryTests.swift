// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import HTTPTypes
import JSON
import Testing

@testable import Web

/// Every route with every method: what is there is what is said to be there, and nothing of it answers whoever comes.
@Suite struct `The routes of the gateway` {
    /// Who gets an answer from a route.
    private enum Guard { case nobody, token, session, signIn }

    private static let handle = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    private static let number = AttackedWorld.numbers[0]

    private static let routes: [(route: GatewayRoute, path: String)] = [
        (.root, "/"), (.metadata, "/fhir/R4/metadata"),
        (.smartConfiguration, "/fhir/R4/.well-known/smart-configuration"),
        (.patient(number), "/fhir/R4/Patient/\(number)"),
        (.record(number), "/fhir/R4/Patient/\(number)/$detailed-care-record"),
        (.recordByParameters, "/fhir/R4/Patient/$detailed-care-record"),
        (.locate(number), "/fhir/R4/Patient/\(number)/$locate"), (.locateByParameters, "/fhir/R4/Patient/$locate"),
        (.explainAccess, "/fhir/R4/$explain-access"), (.consent, "/fhir/R4/Consent"),
        (.consentSearch, "/fhir/R4/Consent/_search"), (.metrics, "/metrics"), (.viewer, "/viewer"),
        (.viewerFind, "/viewer/find"),
        (.viewerPatient(handle: handle), "/viewer/patients/\(handle)"),
        (.viewerEvents(handle: handle), "/viewer/patients/\(handle)/events"),
        (.viewerAgain(handle: handle), "/viewer/patients/\(handle)/again"),
        (.viewerPermission(handle: handle), "/viewer/patients/\(handle)/permission"),
        (.viewerRelationship(handle: handle), "/viewer/patients/\(handle)/relationship"),
        (.viewerEmergency(handle: handle), "/viewer/patients/\(handle)/emergency"),
        (.viewerStylesheet, "/viewer/style.css"), (.viewerScript, "/viewer/record.js"), (.signIn, "/signin"),
        (.signInBegin, "/signin/begin"), (.signInCallback, "/signin/callback"), (.signOut, "/signin/out"),
        (.alerts, "/portal/alerts"), (.alert(id: "1"), "/portal/alerts/1"), (.live, "/health/live"),
        (.ready, "/health/ready"),
    ]

    /// Exhaustive, so that a new route has to be thought of here.
    private static func whoIsAnswered(by route: GatewayRoute) -> Guard {
        switch route {
        case .root, .metadata, .smartConfiguration, .viewerStylesheet, .viewerScript, .live, .ready, .metrics:
            .nobody
        case .mounted: .nobody
        case .patient, .record, .recordByParameters, .locate, .locateByParameters, .explainAccess, .consent,
            .consentSearch:
            .token
        case .viewer, .viewerFind, .viewerPatient, .viewerEvents, .viewerAgain, .viewerPermission, .viewerRelationship,
            .viewerEmergency, .alerts, .alert, .signOut:
            .session
        case .signIn, .signInBegin, .signInCallback: .signIn
        }
    }

    private static let methods = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "QUERY",
    ]

    private static func withGateway(_ test: (AttackedGateway) async throws -> Void) async throws {
        let gateway = try await AttackedGateway.open(
            AttackedWorld.broker(), signIn: StubProvider().signIn { $0.alerts = AlertList() },
            sharing: SharingServices(preferences: FixedPreferences(.notPermitted)))
        try await test(gateway)
        await gateway.close()
    }

    @Test func `are each reached by their own path`() {
        #expect(Set(Self.routes.map(\.route.pattern)).count == Self.routes.count)
        for (route, path) in Self.routes {
            #expect(RequestTarget(path).flatMap { GatewayRoute($0.segments) } == route, "\(path)")
        }
    }

    @Test func `allow their methods alone, and say which`() async throws {
        try await Self.withGateway { gateway in
            for (route, path) in Self.routes {
                let allowed = route.methods.map(\.rawValue) + ["OPTIONS"]
                for method in Self.methods {
                    let told = try await gateway.send(.init(method: method, path: path))
                    if method == "OPTIONS" {
                        #expect(told.status == 204 && told.body.isEmpty, "\(path)")
                    } else if !allowed.contains(method) {
                        #expect(told.status == 405, "\(method) \(path)")
                    } else {
                        #expect(told.status != 405, "\(method) \(path)")
                        continue
                    }
                    #expect(told.header("Allow") == allowed.joined(separator: ", "), "\(method) \(path)")
                    #expect(told.canaries.isEmpty)
                }
            }
        }
    }

    @Test func `change nothing with PUT, PATCH or DELETE`() {
        for (route, path) in Self.routes {
            #expect(Set(route.methods).isDisjoint(with: [.put, .patch, .delete]), "\(path)")
        }
    }

    @Test func `of the API are those of its CapabilityStatement and no others`() async throws {
        try await Self.withGateway { gateway in
            let document = try JSONDocument(parsing: try await gateway.send(.init(path: "/fhir/R4/metadata")).text)
            let rest = try #require(document.root["rest"]?[0])
            var said: Set<String> = []
            for resource in rest["resource"]?.elements ?? document.root.elements {
                let type = "/fhir/R4/" + (resource["type"]?.string ?? "?")
                for interaction in resource["interaction"]?.elements ?? document.root.elements {
                    switch interaction["code"]?.string {
                    case "read": said.insert(type + "/{nhs-number}")
                    case "create": said.insert(type)
                    case "search-type": said.formUnion([type, type + "/_search"])
                    default: Issue.record("an interaction that no route has")
                    }
                }
                let parameters = resource["searchParam"]?.elements.compactMap { $0["name"]?.string } ?? []
                #expect(parameters == (resource["type"]?.string == "Consent" ? ["patient"] : []))
                for operation in resource["operation"]?.elements ?? document.root.elements {
                    let name = operation["name"]?.string ?? "?"
                    said.formUnion([type + "/{nhs-number}/$" + name, type + "/$" + name])
                }
            }
            for operation in rest["operation"]?.elements ?? document.root.elements {
                said.insert("/fhir/R4/$" + (operation["name"]?.string ?? "?"))
            }
            #expect(rest["interaction"] == nil)
            let told = Self.routes.map(\.route.pattern).filter { $0.hasPrefix("/fhir/R4/") }
            #expect(said == Set(told).subtracting(["/fhir/R4/metadata", "/fhir/R4/.well-known/smart-configuration"]))
        }
    }

    @Test func `tell whoever is not known nothing of anybody`() async throws {
        try await Self.withGateway { gateway in
            for (route, path) in Self.routes {
                for method in route.methods.map(\.rawValue) {
                    let form = ("Content-Type", "application/x-www-form-urlencoded")
                    let told = try await gateway.send(
                        .init(method: method, path: path, headers: method == "POST" ? [form] : []))
                    #expect(told.canaries.isEmpty)
                    switch (Self.whoIsAnswered(by: route), route) {
                    case (.nobody, _): #expect(told.status == 200 || told.status == 303, "\(method) \(path)")
                    case (.token, _): #expect(told.status == 401, "\(method) \(path)")
                    case (.session, .viewerEvents):
                        #expect(told.text.hasPrefix("event: fault\n") && told.text.contains("Sign in again"))
                    case (.session, _) where method == "POST": #expect(told.status == 401, "\(method) \(path)")
                    case (.session, _):
                        #expect(told.status == 303, "\(method) \(path)")
                        #expect(told.header("Location")?.hasPrefix("/signin?return=/") == true)
                    case (.signIn, _): #expect([200, 303, 403].contains(told.status), "\(method) \(path)")
                    }
                }
            }
        }
    }

    @Test func `for programs are those that need a token, and they need a registered certificate too`() {
        for (route, path) in Self.routes {
            #expect(route.isForConsumers == (Self.whoIsAnswered(by: route) == .token), "\(path)")
        }
    }
}

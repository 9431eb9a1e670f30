// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import HTTPTypes

/// Everything that is served, by path.
enum GatewayRoute: Equatable {
    case root
    case metadata
    case smartConfiguration
    case patient(String)
    case record(String)
    case recordByParameters
    case locate(String)
    case locateByParameters
    case explainAccess
    case consent
    case consentSearch
    case viewer
    case viewerFind
    case viewerPatient(handle: String)
    case viewerEvents(handle: String)
    case viewerAgain(handle: String)
    case viewerPermission(handle: String)
    case viewerRelationship(handle: String)
    case viewerEmergency(handle: String)
    case viewerStylesheet
    case viewerScript
    case signIn
    case signInBegin
    case signInCallback
    case signOut
    case alerts
    case alert(id: String)
    /// A page of another part of the program, where one is mounted.
    case mounted
    case live
    case ready
    case metrics

    /// `nil` where nothing is served.
    init?(_ segments: [String]) {
        switch segments.count {
        case 1 where segments == [""]: self = .root
        case 1 where segments == ["viewer"], 2 where segments == ["viewer", ""]: self = .viewer
        case 1 where segments == ["metrics"]: self = .metrics
        case 2 where segments == ["viewer", "find"]: self = .viewerFind
        case 2 where segments == ["viewer", "style.css"]: self = .viewerStylesheet
        case 2 where segments == ["viewer", "record.js"]: self = .viewerScript
        case 2 where segments == ["health", "live"]: self = .live
        case 2 where segments == ["health", "ready"]: self = .ready
        case 3 where segments[0] == "viewer" && segments[1] == "patients":
            self = .viewerPatient(handle: segments[2])
        case 4 where segments[0] == "viewer" && segments[1] == "patients" && segments[3] == "events":
            self = .viewerEvents(handle: segments[2])
        case 4 where segments[0] == "viewer" && segments[1] == "patients" && segments[3] == "again":
            self = .viewerAgain(handle: segments[2])
        case 4 where segments[0] == "viewer" && segments[1] == "patients" && segments[3] == "permission":
            self = .viewerPermission(handle: segments[2])
        case 4 where segments[0] == "viewer" && segments[1] == "patients" && segments[3] == "relationship":
            self = .viewerRelationship(handle: segments[2])
        case 4 where segments[0] == "viewer" && segments[1] == "patients" && segments[3] == "emergency":
            self = .viewerEmergency(handle: segments[2])
        case 1 where segments == ["signin"]: self = .signIn
        case 2 where segments == ["signin", "begin"]: self = .signInBegin
        case 2 where segments == ["signin", "callback"]: self = .signInCallback
        case 2 where segments == ["signin", "out"]: self = .signOut
        case 2 where segments == ["portal", "alerts"]: self = .alerts
        case 3 where segments[0] == "portal" && segments[1] == "alerts": self = .alert(id: segments[2])
        case 3... where segments[0] == "fhir" && segments[1] == "R4":
            guard let route = Self.fhir(segments[2...]) else { return nil }
            self = route
        default: return nil
        }
    }

    private static func fhir(_ segments: ArraySlice<String>) -> GatewayRoute? {
        let parts = Array(segments)
        switch parts {
        case ["metadata"]: return .metadata
        case [".well-known", "smart-configuration"]: return .smartConfiguration
        case ["$explain-access"]: return .explainAccess
        case ["Consent"]: return .consent
        case ["Consent", "_search"]: return .consentSearch
        default: break
        }
        guard parts.first == "Patient" else { return nil }
        switch parts.count {
        case 2 where parts[1] == "$detailed-care-record": return .recordByParameters
        case 2 where parts[1] == "$locate": return .locateByParameters
        case 2: return .patient(parts[1])
        case 3 where parts[2] == "$detailed-care-record": return .record(parts[1])
        case 3 where parts[2] == "$locate": return .locate(parts[1])
        default: return nil
        }
    }

    /// The methods besides OPTIONS.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .root, .metadata, .smartConfiguration, .viewer, .viewerStylesheet, .viewerScript, .live, .ready,
            .metrics:
            [.get, .head]
        case .signIn, .alerts: [.get, .head]
        case .patient, .record, .locate, .viewerEvents, .signInBegin, .signInCallback: [.get]
        case .recordByParameters, .locateByParameters, .explainAccess, .consentSearch, .viewerFind, .viewerAgain,
            .viewerPermission, .viewerRelationship, .signOut:
            [.post]
        case .viewerPatient, .viewerEmergency, .alert, .consent: [.get, .post]
        case .mounted: [.get, .head, .post]
        }
    }

    /// The path with placeholders, for logs: never what a client sent.
    var pattern: String {
        switch self {
        case .root: "/"
        case .metadata: "/fhir/R4/metadata"
        case .smartConfiguration: "/fhir/R4/.well-known/smart-configuration"
        case .patient: "/fhir/R4/Patient/{nhs-number}"
        case .record: "/fhir/R4/Patient/{nhs-number}/$detailed-care-record"
        case .recordByParameters: "/fhir/R4/Patient/$detailed-care-record"
        case .locate: "/fhir/R4/Patient/{nhs-number}/$locate"
        case .locateByParameters: "/fhir/R4/Patient/$locate"
        case .explainAccess: "/fhir/R4/$explain-access"
        case .consent: "/fhir/R4/Consent"
        case .consentSearch: "/fhir/R4/Consent/_search"
        case .viewer: "/viewer"
        case .viewerFind: "/viewer/find"
        case .viewerPatient: "/viewer/patients/{handle}"
        case .viewerEvents: "/viewer/patients/{handle}/events"
        case .viewerAgain: "/viewer/patients/{handle}/again"
        case .viewerPermission: "/viewer/patients/{handle}/permission"
        case .viewerRelationship: "/viewer/patients/{handle}/relationship"
        case .viewerEmergency: "/viewer/patients/{handle}/emergency"
        case .signIn: "/signin"
        case .signInBegin: "/signin/begin"
        case .signInCallback: "/signin/callback"
        case .signOut: "/signin/out"
        case .alerts: "/portal/alerts"
        case .alert: "/portal/alerts/{id}"
        case .viewerStylesheet: "/viewer/style.css"
        case .viewerScript: "/viewer/record.js"
        case .mounted: "/{mounted}"
        case .live: "/health/live"
        case .ready: "/health/ready"
        case .metrics: "/metrics"
        }
    }

    /// Whether people read the answers of this path: its faults are pages.
    var isPage: Bool {
        switch self {
        case .viewer, .viewerFind, .viewerPatient, .viewerEvents, .viewerAgain, .viewerPermission, .viewerRelationship,
            .viewerEmergency, .signIn, .signInBegin, .signInCallback, .signOut, .alerts, .alert, .mounted:
            true
        default: false
        }
    }

    /// Whether it is about one person's record: a refusal of it must not be read as an answer about the person.
    var isOfPerson: Bool {
        switch self {
        case .patient, .record, .recordByParameters, .locate, .locateByParameters, .explainAccess, .viewerPatient,
            .viewerEvents, .viewerAgain, .viewerPermission, .viewerRelationship, .viewerEmergency:
            true
        default: false
        }
    }

    /// Whether it is for people who are signed in alone, where people sign in.
    var needsSession: Bool {
        switch self {
        case .viewer, .viewerFind, .viewerPatient, .viewerEvents, .viewerAgain, .viewerPermission, .viewerRelationship,
            .viewerEmergency, .alerts, .alert:
            true
        default: false
        }
    }

    /// Whether it exists only where people sign in.
    var isOfSignIn: Bool {
        switch self {
        case .signIn, .signInBegin, .signInCallback, .signOut, .alerts, .alert, .viewerPermission, .viewerRelationship,
            .viewerEmergency:
            true
        default: false
        }
    }
}

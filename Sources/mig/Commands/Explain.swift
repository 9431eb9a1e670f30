// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import CareRecord
import Foundation
import JSON

/// Tells why something was shown or not.
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell why something was shown or not, from a running gateway.",
        discussion: """
            Of a past request, by the trace id that its answer bore (X-Request-ID); or of your own access to a person's record now. Who \
            asked is told of their own requests; a practice manager or privacy officer of what concerns their controller's data.
            echo NUMBER | mig explain --nhs-number - --token "$(mig token --as ae-doctor)"
            """)

    @Argument(help: "The trace id of a past request.")
    var traceID: String?

    @Option(help: "An NHS number, or '-' to read it from standard input, so that it stands in no shell history.")
    var nhsNumber: String?

    @Flag(help: "Print the FHIR Parameters as the gateway sent them.")
    var json = false

    @Option(help: "The gateway; the running demonstration otherwise.")
    var gateway: String?

    @Option(help: "A bearer token, as 'mig token' prints one.")
    var token: String?

    func run() async throws {
        let noted = gateway ?? DemoFolder.noted(DemoFolder.noteFile) ?? "http://127.0.0.1:8080"
        let address = noted.hasSuffix("/") ? String(noted.dropLast()) : noted
        let body = try await GatewayClient(gateway: address, token: token)
            .operation("$explain-access", Self.resource(try parameter()))
        guard !json else {
            Terminal.bytes(body)
            return Terminal.line("")
        }
        guard let document = try? JSONDocument(parsing: body) else {
            throw CommandFailure.failed("The gateway's answer is not JSON.")
        }
        Terminal.line(ExplanationText.lines(document.root).joined(separator: "\n"))
    }

    private func parameter() throws -> JSONTree {
        switch (traceID, nhsNumber) {
        case (let traceID?, nil): return ["name": "trace-id", "valueString": .string(traceID)]
        case (nil, let text?):
            let number = try NHSNumberArgument.read(text)
            return [
                "name": "nhsNumber",
                "valueIdentifier": [
                    "system": "https://fhir.nhs.uk/Id/nhs-number", "value": .string(number.disclosed),
                ],
            ]
        default:
            throw CommandFailure.askedWrongly("Give either the trace id of a past request or --nhs-number.")
        }
    }

    private static func resource(_ parameter: JSONTree) -> JSONTree {
        ["resourceType": "Parameters", "parameter": .array([parameter])]
    }
}

/// The explanation as lines, from the Parameters resource.
enum ExplanationText {
    private static let questions = [
        "opens-now": "opens now", "needs-permission": "the person has to be asked",
        "needs-relationship": "a relationship has to be known",
        "emergency-would-open": "an emergency access would open more",
    ]

    static func lines(_ resource: JSONValue) -> [String] {
        (resource["parameter"]?.elements.map { $0 } ?? []).flatMap { parameter -> [String] in
            let name = parameter["name"]?.string ?? ""
            if let question = questions[name] {
                return ["\(question): \(parameter["valueBoolean"]?.boolean == true ? "yes" : "no")"]
            }
            if name == "why" || name == "remedy" { return ["\(name): \(parameter["valueString"]?.string ?? "")"] }
            let text = parameter["part"]?.elements.first { $0["name"]?.string == "text" }?["valueString"]?.string
            return text.map { [$0] } ?? []
        }
    }
}

/// An NHS number as it is given to a command.
enum NHSNumberArgument {
    /// - Parameter text: the number, or `-` for standard input.
    static func read(_ text: String) throws -> NHSNumber {
        var text = text
        if text == "-" {
            if isatty(0) == 1 { Terminal.error("NHS number:") }
            text = (readLine() ?? "").trimmingCharacters(in: .whitespaces)
        }
        do {
            return try NHSNumber(text)
        } catch {
            throw CommandFailure.askedWrongly("This is no NHS number: \(error).")
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import CareRecord
import Foundation
import JSON
import Sharing

/// Prints one person's record.
struct Record: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print one person's record, from a running gateway.",
        discussion: """
            The record goes to standard output; as each source answers, or is given up, a line goes to standard error. Allergies, \
            other risks and warnings come with every answer that holds medicines.
            """)

    @Argument(help: "The NHS number: ten digits, which may be written 3-3-4.")
    var nhsNumber: String

    @Option(
        help:
            "Only this dataset; may be given several times (\(Dataset.allCases.map(\.rawValue).joined(separator: ", ")))."
    )
    var dataset: [String] = []

    @Option(help: "Only this source; may be given several times.")
    var source: [String] = []

    @Option(help: "Only entries from this day on (yyyy-mm-dd); never narrows allergies and alerts.")
    var from: String?

    @Option(help: "Only entries up to this day (yyyy-mm-dd); never narrows allergies and alerts.")
    var to: String?

    @Flag(help: "Ask once more: a source that is left alone for now, as it failed too often, is asked too.")
    var again = false

    @Option(
        help: """
            The person's permission to view, as it was answered at the point of care: given, refused or could-not-be-asked. \
            Where an agreement asks for it, nothing is shown without.
            """)
    var permission: String?

    @Option(
        help:
            "Why the person could not be asked (\(PermissionToView.CouldNotBeAsked.allCases.map(\.rawValue).joined(separator: ", ")))."
    )
    var permissionReason: String?

    @Flag(help: "Print JSON for programs: the ledger, and the resources of every section.")
    var json = false

    @Flag(help: "Print the FHIR document as the gateway sent it.")
    var fhir = false

    @Option(help: "The gateway; the running demonstration otherwise.")
    var gateway: String?

    @Option(help: "A bearer token.")
    var token: String?

    func run() async throws {
        let number: NHSNumber
        do {
            number = try NHSNumber(nhsNumber)
        } catch {
            throw CommandFailure.askedWrongly("This is no NHS number: \(error).")
        }
        let form = json || fhir ? "application/fhir+json" : "text/plain"
        let body = try await GatewayClient(gateway: address, token: token).record(parameters(number), form: form) {
            source in
            let name = source["name"]?.string ?? "?"
            let place = "\(source["done"]?.numberLexeme ?? "?") of \(source["total"]?.numberLexeme ?? "?")"
            Terminal.error(
                source["answered"]?.boolean == true ? "\(place): \(name) answered" : "\(place): \(name) did NOT answer")
        }
        guard json else {
            Terminal.bytes(body)
            return Terminal.line("")
        }
        guard let document = try? JSONDocument(parsing: body) else {
            throw CommandFailure.failed("The gateway's answer is not JSON.")
        }
        Terminal.line(RecordSummary(bundle: document.root).tree.text)
    }

    private var address: String {
        if let gateway { return gateway.hasSuffix("/") ? String(gateway.dropLast()) : gateway }
        guard let data = FileManager.default.contents(atPath: DemoFolder.noteFile),
            let noted = String(bytes: data, encoding: .utf8)
        else { return "http://127.0.0.1:8080" }
        return noted
    }

    private func parameters(_ number: NHSNumber) -> JSONTree {
        var parameters: [JSONTree] = [
            JSONTree.object(
                JSONObject([
                    "name": "nhsNumber",
                    "valueIdentifier": JSONTree.object(
                        JSONObject(["system": "https://fhir.nhs.uk/Id/nhs-number", "value": .string(number.disclosed)])),
                ]))
        ]
        parameters += dataset.map { JSONTree.object(JSONObject(["name": "dataset", "valueCode": .string($0)])) }
        parameters += source.map { JSONTree.object(JSONObject(["name": "source", "valueString": .string($0)])) }
        for (name, code) in [("permission", permission), ("permission-reason", permissionReason)] {
            guard let code else { continue }
            parameters.append(JSONTree.object(JSONObject(["name": .string(name), "valueCode": .string(code)])))
        }
        if again { parameters.append(JSONTree.object(JSONObject(["name": "again", "valueBoolean": .boolean(true)]))) }
        if let from { parameters.append(JSONTree.object(JSONObject(["name": "from", "valueDate": .string(from)]))) }
        if let to { parameters.append(JSONTree.object(JSONObject(["name": "to", "valueDate": .string(to)]))) }
        return JSONTree.object(JSONObject(["resourceType": "Parameters", "parameter": .array(parameters)]))
    }
}

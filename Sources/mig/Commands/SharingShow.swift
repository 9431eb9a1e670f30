// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import FHIR
import Foundation
import Sharing
import Storage

/// Prints the agreements as a matrix.
struct SharingShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print who may see what: the published agreements as a matrix, then drafts and offers.")

    @OptionGroup var register: RegisterOptions

    @Option(help: "Only the agreements of this controller (ODS code).")
    var controller: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let (policy, drafts, offers, unreadable) = try await register.with { register, _ in
            (
                try await register.currentPolicy(), try await register.drafts(), try await register.offers(),
                try await register.unreadable()
            )
        }
        let matrix = SharingMatrix(
            SharingPolicy(
                version: policy.version,
                agreements: policy.agreements.filter { isAsked($0.agreement.controller) },
                memberships: policy.memberships))
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            Terminal.bytes(Array(try encoder.encode(Output(policyVersion: policy.version, rows: matrix.rows))) + [0x0A])
            return
        }
        Terminal.line(matrix.text())
        for agreement in unreadable where isAsked(agreement.controller) {
            Terminal.error(
                "\(agreement.id) \(agreement.version) cannot be read: nothing of \(agreement.controller) is shared.")
        }
        for draft in drafts where isAsked(draft.controller) {
            Terminal.line("Draft: \(draft.id) \(draft.version) of \(draft.controller)")
        }
        for offer in offers where isAsked(offer.controller) && offer.state == .offered {
            Terminal.line("Offer \(offer.id): \(offer.template) \(offer.version) to \(offer.controller)")
        }
    }

    private func isAsked(_ code: String) -> Bool { controller == nil || controller == code }

    private struct Output: Encodable {
        let policyVersion: Int
        let rows: [SharingMatrix.Row]
    }
}

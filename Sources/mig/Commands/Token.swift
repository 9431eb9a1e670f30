// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import Foundation
import Simulator

/// Prints a bearer token for the running demonstration.
struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a bearer token for the running demonstration, alone on standard output.",
        discussion: """
            The demonstration's own sign-in service signs it; it is good once, within five minutes, at the demonstration's API.
            mig record 9991001018 --token "$(mig token --as ae-doctor)"
            """)

    @Option(
        name: .customLong("as"),
        help: "One of \(DemonstrationUser.all.map(\.id).joined(separator: ", ")).")
    var user: String

    @Option(help: "The demonstration's sign-in service; that of the running demonstration otherwise.")
    var provider: String?

    func run() async throws {
        guard DemonstrationUser.named(user) != nil else {
            throw CommandFailure.askedWrongly(
                "'\(user)' is none of \(DemonstrationUser.all.map(\.id).joined(separator: ", ")).")
        }
        guard let provider = provider ?? DemoFolder.noted(DemoFolder.providerNoteFile) else {
            throw CommandFailure.failed(
                "No demonstration with sign-in runs here: start one with 'mig demo', without --without-authentication.")
        }
        Terminal.line(try await DemonstrationToken.fetch(user, from: provider, for: DemonstrationToken.audience))
    }
}

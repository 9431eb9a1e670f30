// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import CareRecord
import Sharing
import Storage

/// Records a person's standing wish.
struct SharingPreferenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preference",
        abstract: "Record a person's standing wish to share, or not to share, their record.",
        discussion: """
            Give '-' for the NHS number and type it, or pipe it in, so that it stands in no shell history: \
            echo NUMBER | mig sharing preference - dissent --register FILE
            """)

    @OptionGroup var register: RegisterOptions
    @OptionGroup var change: ChangeOptions

    @Argument(help: "The NHS number, or '-' to read it from standard input.")
    var nhsNumber: String

    @Argument(help: "share or dissent.")
    var wish: String

    @Option(help: "Only from this controller (ODS code); from all otherwise.")
    var controller: String?

    func run() async throws {
        guard let wish = SharingPreference.Wish(rawValue: wish) else {
            throw CommandFailure.askedWrongly("The wish is either share or dissent.")
        }
        guard controller != "" else { throw CommandFailure.askedWrongly("A controller is named by its ODS code.") }
        let number = try NHSNumberArgument.read(nhsNumber)
        try await register.with {
            try await $0.record(SharingPreference(wish, controller: controller), of: number, by: change.name, at: $1)
        }
        Terminal.line("Recorded: \(wish.rawValue), \(controller.map { "with \($0)" } ?? "with all controllers").")
    }
}

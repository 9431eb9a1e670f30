// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import Brokering
import CareRecord
import Connectors
import Sharing
import Storage

/// Records a person's standing wish.
struct SharingPreferenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preference",
        abstract: "Record a person's standing wish to share, or not to share, their record.",
        discussion: """
            The number is traced first, with the demographic service of the configuration: a wish is bound to nobody whom no trace \
            confirms. Give '-' for the NHS number and type it, or pipe it in, so that it stands in no shell history: \
            echo NUMBER | mig sharing preference - dissent --config FILE
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
        let number = try await traced(try NHSNumberArgument.read(nhsNumber))
        try await register.with {
            try await $0.record(SharingPreference(wish, controller: controller), of: number, by: change.name, at: $1)
        }
        Terminal.line("Recorded: \(wish.rawValue), \(controller.map { "with \($0)" } ?? "with all controllers").")
    }

    /// The number in use of the person, as the demographic service confirms it.
    private func traced(_ number: NHSNumber) async throws -> NHSNumber {
        guard let file = register.file else {
            throw CommandFailure.askedWrongly(
                "A wish is recorded for a number alone that the demographic service confirms: name it with --config FILE."
            )
        }
        let configuration = try GatewayConfiguration.checked(file: file)
        let clock = SystemClock()
        let (demographics, client) = try GatewayAssembly.demographics(of: configuration, clock: clock)
        let result: Result<TraceResult, TraceFailure>
        do throws(TraceFailure) {
            result = .success(
                try await demographics.trace(number, until: clock.now.advanced(by: configuration.deadline)))
        } catch {
            result = .failure(error)
        }
        await client.shutDown()
        switch result {
        case .success(.found(let person)): return person.nhsNumber
        case .success(.noRecordCanBeShown):
            throw CommandFailure.failed(
                "Nothing was recorded: the demographic service confirms nobody under this NHS number.")
        case .failure(let failure): throw CommandFailure.failed("Nothing was recorded: \(failure.reason.sentence)")
        }
    }
}

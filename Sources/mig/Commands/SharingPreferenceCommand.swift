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
            A running gateway records it, as a FHIR Consent of whoever the token names: the person themself, or a practice manager or \
            privacy officer for the controller of their own. The running demonstration needs neither --gateway nor --token: there its \
            patient records her own wishes, and its practice manager and privacy officer those of others with their controllers.

            With --config FILE it is written into the register of that configuration, beside a running gateway or without one, in the \
            name of --by. Either way the number is traced first: a wish is bound to nobody whom no trace confirms.

            Give '-' for the NHS number and type it, or pipe it in, so that it stands in no shell history:
            echo NUMBER | mig sharing preference - dissent --controller Z99001
            """)

    @OptionGroup var register: RegisterOptions
    @OptionGroup var change: ChangeOptions

    @Argument(help: "The NHS number, or '-' to read it from standard input.")
    var nhsNumber: String

    @Argument(help: "share or dissent.")
    var wish: String

    @Option(help: "Only from this controller (ODS code); from all otherwise.")
    var controller: String?

    @Option(help: "The gateway that records it; the running demonstration otherwise.")
    var gateway: String?

    @Option(help: "A bearer token, as 'mig token' prints one; in the running demonstration that of somebody who may.")
    var token: String?

    func validate() throws {
        guard register.file == nil && register.register == nil || gateway == nil && token == nil else {
            throw ValidationError("Say where: either --config FILE, or --gateway URL with --token.")
        }
    }

    func run() async throws {
        guard let wish = SharingPreference.Wish(rawValue: wish) else {
            throw CommandFailure.askedWrongly("The wish is either share or dissent.")
        }
        guard controller != "" else { throw CommandFailure.askedWrongly("A controller is named by its ODS code.") }
        let preference = SharingPreference(wish, controller: controller)
        let number = try NHSNumberArgument.read(nhsNumber)
        if register.file == nil, register.register == nil {
            guard change.by == nil else {
                throw CommandFailure.askedWrongly(
                    "A gateway records who the token names: --by goes with --config FILE alone.")
            }
            try await RecordedWish(preference: preference, number: number).send(to: gateway, token: token)
        } else {
            let confirmed = try await traced(number)
            try await register.with { try await $0.record(preference, of: confirmed, by: change.name, at: $1) }
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

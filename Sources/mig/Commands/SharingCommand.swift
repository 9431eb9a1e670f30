// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import FHIR
import Foundation
import Storage

/// The controllers' agreements, on the register's own file.
struct SharingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sharing",
        abstract: "Show and change who may see what: sharing agreements, templates and preferences.",
        discussion: """
            The commands work on the register's file, beside a running gateway or without one. A running gateway obeys every change \
            with its next request; every change is logged with who made it.
            """,
        subcommands: [
            SharingShow.self, SharingDraft.self, SharingPublish.self, SharingSuspend.self, SharingResume.self,
            SharingHistory.self, SharingMemberships.self, SharingOffer.self, SharingAccept.self, SharingDecline.self,
            SharingTry.self,
            SharingPreferenceCommand.self,
        ])
}

/// Which register.
struct RegisterOptions: ParsableArguments {
    @Option(
        name: .customLong("config"), help: "The configuration file that names the register (docs/configuration.md).")
    var file: String?

    @Option(help: "The register's SQLite file; that of the running demonstration otherwise.")
    var register: String?

    func validate() throws {
        guard file == nil || register == nil else {
            throw ValidationError("Say which register: either --config FILE or --register FILE.")
        }
    }

    /// Opens the register, which has to be there: a command that asks about nothing asks wrongly.
    func open() throws -> SQLiteSharingRegister {
        let sharing: SharingConfiguration
        let noted = file == nil ? DemoFolder.noted(DemoFolder.registerNoteFile) : nil
        guard file != nil || register != nil || noted != nil else {
            throw CommandFailure.askedWrongly(
                "Say which register: --config FILE or --register FILE; no demonstration with sign-in runs here.")
        }
        if let register = register ?? noted {
            guard FileManager.default.isReadableFile(atPath: register) else {
                throw CommandFailure.askedWrongly(
                    "'\(register)' is not there or cannot be read: name the register's file.")
            }
            sharing = SharingConfiguration(registerFile: register)
        } else {
            guard let configured = try GatewayConfiguration.checked(file: file ?? "").sharing else {
                throw CommandFailure.askedWrongly("The configuration names no register: add gateway.register.")
            }
            sharing = configured
        }
        do {
            return try sharing.openRegister()
        } catch {
            throw CommandFailure.failed("\(error)")
        }
    }

    /// Does something with the register; what it refuses becomes one sentence.
    func with<Value>(_ body: (SQLiteSharingRegister, FHIRDateTime) async throws -> Value) async throws -> Value {
        let register = try open()
        do {
            return try await body(register, SystemClock().utc)
        } catch let fault as RegisterFault {
            throw CommandFailure.failed("\(fault)")
        }
    }
}

/// Who makes a change.
struct ChangeOptions: ParsableArguments {
    @Option(help: "Who makes the change, for the log; the name of the machine's user otherwise.")
    var by: String?

    var name: String { by ?? NSUserName() }
}

extension AgreementFile {
    /// The file that a command names.
    static func named(_ path: String) throws -> String {
        do {
            return try AgreementFile(path: path).text
        } catch {
            throw CommandFailure.askedWrongly("\(error)")
        }
    }
}

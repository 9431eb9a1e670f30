// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Allocator
import ArgumentParser
import Foundation

/// The command line. Errors go to standard error in one sentence; the status is 0, 1 (it failed) or 2 (it was asked wrongly).
@main struct Mig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mig",
        abstract:
            "The Medical Interoperability Gateway: one person's health and care record, live, from every system that holds a part of it.",
        discussion: """
            Begin with 'mig demo': it needs no configuration and prints one address to open.
            Exit status: 0 done, 1 failed, 2 asked wrongly.
            """,
        version: "0.1.0",
        subcommands: [
            Demo.self, Serve.self, Simulate.self, Check.self, Record.self, Explain.self, SharingCommand.self,
            Token.self,
        ])

    static func main() async {
        keepFreedMemory()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            Terminal.error(failure.sentence)
            Foundation.exit(failure.status)
        } catch {
            switch exitCode(for: error) {
            case .success: exit(withError: error)
            case .validationFailure:
                Terminal.error(fullMessage(for: error))
                Foundation.exit(2)
            default:
                Terminal.error(String(describing: error))
                Foundation.exit(1)
            }
        }
    }
}

/// Why a command ends without having done what it was asked.
struct CommandFailure: Error {
    let sentence: String
    /// 1: it failed; 2: it was asked wrongly.
    let status: Int32

    static func failed(_ sentence: String) -> CommandFailure { CommandFailure(sentence: sentence, status: 1) }
    static func askedWrongly(_ sentence: String) -> CommandFailure { CommandFailure(sentence: sentence, status: 2) }
}

/// What a command writes.
enum Terminal {
    /// A line on standard output.
    static func line(_ text: String) { write(text + "\n", to: .standardOutput) }

    /// A line on standard error.
    static func error(_ text: String) { write(text + "\n", to: .standardError) }

    /// Bytes on standard output, as they are.
    static func bytes(_ bytes: [UInt8]) { try? FileHandle.standardOutput.write(contentsOf: Data(bytes)) }

    private static func write(_ text: String, to handle: FileHandle) { try? handle.write(contentsOf: Data(text.utf8)) }
}

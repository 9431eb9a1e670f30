// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import FHIR
import Sharing
import Storage

/// Prints the log of an agreement.
struct SharingHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Print who changed an agreement, when, and from which state to which.",
        discussion: "Who changed which organisations stand in a group or network: 'mig sharing memberships'.")

    @OptionGroup var register: RegisterOptions

    @Argument(help: "The agreement's id.")
    var id: String

    func run() async throws {
        let changes = try await register.with { register, _ in try await register.history(of: id) }
        guard !changes.isEmpty else {
            throw CommandFailure.failed("No agreement is called '\(id)': see 'mig sharing show'.")
        }
        for change in changes { Terminal.line(change.line) }
    }
}

/// Prints which organisations stand in which group or network, and the log of that.
struct SharingMemberships: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memberships",
        abstract: "Print which organisations stand in which group or network, and who changed that, when and how.",
        discussion: """
            They are set by 'organisations' in the configuration (docs/configuration.md) when the gateway starts. First comes what \
            holds now, one line for each group and network; then every change, oldest first, one line for each organisation that \
            was added or removed.
            """)

    @OptionGroup var register: RegisterOptions

    func run() async throws {
        let (policy, changes) = try await register.with { register, _ in
            (try await register.currentPolicy(), try await register.membershipHistory())
        }
        var members: [String: Set<String>] = [:]
        for (organisation, names) in policy.memberships {
            for name in names { members["\(name)", default: []].insert(organisation) }
        }
        if members.isEmpty { Terminal.line("No organisation stands in a group or network.") }
        for (name, organisations) in members.sorted(by: { $0.key < $1.key }) {
            Terminal.line("\(name): \(organisations.sorted().joined(separator: ", "))")
        }
        for change in changes { Terminal.line(change.line) }
    }
}

extension RegisterChange {
    /// When, what, from which state to which, and by whom.
    fileprivate var line: String {
        let version = version.map { " \($0)" } ?? ""
        let former = formerState.map { "\($0) -> " } ?? ""
        return "\(at.text)  \(subject)\(version): \(former)\(state), by \(by)"
    }
}

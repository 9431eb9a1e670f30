// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import FHIR
import Sharing
import Storage

/// Keeps an agreement as a draft.
struct SharingDraft: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft", abstract: "Keep an agreement as a draft; it shares nothing until it is published.")

    @OptionGroup var register: RegisterOptions
    @OptionGroup var change: ChangeOptions

    @Argument(help: "The agreement (YAML).")
    var file: String

    func run() async throws {
        let text = try AgreementFile.named(file)
        let draft = try await register.with { try await $0.draft(text, by: change.name, at: $1) }
        let publish = "mig sharing publish \(draft.id) --by NAME"
        Terminal.line("\(draft.id) \(draft.version) is a draft: publish it with '\(publish)'.")
    }
}

/// Publishes the draft of an agreement.
struct SharingPublish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Publish the draft of an agreement, in place of what was published before.",
        discussion: "Where sharing under the agreement was stopped, it stays so until 'mig sharing resume'.")

    @OptionGroup var register: RegisterOptions

    @Argument(help: "The agreement's id.")
    var id: String

    @Option(help: "Who publishes it, for the log.")
    var by: String

    func run() async throws {
        let (published, closed) = try await register.with { register, now in
            let published = try await register.publish(id, by: by, at: now)
            return (published, try await register.currentPolicy().controllersClosedInEmergency)
        }
        Terminal.line("\(published.id) \(published.version) is \(published.state.rawValue).")
        if closed.contains(published.controller) { Terminal.line(EmergencyWarning.words(for: published.controller)) }
    }
}

/// Stops sharing under an agreement.
struct SharingSuspend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend", abstract: "Stop sharing under an agreement now: the next request is denied.")

    @OptionGroup var register: RegisterOptions
    @OptionGroup var change: ChangeOptions

    @Argument(help: "The agreement's id.")
    var id: String

    func run() async throws {
        let stopped = try await register.with { try await $0.suspend(id, by: change.name, at: $1) }
        Terminal.line("\(stopped.id) \(stopped.version) is suspended: nothing is shared under it.")
    }
}

/// Shares again under an agreement.
struct SharingResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Share again under an agreement that was suspended.")

    @OptionGroup var register: RegisterOptions
    @OptionGroup var change: ChangeOptions

    @Argument(help: "The agreement's id.")
    var id: String

    func run() async throws {
        let resumed = try await register.with { try await $0.resume(id, by: change.name, at: $1) }
        Terminal.line("\(resumed.id) \(resumed.version) is published.")
    }
}

/// Offers a template to controllers.
struct SharingOffer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "offer", abstract: "Offer a template to controllers, each of which accepts or declines for itself."
    )

    @OptionGroup var register: RegisterOptions
    @OptionGroup var change: ChangeOptions

    @Argument(help: "The template (YAML).")
    var file: String

    @Option(help: "The controllers' ODS codes, with commas between them.")
    var to: String

    func run() async throws {
        let text = try AgreementFile.named(file)
        let controllers = to.split(separator: ",").map(String.init)
        let offers = try await register.with { try await $0.offer(text, to: controllers, by: change.name, at: $1) }
        for offer in offers {
            Terminal.line("Offer \(offer.id): \(offer.template) \(offer.version) to \(offer.controller)")
        }
    }
}

/// Accepts an offer.
struct SharingAccept: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Accept an offer for its controller: it becomes that controller's published agreement.")

    @OptionGroup var register: RegisterOptions

    @Argument(help: "The offer's number.")
    var offer: Int

    @Option(help: "Who signs for the controller.")
    var by: String

    @Option(help: "In which capacity they sign.")
    var capacity = "authorised signatory"

    func run() async throws {
        let published = try await register.with { register, now in
            guard let asked = try await register.offers().first(where: { $0.id == offer }),
                let today = FHIRDateTime(String(now.text.prefix(10)))
            else { throw RegisterFault.refused("There is no offer \(offer): see 'mig sharing show'.") }
            return try await register.accept(
                offer,
                signedBy: .init(name: by, capacity: capacity, organisation: asked.controller, signedOn: today), at: now)
        }
        Terminal.line("\(published.id) \(published.version) is \(published.state.rawValue).")
    }
}

/// Declines an offer.
struct SharingDecline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline", abstract: "Decline an offer for its controller: it shares nothing.")

    @OptionGroup var register: RegisterOptions

    @Argument(help: "The offer's number.")
    var offer: Int

    @Option(help: "Who declines for the controller.")
    var by: String

    func run() async throws {
        let declined = try await register.with { try await $0.decline(offer, by: by, at: $1) }
        Terminal.line("\(declined.controller) has declined \(declined.template) \(declined.version).")
    }
}

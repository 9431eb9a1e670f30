// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// What a provider says of somebody who signs in: in the ID token, and in the userinfo response where that was asked for. Each claim is
/// taken from whichever has it; where both have it, they must say the same.
struct PersonClaims: Sendable {
    let identity: JSONValue
    let userInfo: JSONValue?

    /// - Throws: ``SignInFailure`` where role or organisation are missing, several, or said in two ways.
    func person(by configuration: SignInConfiguration, token: String) throws(SignInFailure) -> SignedInPerson {
        let names = configuration.claims
        guard let subject = identity["sub"]?.string, !subject.isEmpty else { throw .tokenUnfit(.subject) }
        let post: Post
        if let roles = names.roles {
            post = try chosenPost(among: roles, by: names.selectedRole, configuration)
        } else {
            guard let role = try value(names.role) else { throw .claimMissing(names.role) }
            guard let organisation = try value(names.organisation) else { throw .claimMissing(names.organisation) }
            post = Post(role: role, organisation: organisation)
        }
        let name = Said(identity[names.name]).text ?? Said(userInfo?[names.name]).text
        return SignedInPerson(
            subject: subject, name: name ?? subject, role: post.role, organisation: post.organisation,
            nhsNumber: try value(names.nhsNumber), strength: Said(identity[names.strength]).text, token: token)
    }

    // MARK: One value

    /// What one side says of a claim.
    private enum Said: Hashable {
        case nothing
        case text(String)
        /// Something else than one text: of several roles nobody has chosen one.
        case unfit

        init(_ claim: JSONValue?) {
            guard let claim else {
                self = .nothing
                return
            }
            let values = claim.string.map { [$0] } ?? claim.elements.map(\.string)
            guard values.count == 1, let text = values[0], !text.isEmpty else {
                self = .unfit
                return
            }
            self = .text(text)
        }

        var text: String? {
            if case .text(let text) = self { text } else { nil }
        }
    }

    /// What both sides together say of a claim.
    private func said(_ name: String) throws(SignInFailure) -> Said {
        switch (Said(identity[name]), Said(userInfo?[name])) {
        case (.nothing, let said), (let said, .nothing): return said
        case (.unfit, _), (_, .unfit): return .unfit
        case (let first, let second):
            guard first == second else { throw .claimsDisagree(name) }
            return first
        }
    }

    private func value(_ name: String) throws(SignInFailure) -> String? { try said(name).text }

    // MARK: One role of several

    /// A role in an organisation.
    private struct Post: Hashable {
        let role: String
        let organisation: String
    }

    private func chosenPost(
        among claim: String, by selection: String, _ configuration: SignInConfiguration
    ) throws(SignInFailure) -> Post {
        let selected: String?
        switch try said(selection) {
        case .text(let id): selected = id
        case .nothing: selected = nil
        // A choice that cannot be read is not the same as none.
        case .unfit: throw .roleNotChosen
        }
        var post: Post?
        for list in [identity[claim], userInfo?[claim]] {
            guard let list else { continue }
            let chosen = try Self.post(in: list, claim, selected: selected, configuration)
            if let post, post != chosen { throw .claimsDisagree(claim) }
            post = chosen
        }
        guard let post else { throw .claimMissing(claim) }
        return post
    }

    /// The element that was chosen; without a choice, the only one there is.
    private static func post(
        in list: JSONValue, _ claim: String, selected: String?, _ configuration: SignInConfiguration
    ) throws(SignInFailure) -> Post {
        let all = list.elements.map { $0 }
        guard !all.isEmpty else { throw .claimMissing(claim) }
        let chosen = selected.map { id in all.filter { $0["person_roleid"]?.string == id } } ?? all
        guard chosen.count == 1 else { throw .roleNotChosen }
        guard let code = Said(chosen[0]["role_code"]).text else { throw .claimMissing(claim + ".role_code") }
        guard let organisation = Said(chosen[0]["org_code"]).text else { throw .claimMissing(claim + ".org_code") }
        return Post(role: known(code, configuration), organisation: organisation)
    }

    /// A CIS2 role's code has three parts (`S8000:G8000:R8001`); it is known by the whole, or by the job role, which is the last.
    private static func known(_ code: String, _ configuration: SignInConfiguration) -> String {
        let last = code.split(separator: ":", omittingEmptySubsequences: false).last.map(String.init) ?? code
        return configuration.roles[code] == nil && configuration.roles[last] != nil ? last : code
    }
}

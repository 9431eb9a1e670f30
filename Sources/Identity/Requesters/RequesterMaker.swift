// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import JSON
public import Sharing

/// Makes every ``Requester`` that was authenticated: from a verified token, the consumer that is registered for it, and the certificate
/// of its connection; or from a sign-in to the pages. There is no other place where somebody becomes one.
public struct RequesterMaker: Sendable {
    private let consumers: ConsumerDirectory

    public init(consumers: ConsumerDirectory) { self.consumers = consumers }

    public func requester(
        from token: VerifiedToken, certificate: PeerCertificate?
    ) throws(TokenFault) -> Requester {
        let consumer = try consumer(of: token, certificate: certificate)
        let clientIsSubject = token.subject == consumer.clientID
        // A program alone is in no role that an agreement could name.
        let role = clientIsSubject ? .unrecognised : try role(of: token)
        return Requester(
            person: token.subject, name: try token.text("name") ?? "", role: role,
            organisation: try organisation(of: token, consumer), system: consumer.id,
            purpose: try token.identifier("purpose_of_use").map { PurposeOfUse(code: $0) } ?? .unsupported,
            strength: try strength(of: token),
            establishment: Establishment(
                person: .token, organisation: .token, system: certificate == nil ? .token : .certificate,
                purpose: .token),
            ownNumbers: try ownNumbers(of: token, role: role), scope: try scope(of: token, role: role),
            statesRelationships: consumer.statesRelationships)
    }

    // MARK: The system

    private func consumer(
        of token: VerifiedToken, certificate: PeerCertificate?
    ) throws(TokenFault) -> RegisteredConsumer {
        let (client, party) = (try token.identifier("client_id"), try token.identifier("azp"))
        if let client, let party, client != party { throw TokenFault(.unknownConsumer) }
        guard let id = client ?? party, let consumer = consumers.consumer(clientID: id) else {
            throw TokenFault(.unknownConsumer)
        }
        try checkCertificate(certificate, of: consumer)
        if let bound = token.boundThumbprint, certificate?.thumbprint != bound { throw TokenFault(.wrongCertificate) }
        if consumer.needsBoundTokens, token.boundThumbprint == nil { throw TokenFault(.notBound) }
        return consumer
    }

    /// A system that has a certificate shows it, and nobody else's.
    private func checkCertificate(
        _ certificate: PeerCertificate?, of consumer: RegisteredConsumer
    ) throws(TokenFault) {
        if let certificate {
            guard consumers.consumer(for: certificate)?.id == consumer.id else { throw TokenFault(.wrongCertificate) }
        } else if !consumer.certificateNames.isEmpty {
            throw TokenFault(.wrongCertificate)
        }
    }

    private func organisation(
        of token: VerifiedToken, _ consumer: RegisteredConsumer
    ) throws(TokenFault) -> String {
        guard let organisation = try token.identifier("organisation"), consumer.actsFor(organisation) else {
            throw TokenFault(.foreignOrganisation)
        }
        return organisation
    }

    // MARK: The person

    /// A role by its code.
    private func role(of token: VerifiedToken) throws(TokenFault) -> Role {
        Self.established(try token.identifier("role").map { Role(code: $0) } ?? .unrecognised)
    }

    /// What a gateway without authentication calls its visitors is no role that a token or a sign-in can give.
    static func established(_ role: Role) -> Role { role == .demonstration ? .unrecognised : role }

    private func strength(of token: VerifiedToken) throws(TokenFault) -> AuthenticationStrength {
        switch try token.identifier("acr")?.lowercased() {
        case "aal1": .low
        case "aal2": .substantial
        case "aal3": .high
        default: .none
        }
    }

    /// The person's own number, or, for somebody who acts for them, the number for which the token was given. Professionals have none.
    private func ownNumbers(of token: VerifiedToken, role: Role) throws(TokenFault) -> Set<NHSNumber> {
        let (own, launched) = (try number("nhs_number", of: token), try number("patient", of: token))
        switch role {
        case .patient:
            guard let own, launched == nil || launched == own else { throw TokenFault(.wrongPatient) }
            return [own]
        case .proxy:
            guard let launched else { throw TokenFault(.wrongPatient) }
            return [launched]
        default: return []
        }
    }

    private func number(_ name: String, of token: VerifiedToken) throws(TokenFault) -> NHSNumber? {
        guard let text = try token.identifier(name) else { return nil }
        do { return try NHSNumber(text) } catch { throw TokenFault(.malformedClaim) }
    }

    /// Patients and those who act for them have the scopes of `patient/`, professionals those of `user/`; `system/` opens nothing, as no
    /// agreement can name a program alone. A token that names no scope has none.
    private func scope(of token: VerifiedToken, role: Role) throws(TokenFault) -> Set<Dataset> {
        let context: SmartScope.Context? =
            role == .unrecognised ? nil : role.isPatientOrProxy ? .patient : .user
        guard let scope = token.claims["scope"] else { return [] }
        guard let text = scope.string else { throw TokenFault(.malformedClaim) }
        return try ScopeGrant.datasets(text, for: context)
    }
}

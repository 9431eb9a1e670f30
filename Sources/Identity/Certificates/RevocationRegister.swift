// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import SwiftASN1
import X509

/// What is done where an authority's list is missing or has expired.
public enum RevocationRule: String, Hashable, Sendable, CaseIterable {
    /// Every issuer on the path needs a list that is valid now; without one its certificates are refused.
    case hard
    /// A list that has expired still counts, and an issuer of whom there is none is not asked.
    case soft
}

/// All revocation lists that are configured, by issuer.
struct RevocationRegister: Sendable {
    private let lists: [DistinguishedName: [RevocationList]]
    private let rule: RevocationRule

    /// - Parameter lists: where there is none, nothing is looked up.
    init(_ lists: [RevocationList], rule: RevocationRule) {
        self.lists = Dictionary(grouping: lists, by: \.issuer)
        self.rule = rule
    }

    static let none = RevocationRegister([], rule: .hard)

    func check(_ certificate: Certificate, issuedBy issuer: Certificate, at now: Date) throws(CertificateRefusal) {
        guard !lists.isEmpty else { return }
        guard let candidates = lists[issuer.subject] else {
            if rule == .soft { return }
            throw .revocationUnknown
        }
        var isKnown = false
        for list in candidates where isValid(list, at: now) && list.isSigned(by: issuer) {
            if list.isRevoked(certificate) { throw .revoked }
            isKnown = true
        }
        guard isKnown else { throw .revocationUnknown }
    }

    private func isValid(_ list: RevocationList, at now: Date) -> Bool {
        list.thisUpdate <= now && (now < list.nextUpdate || rule == .soft)
    }
}

/// Looks up every certificate of a path but the anchor in the list of its issuer.
struct RevocationPolicy: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = []
    let register: RevocationRegister
    let now: Date

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        let certificates = Array(chain)
        do throws(CertificateRefusal) {
            for (certificate, issuer) in zip(certificates, certificates.dropFirst()) {
                try register.check(certificate, issuedBy: issuer, at: now)
            }
            return .meetsPolicy
        } catch {
            return .failsToMeetPolicy(reason: error.rawValue)
        }
    }
}

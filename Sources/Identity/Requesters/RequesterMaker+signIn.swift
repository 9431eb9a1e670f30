// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
public import Sharing

extension RelyingParty {
    /// The requester that somebody who signed in with this provider is.
    public nonisolated func requester(for person: SignedInPerson) -> Requester {
        RequesterMaker.requester(of: person, by: configuration)
    }
}

extension RequesterMaker {
    /// Makes a requester of somebody who signed in to the pages.
    static func requester(of person: SignedInPerson, by configuration: SignInConfiguration) -> Requester {
        let role = established(configuration.roles[person.role] ?? Role(code: person.role))
        var ownNumbers: Set<NHSNumber> = []
        if role.isPatientOrProxy, let text = person.nhsNumber, let number = try? NHSNumber(text) {
            ownNumbers = [number]
        }
        return Requester(
            person: person.subject, name: person.name, role: role, organisation: person.organisation,
            system: configuration.system, purpose: role.isPatientOrProxy ? .patientRequest : .treatment,
            strength: person.strength.flatMap { configuration.strengths[$0] } ?? .none,
            establishment: Establishment(
                person: .signIn, organisation: .signIn, system: .configuration, purpose: .configuration),
            ownNumbers: ownNumbers)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
public import Sharing

extension RelyingParty {
    /// The requester that somebody who signed in is: the one place where a sign-in becomes one.
    public nonisolated func requester(for person: SignedInPerson) -> Requester {
        let said = configuration.roles[person.role] ?? Role(code: person.role)
        // What a gateway without authentication calls its visitors is no role that a sign-in can give.
        let role = said == .demonstration ? .unrecognised : said
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

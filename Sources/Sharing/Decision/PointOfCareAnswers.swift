// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR

/// What the answers at the point of care come to for one requester at one moment.
struct PointOfCareAnswers {
    /// Whether permission was refused, and not given since. That somebody could not be asked, or an emergency, is no change of their mind.
    let isRefused: Bool
    /// The answers that open the record without breaking any glass: given, or could not be asked, by the requester's organisation, and
    /// not refused since.
    let openings: [PermissionToView]
    /// Whether the requester broke the glass: the purpose says so, they care for people, and they themself stated an emergency that still
    /// holds, and after which the person has not refused.
    let breakGlass: Bool

    init(_ permissions: [PermissionToView], for requester: Requester, at now: FHIRDateTime) {
        let holding = permissions.filter { $0.holds(at: now) }
        let refusals = permissions.filter { $0.answer == .refused }
        // A refusal that has run out refuses nothing any more, but what was given before it does not come back. One that another
        // machine's clock puts a little ahead counts already.
        let lastRefusal = refusals.map(\.at.earliestSecond).max()
        func isSince(_ answer: PermissionToView) -> Bool { lastRefusal.map { answer.at.earliestSecond > $0 } ?? true }

        let openings = holding.filter { $0.opens && $0.organisation == requester.organisation && isSince($0) }
        self.openings = openings
        isRefused =
            refusals.contains { now.earliestSecond < $0.until.earliestSecond }
            && !openings.contains { $0.answer == .given }
        breakGlass =
            requester.purpose == .breakGlass && requester.role.isCareProfessional
            && holding.contains { answer in
                answer.isEmergency && answer.askedBy == requester.person
                    && answer.organisation == requester.organisation
                    && answer.at.earliestSecond >= lastRefusal ?? answer.at.earliestSecond
            }
    }
}

extension PermissionToView {
    /// Whether the answer opens the record without breaking any glass.
    fileprivate var opens: Bool {
        switch answer {
        case .given, .couldNotBeAsked: true
        case .refused, .emergency: false
        }
    }

    /// Whether it states an emergency.
    fileprivate var isEmergency: Bool {
        if case .emergency = answer { true } else { false }
    }
}

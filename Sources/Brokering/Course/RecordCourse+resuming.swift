// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// Going on where an earlier request for the same record ended.
extension RecordCourse {
    /// What a later request can go on from; `nil` where asking again could bring nothing that is missing.
    var kept: KeptRecord? {
        guard aim == .whole, isWhole, couldBringMore else { return nil }
        var kept = KeptRecord(for: request)
        kept.person = person
        if hasLocated, case .success(let known)? = custodians { kept.custodians = known }
        kept.questions = questions
        kept.lines = lines
        kept.round = round
        kept.held = takesUp?.held ?? []
        return kept
    }

    /// What the request goes on from; `nil` where it asks for something else than what is kept.
    private var takesUp: KeptRecord? {
        request.earlier.flatMap { $0.question == KeptRecord.Question(request) ? $0 : nil }
    }

    /// Takes over what an earlier request learned. What may be shown is decided anew, and who is still missing is asked.
    mutating func takeUp() {
        guard let earlier = takesUp, let known = earlier.person else { return }
        person = known
        custodians = earlier.custodians.map { .success($0) }
        hasLocated = earlier.custodians != nil
        questions = earlier.questions
        lines = earlier.lines
        round = earlier.round
    }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Terminology

/// The steps *check*, *normalise* and *assemble*: what one source's answer says of the person.
struct AnswerReading: Sendable {
    let person: TracedPerson
    let classifier: DatasetClassifier
    let seal: IdentifierSeal
    /// The codes of items that are withheld from every record.
    var sensitive = SensitiveCodes.madeUp

    /// How the source stands after its answer.
    func line(of answer: SourceAnswer, to question: CourseQuestion, at utc: FHIRDateTime) -> LedgerLine {
        var result = Normalise(check: Check(person: person)).result(of: answer)
        if case .personNotKnown = result, question.grounds != [.alwaysAsked] {
            let sentence = "The source should hold a record of this person, but does not find one or may not show it."
            result = .notAvailable(.init(.personNotKnown, sentence))
        }
        var contribution = Assemble.Contribution()
        if case .answered(let checked, _) = result {
            let telling = checked.items.map(\.resource).filter { sensitive.mayConcern($0.value) }
            if DissentCodes.dissent(in: telling, today: utc) {
                result = .refused(Self.dissent)
            } else if checked.hasUnreadableDissent {
                result = .refused(Self.unreadableDissent)
            } else {
                let assemble = Assemble(classifier: classifier, seal: seal, person: person.nhsNumber, today: utc)
                contribution = assemble.contribution(of: checked, from: question.source)
                contribution.mayHoldWithheld = !telling.isEmpty
                contribution.sensitive = sensitive
            }
        }
        return LedgerLine(
            source: question.source, decisions: question.decisions, result: result, contribution: contribution,
            at: utc.text, denied: question.denied)
    }

    /// A dissent in the source's own record: nothing of it is kept from here on, so that no later step could override it.
    private static let dissent = SourceOutcome.Reason(
        .noPatientConsent,
        "The person's dissent from sharing stands in the source's own record; nobody can override it.")
    private static let unreadableDissent = SourceOutcome.Reason(
        .noPatientConsent,
        "A part of the source's record that cannot be read may hold the person's dissent from sharing: nothing of it is shown."
    )
}

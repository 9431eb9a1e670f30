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

    /// How the source stands after its answer.
    func line(of answer: SourceAnswer, to question: CourseQuestion, at utc: FHIRDateTime) -> LedgerLine {
        var result = Normalise(check: Check(person: person)).result(of: answer)
        if case .personNotKnown = result, question.grounds != [.alwaysAsked] {
            let sentence = "The source should hold a record of this person, but does not find one or may not show it."
            result = .notAvailable(.init(.personNotKnown, sentence))
        }
        var contribution = Assemble.Contribution()
        if case .answered(let checked, _) = result {
            let assemble = Assemble(classifier: classifier, seal: seal, person: person.nhsNumber, today: utc)
            contribution = assemble.contribution(of: checked, from: question.source)
        }
        return LedgerLine(
            source: question.source, decisions: question.decisions, result: result, contribution: contribution,
            at: utc.text)
    }
}

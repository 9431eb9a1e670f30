// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
public import JSON
import Sharing

/// What the sources gave to a request, so that a later request for the same record asks those alone that did not answer. It is held
/// in memory by whoever may want to ask again, and nowhere else.
public struct KeptRecord: Sendable, Redacted {
    /// What was asked for, and by whom: only a request for the same can go on from here.
    struct Question: Hashable {
        let requester: Requester
        let nhsNumber: NHSNumber
        let datasets: [Dataset]
        let from: FHIRDateTime?
        let to: FHIRDateTime?
        let sources: [SourceID]
        let consultation: String?

        init(_ request: RecordRequest) {
            requester = request.requester
            nhsNumber = request.nhsNumber
            datasets = request.datasets
            from = request.from
            to = request.to
            sources = request.sources
            consultation = request.consultation
        }
    }

    let question: Question
    var person: TracedPerson?
    /// What the locator told; `nil` where it has to be asked again.
    var custodians: Set<String>?
    var questions: [CourseQuestion] = []
    var lines: [LedgerLine?] = []
    var round = 0
    /// The bytes of all this, which count among those in progress for as long as it is held.
    var held: [HeldBytes] = []

    /// What is kept of a request of which nothing is known yet.
    package init(for request: RecordRequest) { question = Question(request) }
}

// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A consultation at a practice: topics, under them headings, under them entries and words.
public struct SimulatedConsultation: Sendable {
    /// What was written under one heading.
    public struct Heading: Sendable {
        public var title: String
        public var words: [String] = []
        /// Keys of the entries that were made here.
        public var entries: [String] = []
    }

    /// One matter that was dealt with.
    public struct Topic: Sendable {
        public var title: String?
        /// The key of the problem that it is about.
        public var problem: String?
        public var headings: [Heading]
    }

    public var key: String
    public var day: RecordDay
    public var time = "10:10:00"
    public var kind: String
    public var topics: [Topic]
}

/// A referral to someone else.
public struct SimulatedReferral: Sendable {
    public var key: String
    public var term: Term
    public var day: RecordDay
    /// `routine` or `urgent`.
    public var priority = "routine"
    public var to: String
    public var reason: String
}

/// A letter or report kept as a document.
public struct SimulatedDocument: Sendable {
    public var key: String
    public var type: Term
    public var title: String
    public var day: RecordDay
    public var contentType = "application/pdf"
    public var size = 48_200
}

/// An operation or intervention.
public struct SimulatedProcedure: Sendable {
    public var key: String
    public var term: Term
    public var day: RecordDay
    public var site: Term?
    public var note: String?
}

/// Something that the practice means to do: a recall.
public struct SimulatedRecall: Sendable {
    public var key: String
    public var term: Term
    public var due: RecordDay
    public var recorded: RecordDay
    public var note: String?
}

/// A time in hospital, or a visit to it.
public struct SimulatedStay: Sendable {
    public var key: String
    /// `IMP` in-patient, `EMER` emergency, `AMB` out-patient.
    public var encounterClass: String
    public var kind: Term
    public var specialty: String
    public var reason: Term
    public var start: RecordDay
    public var end: RecordDay?
}

/// An appointment that is to come.
public struct SimulatedAppointment: Sendable {
    public var key: String
    public var day: RecordDay
    public var time = "14:20:00"
    public var specialty: String
    public var words: String
}

/// A warning that everyone who sees the person should see.
public struct SimulatedFlag: Sendable {
    public var key: String
    /// FHIR's flag category: `safety`, `behavioral`, `clinical`, `advance-directive`.
    public var category: String
    public var term: Term
    public var start: RecordDay
    public var note: String?
}

/// A plan: a crisis plan, a ReSPECT form.
public struct SimulatedCarePlan: Sendable {
    public var key: String
    public var category: Term
    public var title: String
    public var start: RecordDay
    public var review: RecordDay?
    public var words: String
}
